package dev.pactmemory.bench;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.pactmemory.bench.RetrievalBenchmark.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The results as lines for a person.
final class Report {
  private static final String HEAD =
      "                          recall@1  recall@5 recall@10    MRR@10   nDCG@10";

  private final List<String> lines = new ArrayList<>();

  private Report() {}

  static List<String> of(List<Result> results, int memories, int passages) {
    Report report = new Report();
    report.line("%,d memories, %,d passages, %,d questions", memories, passages, results.size());
    new TreeMap<>(
            results.stream().collect(Collectors.groupingBy(result -> result.question().split())))
        .forEach(report::split);
    report.latency(results);
    return report.lines;
  }

  @FormatMethod
  private void line(@FormatString String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }

  private void split(String split, List<Result> results) {
    List<Result> answerable = filtered(results, result -> !isUnanswerable(result));
    List<Result> unanswerable = filtered(results, Report::isUnanswerable);
    line("");
    line("== %s: %d questions, %d with an answer", split, results.size(), answerable.size());
    block("overall", answerable);
    new TreeMap<>(
            answerable.stream()
                .collect(Collectors.groupingBy(result -> result.question().category())))
        .forEach(this::block);
    line("");
    intervals(answerable);
    said("no match, where nothing answers", unanswerable);
    said("no match, where something does", answerable);
  }

  private static List<Result> filtered(List<Result> results, Predicate<Result> kept) {
    return results.stream().filter(kept).toList();
  }

  private static boolean isUnanswerable(Result result) {
    return result.question().targets().isEmpty();
  }

  private void block(String name, List<Result> results) {
    line("");
    String title = name + " (" + results.size() + ")";
    lines.add(title + HEAD.substring(Math.min(24, title.length())));
    for (String system : systems(results)) {
      Measures mean =
          Measures.mean(results.stream().map(result -> measures(result, system)).toList());
      line(
          "  %-22s %9.3f %9.3f %9.3f %9.3f %9.3f",
          system, mean.recall1(), mean.recall5(), mean.recall10(), mean.mrr10(), mean.ndcg10());
    }
  }

  private static List<String> systems(List<Result> results) {
    return results.isEmpty() ? List.of() : List.copyOf(results.getFirst().rankings().keySet());
  }

  private static Measures measures(Result result, String system) {
    return Measures.of(
        result.rankings().getOrDefault(system, List.of()), result.question().targets());
  }

  private void intervals(List<Result> results) {
    for (String system : systems(results)) {
      if (!system.equals(RetrievalBenchmark.OURS)) {
        double[] differences =
            results.stream()
                .mapToDouble(result ->
                    measures(result, RetrievalBenchmark.OURS).ndcg10()
                        - measures(result, system).ndcg10())
                .toArray();
        double[] interval = Measures.interval(differences);
        line(
            "nDCG@10 of ours minus %-10s %+.3f to %+.3f (95 %%)", system, interval[0], interval[1]);
      }
    }
  }

  private void said(String what, List<Result> results) {
    long nothing = results.stream().filter(Result::nothing).count();
    line(
        "%s: %d of %d (%.1f %%)",
        what, nothing, results.size(), 100.0 * nothing / Math.max(1, results.size()));
  }

  private void latency(List<Result> results) {
    long[] sorted = results.stream().mapToLong(Result::nanos).sorted().toArray();
    double all = results.stream().mapToLong(Result::nanos).sum();
    double embedding = results.stream().mapToLong(Result::embeddingNanos).sum();
    line("");
    line(
        "latency: p50 %.1f ms, p95 %.1f ms; %.0f %% of it embeds the question",
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 95 / 100] / 1e6,
        100 * embedding / all);
  }
}
