package dev.pactmemory.memory;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;

/// How much one answer may hold.
final class Limits {
  /// Whole memories are held while an answer is made; more of them is a walk with a cursor.
  static final int MAX_HITS = 1_000;

  /// Of one memory's content as JSON, however many updates it grew by: it is read whole, by models
  /// with small windows.
  static final int MEMORY_BYTES = 1024 * 1024;

  private Limits() {}

  static Outcome<Integer> check(int limit) {
    return limit >= 1 && limit <= MAX_HITS
        ? Outcome.done(limit)
        : Outcome.refused(
            new Problem(
                Problem.Code.INVALID_VALUE,
                "limit",
                "limit is " + limit + "; it is between 1 and " + MAX_HITS));
  }
}
