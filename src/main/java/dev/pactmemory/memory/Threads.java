package dev.pactmemory.memory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ending threads without interrupting them.
final class Threads {
  private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

  private Threads() {}

  /// Waits for the thread to end, at most so long; says so when it does not.
  static void join(Thread thread, long limitMs) {
    try {
      thread.join(limitMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("{} did not stop in time", thread.getName());
    }
  }
}
