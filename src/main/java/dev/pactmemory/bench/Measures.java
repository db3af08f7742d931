package dev.pactmemory.bench;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// How good rankings are; each measure is 0 to 1, averaged over questions with an answer. Of a
/// question with several targets, recall at k is the share found of those that k places can hold.
record Measures(double recall1, double recall5, double recall10, double mrr10, double ndcg10) {
  private static final int SAMPLES = 2_000;

  /// Of one question.
  ///
  /// @param ranking ids, best first
  /// @param targets at least one
  static Measures of(List<String> ranking, List<String> targets) {
    List<String> top = ranking.subList(0, Math.min(10, ranking.size()));
    double reciprocal = 0;
    double gain = 0;
    double ideal = 0;
    for (int rank = 0; rank < 10; rank++) {
      double discounted = Math.log(2) / Math.log(rank + 2);
      ideal += rank < targets.size() ? discounted : 0;
      if (rank < top.size() && targets.contains(top.get(rank))) {
        gain += discounted;
        reciprocal = Math.max(reciprocal, 1.0 / (rank + 1));
      }
    }
    return new Measures(
        recall(top, targets, 1),
        recall(top, targets, 5),
        recall(top, targets, 10),
        reciprocal,
        gain / ideal);
  }

  private static double recall(List<String> top, List<String> targets, int k) {
    long found = top.stream().limit(k).filter(targets::contains).count();
    return (double) found / Math.min(k, targets.size());
  }

  static Measures mean(List<Measures> all) {
    return new Measures(
        all.stream().mapToDouble(Measures::recall1).average().orElse(0),
        all.stream().mapToDouble(Measures::recall5).average().orElse(0),
        all.stream().mapToDouble(Measures::recall10).average().orElse(0),
        all.stream().mapToDouble(Measures::mrr10).average().orElse(0),
        all.stream().mapToDouble(Measures::ndcg10).average().orElse(0));
  }

  /// The middle 95 % of the mean of these differences under resampling (paired bootstrap): from,
  /// to. The same differences give the same interval.
  static double[] interval(double[] differences) {
    SplittableRandom random = new SplittableRandom(1);
    double[] means = new double[SAMPLES];
    for (int sample = 0; sample < SAMPLES; sample++) {
      double sum = 0;
      for (int i = 0; i < differences.length; i++) {
        sum += differences[random.nextInt(differences.length)];
      }
      means[sample] = sum / differences.length;
    }
    Arrays.sort(means);
    return new double[] {means[SAMPLES / 40], means[SAMPLES - 1 - SAMPLES / 40]};
  }
}
