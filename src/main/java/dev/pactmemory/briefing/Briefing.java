package dev.pactmemory.briefing;

import java.util.ArrayList;
import java.util.List;

/// What is known, gathered for a model that is about to begin: sections of list items between two
/// tags that no text of a memory can write. One thread at a time.
public final class Briefing {
  private static final String OPEN = "<memory-data>";
  private static final String CLOSE = "</memory-data>";

  private final List<String> lines = new ArrayList<>();

  /// Adds a section that shows as many of the lines as fit, in their order, and how many it left
  /// out.
  ///
  /// @param title in words of ours
  /// @param items made by [Lines]
  /// @param none what is said where there are no items; empty leaves the section out
  public Briefing section(String title, List<String> items, String none, int tokens) {
    if (items.isEmpty()) {
      if (!none.isEmpty()) {
        lines.add(title + ": " + none);
      }
      return this;
    }
    Budget budget = new Budget(tokens * Budget.BYTES_PER_TOKEN);
    boolean _ = budget.take(title + ":");
    int shown = 0;
    for (String item : items) {
      if (!budget.take(item)) {
        break;
      }
      shown++;
    }
    lines.addAll(budget.lines());
    if (shown < items.size()) {
      lines.add("- (and " + (items.size() - shown) + " more)");
    }
    return this;
  }

  /// Adds a line in words of ours.
  public void note(String words) {
    lines.add("(" + words + ")");
  }

  /// All of it, between its tags.
  public String text() {
    String inside = lines.isEmpty() ? "Nothing is saved yet." : String.join("\n", lines);
    return OPEN + "\n" + inside + "\n" + CLOSE;
  }
}
