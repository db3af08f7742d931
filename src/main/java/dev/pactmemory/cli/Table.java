package dev.pactmemory.cli;

import dev.pactmemory.cli.Terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Rows of texts in columns. On a screen they stand under headings, aligned, the wide ones cut so
/// that a row is one line; a column that says nothing is left out. Elsewhere a row is a line of
/// whole texts with tabs between, every column in its place, for other programs. Texts are made
/// safe either way. One thread at a time.
final class Table {
  private static final String GAP = "  ";

  /// No column that is cut becomes narrower: less says nothing.
  private static final int MIN_CUT = 12;

  private final Terminal terminal;
  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  Table(Terminal terminal) {
    this.terminal = terminal;
  }

  /// @param cut whether its texts may be cut to fit
  private record Column(String heading, @Nullable Style style, boolean cut) {}

  /// Adds a column that is shown whole, such as an id or a date.
  Table column(String heading, Style style) {
    columns.add(new Column(heading, style, false));
    return this;
  }

  Table column(String heading) {
    columns.add(new Column(heading, null, false));
    return this;
  }

  /// Adds a column of longer texts, which share what room is left.
  Table text(String heading) {
    columns.add(new Column(heading, null, true));
    return this;
  }

  /// Adds a row, with a text for each column.
  void row(String... texts) {
    if (texts.length != columns.size()) {
      throw new IllegalArgumentException(
          columns.size() + " texts expected, " + texts.length + " given");
    }
    rows.add(List.of(texts).stream().map(text -> Terminal.safe(text).strip()).toList());
  }

  void print() {
    if (terminal.isScreen()) {
      printAligned();
    } else {
      rows.forEach(row -> terminal.line(String.join("\t", row)));
    }
  }

  private void printAligned() {
    if (rows.isEmpty()) {
      return;
    }
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      if (rows.stream().anyMatch(row -> !row.get(column).isEmpty())) {
        shown.add(i);
      }
    }
    int[] widths = widths(shown);
    terminal.line(
        shown.stream()
            .map(i -> padded(columns.get(i).heading(), Style.DIM, widths[i]))
            .collect(Collectors.joining(GAP))
            .stripTrailing());
    for (List<String> row : rows) {
      terminal.line(
          shown.stream()
              .map(i -> padded(row.get(i), columns.get(i).style(), widths[i]))
              .collect(Collectors.joining(GAP))
              .stripTrailing());
    }
  }

  /// As wide as the widest text; the columns that may be cut share what is left, and what one does
  /// not need the next ones get.
  private int[] widths(List<Integer> shown) {
    int[] widths = new int[columns.size()];
    int left = terminal.width() - GAP.length() * (shown.size() - 1);
    List<Integer> toCut = new ArrayList<>();
    for (int i : shown) {
      int column = i;
      widths[i] =
          Math.max(
              Terminal.columns(columns.get(i).heading()),
              rows.stream().mapToInt(row -> Terminal.columns(row.get(column))).max().orElse(0));
      if (columns.get(i).cut()) {
        toCut.add(i);
      } else {
        left -= widths[i];
      }
    }
    toCut.sort((a, b) -> Integer.compare(widths[a], widths[b]));
    for (int n = 0; n < toCut.size(); n++) {
      int i = toCut.get(n);
      widths[i] = Math.min(widths[i], Math.max(MIN_CUT, left / (toCut.size() - n)));
      left -= widths[i];
    }
    return widths;
  }

  private String padded(String text, @Nullable Style style, int width) {
    String cut = Terminal.cut(text, width);
    String padding = " ".repeat(Math.max(0, width - Terminal.columns(cut)));
    return (style == null ? cut : terminal.styled(style, cut)) + padding;
  }
}
