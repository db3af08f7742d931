package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.Fusion.Candidate;
import dev.pactmemory.index.Fusion.Nearness;
import java.util.List;
import org.junit.jupiter.api.Test;

class FusionTest {
  @Test
  void meaningCountsNearlyHalfAndWordsByTheirSquare() {
    // 0.43 · (0.85 − 0.75) / 0.25 + 0.57 · 0.5²
    assertThat(score(0.5, alone(0.85), 0.75)).isEqualTo(0.3145);
  }

  private static double score(double text, Nearness nearness, double floor) {
    return Fusion.score(text, Fusion.meaning(nearness, floor));
  }

  private static Nearness alone(double cosine) {
    return new Nearness(cosine, cosine, cosine);
  }

  @Test
  void theBestPassageCountsMoreThanTheFirstAndAllOnAverage() {
    // 0.43 · (0.6 · 0.8 + 0.2 · 0.6 + 0.2 · 0.4)
    assertThat(score(0, new Nearness(0.95, 0.9, 0.85), 0.75)).isEqualTo(0.2924);
    // 0.43 · 0.6 · 0.8
    assertThat(score(0, new Nearness(0.95, 0.5, 0.5), 0.75)).isEqualTo(0.2064);
  }

  @Test
  void cosineBelowTheFloorCountsNothing() {
    // 0.57 · 0.5²
    assertThat(score(0.5, alone(0.7), 0.75)).isEqualTo(0.1425);
    assertThat(score(0.5, alone(-1), 0.75)).isEqualTo(0.1425);
  }

  @Test
  void perfectLegsMakeOneAndNothingMakesZero() {
    assertThat(score(1, alone(1), 0.75)).isEqualTo(1.0);
    assertThat(score(0, alone(0), 0.75)).isEqualTo(0.0);
  }

  @Test
  void cosineALittleAboveOneByRoundingIsOne() {
    assertThat(score(0, alone(1.0000001), 0.75)).isEqualTo(0.43);
  }

  @Test
  void floorOfOneLeavesTheWords() {
    // 0.57 · 0.5²
    assertThat(score(0.5, alone(1), 1)).isEqualTo(0.1425);
  }

  @Test
  void withoutVectorTheWordsCarryItAll() {
    assertThat(Fusion.score(0.37)).isEqualTo(0.37);
  }

  @Test
  void meaningAloneMatchesFromAFewHundredthsUp() {
    // 0.75 + 0.15 · 0.25 = 0.7875
    assertThat(Fusion.isNear(0.7876, 0.75)).isTrue();
    assertThat(Fusion.isNear(0.7874, 0.75)).isFalse();
  }

  @Test
  void ordersByScoreWithBoostThenNewestThenId() {
    Candidate plain = candidate(1, 0.6, 10, 0);
    // 0.5 + 0.15 · 1
    Candidate boosted = candidate(2, 0.5, 10, 1);
    Candidate newer = candidate(4, 0.6, 11, 0);
    Candidate laterId = candidate(3, 0.6, 10, 0);

    List<Candidate> ordered =
        java.util.stream.Stream.of(laterId, plain, boosted, newer)
            .sorted(Fusion.BEST_FIRST)
            .toList();

    assertThat(ordered).containsExactly(boosted, newer, plain, laterId);
  }

  @Test
  void aBoostNeverPassesWhatIsMuchBetter() {
    Candidate better = candidate(1, 0.66, 10, 0);
    Candidate boosted = candidate(2, 0.5, 10, 7);

    assertThat(Fusion.BEST_FIRST.compare(better, boosted)).isNegative();
  }

  private static Candidate candidate(int number, double score, long updated, double boost) {
    return new Candidate(number, id(number), updated, true, score, 0, 0, score, boost > 0, boost);
  }
}
