package dev.pactmemory.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.bench.RetrievalBenchmark.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final List<Result> results = new ArrayList<>();

  @Test
  void aFirstHitIsCountedByItsBandAndRightWhereItIsATarget() {
    answered("strong", List.of("a"), "a", "b");
    answered("strong", List.of("b"), "a", "b");
    answered("strong", List.of(), "a");
    answered("weak", List.of("a", "c"), "c");
    answered(null, List.of("a"));
    answered(null, List.of());

    assertThat(Report.of(results, 3, 6, 300))
        .contains(
            "first hit strong is right: 1 of 3 (33.3 %)",
            "first hit weak   is right: 1 of 1 (100.0 %)",
            "no match, where nothing answers: 1 of 2 (50.0 %)",
            "no match, where something does: 1 of 4 (25.0 %)")
        .first()
        .isEqualTo(
            "3 memories, 6 questions; a save embeds 2.0 passages and takes 100 bytes of index");
  }

  private void answered(@Nullable String band, List<String> targets, String... found) {
    List<String> ranking = List.of(found);
    results.add(
        new Result(
            new RetrievalSet.Asked("q", "words", "?", "p", targets, null, null, null, "dev"),
            Map.of(RetrievalBenchmark.OURS, ranking, "BM25", ranking),
            ranking.isEmpty(),
            band,
            2,
            1));
  }
}
