package dev.pactmemory.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A Markdown text in sections: each begins at a heading of the first or second level; deeper ones
/// are part of the text. What is in a fenced block is no heading and no list; comments are left
/// out.
final class MarkdownSections {
  private static final Pattern HEADING =
      Pattern.compile(" {0,3}(#{1,2})(?:[ \\t]+(.*?))?(?:[ \\t]+#+)?[ \\t]*");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");
  private static final Pattern ITEM = Pattern.compile(" {0,3}(?:[-*+]|\\d{1,9}[.)])[ \\t]+(.*)");
  private static final String COMMENT_BEGIN = "<!--";
  private static final String COMMENT_END = "-->";

  private final List<Section> sections = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final List<String> items = new ArrayList<>();
  private String title = "";
  private String heading = "";
  private int line;
  private @Nullable String fence;
  private boolean inComment;
  private boolean inItem;
  private boolean blankBefore;

  private MarkdownSections() {}

  /// @param title the heading of the first level it is under; empty for none
  /// @param heading its own; empty for what is before the first of them
  /// @param line of its heading, from 1
  /// @param text all but the items of lists
  /// @param items of the lists in it, each with what is nested in it
  record Section(String title, String heading, int line, String text, List<String> items) {
    Section {
      items = List.copyOf(items);
    }
  }

  /// The sections that say something.
  ///
  /// @param firstLine the number of the first of the lines in their file
  static List<Section> of(List<String> lines, int firstLine) {
    MarkdownSections sections = new MarkdownSections();
    sections.line = firstLine;
    int number = firstLine;
    for (String line : lines) {
      sections.take(number, line);
      number++;
    }
    sections.end();
    return sections.sections;
  }

  private void take(int number, String raw) {
    String visible = fence == null ? withoutComments(raw) : raw;
    if (fence == null && visible.isBlank() && !raw.isBlank()) {
      return; // A comment and nothing else.
    }
    Matcher mark = FENCE.matcher(visible);
    if (mark.matches()) {
      String found = mark.group(1);
      if (fence == null) {
        fence = found;
      } else if (found.startsWith(fence) && visible.strip().equals(found)) {
        fence = null;
      }
      body(visible);
      return;
    }
    Matcher head = HEADING.matcher(visible);
    if (fence == null && head.matches()) {
      end();
      heading = head.group(2) == null ? "" : head.group(2).strip();
      title = head.group(1).length() == 1 ? heading : title;
      line = number;
      return;
    }
    body(visible);
  }

  private String withoutComments(String raw) {
    StringBuilder visible = new StringBuilder();
    int at = 0;
    while (at < raw.length()) {
      int next = raw.indexOf(inComment ? COMMENT_END : COMMENT_BEGIN, at);
      if (!inComment) {
        visible.append(raw, at, next < 0 ? raw.length() : next);
      }
      if (next < 0) {
        break;
      }
      at = next + (inComment ? COMMENT_END : COMMENT_BEGIN).length();
      inComment = !inComment;
    }
    return visible.toString();
  }

  private void body(String visible) {
    Matcher item = ITEM.matcher(visible);
    if (fence == null && item.matches()) {
      items.add(item.group(1).strip());
      inItem = true;
    } else if (visible.isBlank()) {
      if (!inItem) {
        text.append('\n');
      }
    } else if (inItem && (!blankBefore || visible.startsWith("  ") || visible.startsWith("\t"))) {
      items.add(items.removeLast() + "\n" + visible.strip());
    } else {
      inItem = false;
      text.append(visible.stripTrailing()).append('\n');
    }
    blankBefore = visible.isBlank();
  }

  private void end() {
    String said = text.toString().replaceAll("\n{3,}", "\n\n").strip();
    if (!said.isEmpty() || !items.isEmpty()) {
      sections.add(new Section(title, heading, line, said, items));
    }
    text.setLength(0);
    items.clear();
    inItem = false;
    blankBefore = false;
  }
}
