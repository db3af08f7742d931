package dev.pactmemory.bench;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.pactmemory.bench.RetrievalBenchmark.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// The results as lines for a person.
final class Report {
  private static final String HEAD =
      "                          recall@1  recall@5 recall@10    MRR@10   nDCG@10";

  private final List<String> lines = new ArrayList<>();

  private Report() {}

  /// @param memories that were saved
  /// @param passages embedded for them
  static List<String> of(List<Result> results, int memories, int passages, long indexBytes) {
    Report report = new Report();
    report.line(
        "%,d memories, %,d questions; a save embeds %.1f passages and takes %,d bytes of index",
        memories, results.size(), (double) passages / memories, indexBytes / memories);
    report.split("all", results);
    bySplit(results).forEach(report::split);
    report.latency(results);
    return report.lines;
  }

  private static Map<String, List<Result>> bySplit(List<Result> results) {
    return new TreeMap<>(
        results.stream().collect(Collectors.groupingBy(result -> result.question().split())));
  }

  static Map<String, List<Result>> byCategory(List<Result> results) {
    return new TreeMap<>(
        results.stream().collect(Collectors.groupingBy(result -> result.question().category())));
  }

  static List<Result> answerable(List<Result> results) {
    return filtered(results, result -> !isUnanswerable(result));
  }

  @FormatMethod
  private void line(@FormatString String format, Object... values) {
    lines.add(String.format(Locale.ROOT, format, values));
  }

  private void split(String split, List<Result> results) {
    List<Result> answerable = answerable(results);
    List<Result> unanswerable = filtered(results, Report::isUnanswerable);
    line("");
    line("== %s: %d questions, %d with an answer", split, results.size(), answerable.size());
    block("overall", answerable);
    byCategory(answerable).forEach(this::block);
    line("");
    intervals(answerable);
    byCategory(answerable).forEach(this::againstBest);
    said("no match, where nothing answers", unanswerable);
    said("no match, where something does", answerable);
    bands(results);
  }

  /// How often a first hit is right that is said to be strong, fair or weak. One for a question
  /// that nothing answers is wrong.
  private void bands(List<Result> results) {
    Map<String, List<Result>> byBand = new TreeMap<>();
    for (Result result : results) {
      if (result.band() != null) {
        byBand.computeIfAbsent(result.band(), _ -> new ArrayList<>()).add(result);
      }
    }
    byBand.forEach((band, found) -> {
      long right =
          found.stream()
              .filter(result -> measures(result, RetrievalBenchmark.OURS).recall1() > 0)
              .count();
      line(
          "first hit %-6s is right: %d of %d (%.1f %%)",
          band, right, found.size(), 100.0 * right / found.size());
    });
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
      Measures mean = mean(results, system);
      line(
          "  %-22s %9.3f %9.3f %9.3f %9.3f %9.3f",
          system, mean.recall1(), mean.recall5(), mean.recall10(), mean.mrr10(), mean.ndcg10());
    }
  }

  static List<String> systems(List<Result> results) {
    return results.isEmpty() ? List.of() : List.copyOf(results.getFirst().rankings().keySet());
  }

  static Measures mean(List<Result> results, String system) {
    return Measures.mean(results.stream().map(result -> measures(result, system)).toList());
  }

  private static Measures measures(Result result, String system) {
    return Measures.of(
        result.rankings().getOrDefault(system, List.of()), result.question().targets());
  }

  private void intervals(List<Result> results) {
    line("ours minus another, 95 %% of the resampled means");
    for (String system : baselines(results)) {
      line(
          "  %-22s recall@5 %s   nDCG@10 %s",
          system,
          interval(results, system, Measures::recall5),
          interval(results, system, Measures::ndcg10));
    }
  }

  private static List<String> baselines(List<Result> results) {
    return systems(results).stream()
        .filter(system -> !system.equals(RetrievalBenchmark.OURS))
        .toList();
  }

  private static String interval(
      List<Result> results, String system, ToDoubleFunction<Measures> measure) {
    double[] differences =
        results.stream()
            .mapToDouble(result ->
                measure.applyAsDouble(measures(result, RetrievalBenchmark.OURS))
                    - measure.applyAsDouble(measures(result, system)))
            .toArray();
    double[] interval = Measures.interval(differences);
    return String.format(Locale.ROOT, "%+.3f to %+.3f", interval[0], interval[1]);
  }

  private void againstBest(String category, List<Result> results) {
    String best = null;
    double most = -1;
    for (String system : baselines(results)) {
      double ndcg = mean(results, system).ndcg10();
      if (ndcg > most) {
        best = system;
        most = ndcg;
      }
    }
    if (best != null) {
      String difference = interval(results, best, Measures::ndcg10);
      line("  %-12s (%-9s) nDCG@10 %s", category, best, difference);
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
