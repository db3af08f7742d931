package dev.pactmemory.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void theOneTargetAtTheSecondPlace() {
    Measures measures = Measures.of(List.of("x", "t", "y"), List.of("t"));

    assertThat(measures.recall1()).isZero();
    assertThat(measures.recall5()).isOne();
    assertThat(measures.mrr10()).isEqualTo(0.5);
    // 1 / log2(3)
    assertThat(measures.ndcg10()).isCloseTo(0.6309, within(0.0001));
  }

  @Test
  void firstOfTwoTargetsFillsTheOnePlaceThereIs() {
    Measures measures = Measures.of(List.of("t"), List.of("t", "u"));

    assertThat(measures.recall1()).isOne();
    assertThat(measures.recall5()).isEqualTo(0.5);
    assertThat(measures.mrr10()).isOne();
    // 1 / (1 + 1 / log2(3))
    assertThat(measures.ndcg10()).isCloseTo(0.6131, within(0.0001));
  }

  @Test
  void whatComesAfterTheTenthCountsNothing() {
    List<String> ranking = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "t");

    assertThat(Measures.of(ranking, List.of("t"))).isEqualTo(new Measures(0, 0, 0, 0, 0));
  }

  @Test
  void anIntervalHoldsTheMeanAndIsTheSameEachTime() {
    double[] differences = {0, 1, 0, 1, 0, 1, 0, 1};

    double[] interval = Measures.interval(differences);

    assertThat(interval[0]).isBetween(0.0, 0.49);
    assertThat(interval[1]).isBetween(0.51, 1.0);
    assertThat(Measures.interval(differences)).isEqualTo(interval);
  }
}
