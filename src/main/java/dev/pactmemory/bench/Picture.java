package dev.pactmemory.bench;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.pactmemory.bench.RetrievalBenchmark.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The comparison as one picture: a row for each category, a dot for each way of searching, where
/// its nDCG@10 is. It reads on a light and on a dark page.
final class Picture {
  private static final int WIDTH = 760;
  private static final int LEFT = 150;
  private static final int RIGHT = 730;
  private static final int TOP = 78;
  private static final int ROW = 26;

  private static final String STYLE =
      """
      text { font: 13px system-ui, sans-serif; fill: #24292f }
      .small { font-size: 11px; fill: #57606a }
      .title { font-size: 15px; font-weight: 600 }
      .page { fill: #ffffff }
      .grid { stroke: #d0d7de; stroke-width: 1 }
      .range { stroke: #8c959f; stroke-width: 2 }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3 } .small { fill: #9198a1 } .page { fill: #0d1117 }
        .grid { stroke: #30363d } .range { stroke: #656c76 }
      }
      """;

  /// Told apart also by those who see no red or no green.
  private static final List<String> COLOURS =
      List.of("#8c959f", "#e69f00", "#56b4e9", "#cc79a7", "#0072b2");

  private final StringBuilder svg = new StringBuilder();
  private final List<String> systems;

  private Picture(List<String> systems) {
    this.systems = systems;
  }

  /// Of questions with an answer.
  static String of(List<Result> results) {
    List<Result> answerable = Report.answerable(results);
    Picture picture = new Picture(Report.systems(answerable));
    picture.draw(answerable);
    return picture.svg.toString();
  }

  private void draw(List<Result> results) {
    List<Map.Entry<String, List<Result>>> rows = new ArrayList<>();
    rows.add(Map.entry("all", results));
    Report.byCategory(results).entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, List<Result>> category) ->
                    ndcg(category.getValue(), RetrievalBenchmark.OURS))
                .reversed())
        .forEach(rows::add);
    int bottom = TOP + rows.size() * ROW;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">",
        WIDTH, bottom + 40);
    add("<title>How well the right memory is found (nDCG@10), by kind of question</title>");
    svg.append("<style>\n").append(STYLE).append("</style>\n");
    add("<rect class=\"page\" width=\"100%%\" height=\"100%%\" rx=\"6\"/>");
    text(16, 26, "title", "How well the right memory is found (nDCG@10)");
    legend();
    for (int tenth = 0; tenth <= 10; tenth += 2) {
      double x = x(tenth / 10.0);
      add(
          "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
          x, TOP - 8, x, bottom);
      text(x - 8, bottom + 18, "small", String.format(Locale.ROOT, "%.1f", tenth / 10.0));
    }
    for (int row = 0; row < rows.size(); row++) {
      row(TOP + row * ROW + ROW / 2, rows.get(row).getKey(), rows.get(row).getValue());
    }
    add("</svg>");
  }

  private void legend() {
    double x = 22;
    for (int i = 0; i < systems.size(); i++) {
      dot(x, 48, i);
      text(x + 11, 52, "small", systems.get(i));
      x += 42 + 7 * systems.get(i).length();
    }
  }

  private void row(int y, String category, List<Result> results) {
    text(16, y + 4, "row", category + " (" + results.size() + ")");
    double[] places = systems.stream().mapToDouble(system -> x(ndcg(results, system))).toArray();
    double from = Arrays.stream(places).min().orElse(LEFT);
    double to = Arrays.stream(places).max().orElse(LEFT);
    add("<line class=\"range\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", from, y, to, y);
    for (int i = 0; i < places.length; i++) {
      dot(places[i], y, i);
    }
  }

  private void dot(double x, int y, int system) {
    boolean ours = systems.get(system).equals(RetrievalBenchmark.OURS);
    add(
        "<circle cx=\"%.1f\" cy=\"%d\" r=\"%.1f\" fill=\"%s\"/>",
        x, y, ours ? 7.0 : 4.5, COLOURS.get(ours ? COLOURS.size() - 1 : system));
  }

  private static double ndcg(List<Result> results, String system) {
    return Report.mean(results, system).ndcg10();
  }

  private static double x(double share) {
    return LEFT + share * (RIGHT - LEFT);
  }

  private void text(double x, int y, String kind, String text) {
    add("<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>", kind, x, y, text);
  }

  @FormatMethod
  private void add(@FormatString String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
