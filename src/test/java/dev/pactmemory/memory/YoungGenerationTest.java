package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class YoungGenerationTest {
  @Test
  void allIsCollectedOnceAfterAWhile() throws InterruptedException {
    AtomicInteger collections = new AtomicInteger();
    CountDownLatch collected = new CountDownLatch(1);
    YoungGeneration young =
        new YoungGeneration(() -> {
          collections.incrementAndGet();
          collected.countDown();
        });

    for (int i = 1; i < YoungGeneration.SETTLED_AFTER; i++) {
      young.searched();
    }
    assertThat(collected.await(100, TimeUnit.MILLISECONDS)).isFalse();

    young.searched();
    assertThat(collected.await(10, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < 3 * YoungGeneration.SETTLED_AFTER; i++) {
      young.searched();
    }
    assertThat(collections).hasValue(1);
  }
}
