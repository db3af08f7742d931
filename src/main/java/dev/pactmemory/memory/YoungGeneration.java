package dev.pactmemory.memory;

import java.util.concurrent.atomic.AtomicInteger;

/// Lets the heap's young generation grow once it is known how much stays. A search leaves some
/// megabytes behind; the serial collector gives the young generation its share of what stays only
/// when it collects all, which a heap that grows slowly never makes it do. So all is collected
/// once, after so many searches that what they need is there: from then on a search over 10,000
/// memories waits for a collection of its own no longer, but for one of three. It stops the process
/// once, for 20 to 100 ms. Safe for threads.
final class YoungGeneration {
  static final int SETTLED_AFTER = 50;

  private final Runnable collector;
  private final AtomicInteger searches = new AtomicInteger();

  /// @param collector run once, on a thread of its own
  YoungGeneration(Runnable collector) {
    this.collector = collector;
  }

  void searched() {
    if (searches.incrementAndGet() == SETTLED_AFTER) {
      Thread.ofPlatform().daemon().name("pact-collect").start(collector);
    }
  }
}
