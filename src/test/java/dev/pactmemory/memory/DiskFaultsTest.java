package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.memory.FileWatch.Op;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Whichever change to whichever file the disk refuses, once or from then on: a call says so or is
/// carried out, and when there is room again the next one works and everything agrees.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the watched home has a colon in its name")
class DiskFaultsTest {
  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();
  private final AtomicInteger untilFailure = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean forGood;
  private int faults;

  private void before(Op op) throws IOException {
    int left = untilFailure.decrementAndGet();
    if (left == -1 || (left < 0 && forGood)) {
      throw new IOException("No space left on device");
    }
  }

  private void heal() {
    untilFailure.set(Integer.MAX_VALUE);
  }

  @Test
  void aFailureAnywhereIsToldOrMendedAndNothingIsHalfDone() {
    Random random = new Random();
    for (int i = 0; i < 6; i++) {
      // Those of the journal always, of the others some.
      fail(i < 3 ? i : 3 + random.nextInt(60), i % 2 == 0);
    }
  }

  @Test
  @Tag("storm")
  void aFailureAtEveryChangeIsToldOrMendedAndNothingIsHalfDone() {
    for (int n = 0; n < 120; n++) {
      fail(n, false);
      fail(n, true);
    }
  }

  private void fail(int operations, boolean everAfter) {
    String name = "failing after %d operations, ever after: %s".formatted(operations, everAfter);
    Path below = directory.resolve("fault-" + faults++);
    WatchedHome home = new WatchedHome(below, clock, "a start", this::before);
    Set<String> acknowledged = new TreeSet<>();
    Set<String> refused = new TreeSet<>();
    Memories memories = open(home);
    try {
      save(memories, "first", acknowledged, refused);
      forGood = everAfter;
      untilFailure.set(operations);
      for (int i = 0; i < 6; i++) {
        save(memories, "meanwhile " + i, acknowledged, refused);
      }
    } finally {
      close(memories);
      heal();
    }
    assertThat(acknowledged).as(name).contains("first");

    memories = open(home);
    try {
      assertThat(contexts(memories)).as(name).containsAll(acknowledged);
      if (everAfter) {
        // What could be neither forced nor taken back is there when it came through whole.
        assertThat(refused).as(name).containsAll(without(contexts(memories), acknowledged));
        acknowledged.addAll(contexts(memories));
      }
      assertThat(contexts(memories)).as(name).isEqualTo(acknowledged);
      // The same once more, with the memory kept open when the disk is well again.
      untilFailure.set(operations);
      for (int i = 6; i < 9; i++) {
        save(memories, "meanwhile " + i, acknowledged, refused);
      }
      heal();
      acknowledged.add(context(memories, "well again"));
      assertThat(contexts(memories)).as(name).isEqualTo(acknowledged);
    } finally {
      heal();
      close(memories);
    }
    try (Memories last = open(home)) {
      assertThat(contexts(last)).as(name).isEqualTo(acknowledged);
    }
    MemoriesFixture.assertIndexEqualsStore(home.path(), clock);
  }

  private Memories open(WatchedHome home) {
    return LocalMemories.open(home, "home", WordEmbedder.ready(), clock, new Random(), "test");
  }

  private static void save(
      Memories memories, String context, Set<String> acknowledged, Set<String> refused) {
    try {
      acknowledged.add(context(memories, context));
    } catch (MemoryException e) {
      assertThat(e.code()).isIn(MemoryException.Code.DISK_FULL, MemoryException.Code.IO_ERROR);
      refused.add(context);
    }
  }

  private static String context(Memories memories, String context) {
    Content content = Sample.context(context);
    Memory saved =
        MemoriesFixture.done(memories.save(Sample.draft(content), MemoriesFixture.call())).memory();
    return String.valueOf(saved.content().context());
  }

  /// A disk that refuses is told of at closing too; what counts is what is found afterwards.
  private static void close(Memories memories) {
    try {
      memories.close();
    } catch (MemoryException e) {
      assertThat(e).hasMessage("the memory was not closed cleanly");
    }
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> others = new TreeSet<>(all);
    others.removeAll(some);
    return others;
  }

  private static Set<String> contexts(Memories memories) {
    Set<String> contexts = new TreeSet<>();
    for (Hit hit :
        MemoriesFixture.done(memories.list(Sample.list(50, null), MemoriesFixture.call())).hits()) {
      contexts.add(String.valueOf(hit.memory().content().context()));
    }
    return contexts;
  }
}
