package dev.pactmemory.e2e;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, with a limit.
final class Await {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration BETWEEN = Duration.ofMillis(50);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
    }
  }

  /// Until the model is loaded and every memory has its vectors.
  static void meaning(Caller server) {
    until("no part is degraded", () -> server.done("memory_status").path("degraded").isEmpty());
  }
}
