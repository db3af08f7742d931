package dev.pactmemory.index;

import dev.pactmemory.model.MemoryId;
import java.util.Comparator;

/// Makes one score of the two legs: `α·meaning + (1 − α)·text²`, where meaning is how far a
/// memory's passages are above the cosine at which the model's vectors are noise: six tenths by the
/// best of them, two by the first, two by all on average.
///
/// The square is for questions in other words than the memory's: a quarter of the words in common
/// is chance and must not outweigh the meaning, most of them in common is not. The first passage
/// and the average are for memories that are about the matter, against those that touch it in a
/// sentence: the first says the context.
///
/// Both sides are bounded and mean the same for every question, so scores of different questions
/// compare and a floor can be set. Ranks alone (RRF) throw that away, and found less.
final class Fusion {
  private static final double ALPHA = 0.43;
  private static final double BEST_SHARE = 0.6;
  private static final double FIRST_SHARE = 0.2;

  /// How far above the floor a passage must lie to match by its meaning alone, as a share of the
  /// way from the floor to 1. For the built-in model that is a cosine of 0.24: nearly all answers
  /// in other words lie above it, and so do many unrelated passages, which the order keeps down.
  private static final double CLEARLY_ABOVE = 0.15;

  /// Scores are compared to six digits: what differs after them is the order of additions.
  private static final double PRECISION = 1e6;

  /// How near the passages of a memory are to a question.
  ///
  /// @param best the highest cosine; 0 where none has a vector
  /// @param first the cosine of the first of those that have a vector
  /// @param mean of the cosines of those that have a vector
  record Nearness(double best, double first, double mean) {}

  /// One memory on its way into the answer.
  ///
  /// @param byWords whether a word matched
  /// @param text 0 to 1
  /// @param cosine of the best passage; 0 where it has no vector
  /// @param meaning of all its passages, 0 to 1
  /// @param boosted whether the question names the memory
  /// @param boost 0 to 1
  record Candidate(
      int document,
      MemoryId id,
      long updated,
      boolean byWords,
      double text,
      double cosine,
      double meaning,
      double score,
      boolean boosted,
      double boost) {
    double rank() {
      return score + IndexQuery.LIFT * Math.clamp(boost, 0, 1);
    }
  }

  /// Best first; equals by newest update, then by id.
  static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparingDouble(Candidate::rank)
          .thenComparingLong(Candidate::updated)
          .reversed()
          .thenComparing(Candidate::id);

  /// Nearest first; equals by newest update, then by id.
  static final Comparator<Candidate> NEAREST_FIRST =
      Comparator.comparingDouble(Candidate::cosine)
          .thenComparingLong(Candidate::updated)
          .reversed()
          .thenComparing(Candidate::id);

  private Fusion() {}

  /// 0 to 1.
  ///
  /// @param meaning of all passages
  static double score(double text, double meaning) {
    return rounded(ALPHA * meaning + (1 - ALPHA) * text * text);
  }

  /// The score of a search by words only: without a second leg the first carries it all.
  static double score(double text) {
    return rounded(text);
  }

  /// Whether the meaning alone makes it a match.
  static boolean isNear(double cosine, double floor) {
    return meaning(cosine, floor) >= CLEARLY_ABOVE;
  }

  static double rounded(double value) {
    return Math.round(value * PRECISION) / PRECISION;
  }

  /// What the passages of a memory mean to the question together, 0 to 1.
  static double meaning(Nearness nearness, double floor) {
    return BEST_SHARE * meaning(nearness.best(), floor)
        + FIRST_SHARE * meaning(nearness.first(), floor)
        + (1 - BEST_SHARE - FIRST_SHARE) * meaning(nearness.mean(), floor);
  }

  /// How far above the floor, as a share of the way to 1.
  static double meaning(double cosine, double floor) {
    return floor >= 1 ? 0 : Math.clamp((cosine - floor) / (1 - floor), 0, 1);
  }
}
