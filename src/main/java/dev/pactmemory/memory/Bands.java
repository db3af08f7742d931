package dev.pactmemory.memory;

import dev.pactmemory.model.Hit;

/// How sure a hit is. Pure.
///
/// A hit is strong when it has the entity asked for, most of the question's weight in words, or
/// half of what two texts of the same meaning have above unrelated ones; two fair signs together
/// make a strong one.
///
/// As `bench retrieval` prints it for `src/bench/retrieval`, a first hit that is strong was right
/// for 107 of 113 questions of the half for choosing and 91 of 95 of the other, a fair one for 23
/// of 35 and 38 of 47, a weak one for 6 of 14 and 8 of 16.
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
