package dev.pactmemory.memory;

import dev.pactmemory.model.Hit;

/// How sure a hit is. Pure.
///
/// A hit is strong when it has the entity asked for, most of the question's weight in words, or
/// half of what two texts of the same meaning have above unrelated ones; two fair signs together
/// make a strong one.
///
/// On the questions of `src/bench/retrieval` but those about what is in force, the first hit was
/// right where it was strong 87 of 93 times on the half for choosing and 72 of 78 on the other,
/// where fair 13 of 29 and 22 of 39, where weak 5 of 27 and 9 of 28; on 93 about public decision
/// records 67 of 77, 3 of 14 and 1 of 2.
final class Bands {
  private static final double STRONG_WORDS = 0.6;
  private static final double FAIR_WORDS = 0.3;
  private static final double STRONG_MEANING = 0.5;
  private static final double FAIR_MEANING = 0.3;

  private Bands() {}

  /// @param words share of the question's weight found as words, 0 to 1
  /// @param meaning how far the vectors agree above the model's floor, 0 to 1
  static Hit.Band of(double words, double meaning, boolean namesEntity) {
    boolean fairWords = words >= FAIR_WORDS;
    boolean fairMeaning = meaning >= FAIR_MEANING;
    if (namesEntity
        || words >= STRONG_WORDS
        || meaning >= STRONG_MEANING
        || (fairWords && fairMeaning)) {
      return Hit.Band.STRONG;
    }
    return fairWords || fairMeaning ? Hit.Band.FAIR : Hit.Band.WEAK;
  }
}
