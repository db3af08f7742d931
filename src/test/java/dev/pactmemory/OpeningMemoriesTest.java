package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.embed.Embedders;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.MemoryException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpeningMemoriesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir private Path home;

  @Test
  void aFailedOpeningFailsItsCallersAndTheNextCallTriesAgain() {
    AtomicInteger attempts = new AtomicInteger();
    try (OpeningMemories memories =
        new OpeningMemories(() -> {
          if (attempts.incrementAndGet() == 1) {
            throw new MemoryException(MemoryException.Code.BUSY, "held elsewhere");
          }
          return real();
        })) {
      assertThatThrownBy(() -> memories.status(Call.within(LONG)))
          .isInstanceOfSatisfying(
              MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY))
          .hasMessage("held elsewhere");

      assertThat(memories.status(Call.within(LONG)).memories()).isZero();
      assertThat(attempts).hasValue(2);
    }
  }

  @Test
  void aCallWaitsForTheOpeningNoLongerThanItsOwnTime() {
    CountDownLatch gate = new CountDownLatch(1);
    try (OpeningMemories memories = new OpeningMemories(() -> behind(gate))) {
      assertThatThrownBy(() -> memories.status(Call.within(Duration.ofMillis(1))))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY));
      gate.countDown();
    }
  }

  @Test
  void aCancelledCallStopsWaiting() {
    CountDownLatch gate = new CountDownLatch(1);
    try (OpeningMemories memories = new OpeningMemories(() -> behind(gate))) {
      Call call = Call.within(LONG);
      Thread.ofPlatform().name("canceller").start(call::cancel);

      assertThatThrownBy(() -> memories.status(call))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
      gate.countDown();
    }
  }

  @Test
  void closedItOpensNothing() {
    OpeningMemories memories =
        new OpeningMemories(() -> {
          throw new AssertionError("opened");
        });
    memories.close();

    assertThatThrownBy(() -> memories.status(Call.within(LONG)))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }

  private Memories behind(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return real();
  }

  /// Without a model: there is none in that directory.
  private Memories real() {
    return LocalMemories.open(
        home,
        Embedders.lazy(home.resolve("cache"), home.resolve("no-model")),
        InstantSource.system(),
        new SecureRandom(),
        "test");
  }
}
