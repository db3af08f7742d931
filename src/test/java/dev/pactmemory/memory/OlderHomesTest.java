package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.Embedders;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What earlier programs wrote is read by this one, to the last revision.
class OlderHomesTest {
  @TempDir private Path scratch;

  @ParameterizedTest
  @FieldSource("dev.pactmemory.memory.OlderHomes#NAMES")
  void aHomeOfAnEarlierProgramIsTakenOver(String name) throws IOException {
    OlderHomes.unpack(name, home());

    assertHolds(name);
  }

  @ParameterizedTest
  @FieldSource("dev.pactmemory.memory.OlderHomes#NAMES")
  void theJournalOfAnEarlierProgramIsEnough(String name) throws IOException {
    OlderHomes.unpack(name, home());
    Files.delete(home().resolve("store").resolve("store.mv.db"));

    assertHolds(name);
  }

  private Path home() {
    return scratch.resolve("home");
  }

  private void assertHolds(String name) throws IOException {
    OlderHomes.Expected expected = OlderHomes.expected(name);
    try (Memories memories = open()) {
      for (Map.Entry<String, List<Memory>> each : expected.memories().entrySet()) {
        assertThat(revisions(memories, each.getKey(), each.getValue().size()))
            .isEqualTo(each.getValue());
        if (!expected.deleted().contains(each.getKey())) {
          assertThat(newest(memories, each.getKey())).containsExactly(each.getValue().getLast());
        } else {
          assertThat(newest(memories, each.getKey())).isEmpty();
        }
      }
      assertThat(memories.status(call()).memories())
          .isEqualTo(expected.memories().size() - expected.deleted().size());
      assertThat(done(memories.track(tracking(), call())))
          .extracting(file -> file.path())
          .isEqualTo(expected.tracked());
      awaitVectors(memories);
      assertFinds(memories, "runbook");
      assertFinds(memories, "日本語");
      assertFinds(memories, "customers logged off unexpectedly");
      assertThat(find(memories, "hunter2")).isEmpty();
      String id = saved(memories);
      assertThat(newest(memories, id)).hasSize(1);
      awaitVectors(memories);
    }
    assertEveryPassageHasItsVector();
  }

  /// A memory is known to have vectors, not of which passages: where they are cut otherwise than
  /// when it was embedded, a migration must have it embedded anew.
  private void assertEveryPassageHasItsVector() {
    Home parts = new Home(home(), Disk.real(), new FakeClock());
    try (Embedder embedder = ready(Embedders.lazy(scratch.resolve("cache"), null));
        HomeLock lock = parts.lock();
        MemoryStore store = parts.store()) {
      assertThat(lock).isNotNull();
      for (MemoryId id : store.allIds()) {
        Memory memory = store.find(id).orElseThrow();
        assertThat(store.vectors(id, embedder.modelId()))
            .as(memory.toString())
            .containsOnlyKeys(
                Passages.of(memory).stream().map(Passage::hash).toArray(String[]::new));
      }
    }
  }

  private static Embedder ready(LazyEmbedder lazy) {
    return switch (lazy.settled().join()) {
      case LazyEmbedder.State.Ready(Embedder embedder) -> embedder;
      case LazyEmbedder.State other -> throw new AssertionError(other);
    };
  }

  private static String saved(Memories memories) {
    return done(memories.save(Sample.draft(Sample.context("It goes on.")), call()))
        .memory()
        .id()
        .value();
  }

  private static void awaitVectors(Memories memories) {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (lacks(memories.status(call()))) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static boolean lacks(Status status) {
    return status.withVectors() < status.memories()
        || status.degraded().stream().anyMatch(OlderHomesTest::isPassing);
  }

  private static boolean isPassing(Degradation degradation) {
    return degradation != Degradation.MODEL_UNAVAILABLE;
  }

  private static void assertFinds(Memories memories, String words) {
    assertThat(find(memories, words)).as(words).isNotEmpty();
  }

  private static List<Hit> find(Memories memories, String words) {
    return done(memories.search(
            Sample.query(words, new Scope.Current(OlderHomes.SHOP), 5, null, null), call()))
        .hits();
  }

  private static Tracking tracking() {
    return new Tracking(OlderHomes.SHOP, Sample.SESSION, List.of(), List.of(), false);
  }

  private static List<Memory> revisions(Memories memories, String id, int count) {
    return java.util.stream.IntStream.rangeClosed(1, count)
        .mapToObj(revision ->
            done(memories.get(List.of(id), OptionalInt.of(revision), call())).memories().getFirst())
        .toList();
  }

  private static List<Memory> newest(Memories memories, String id) {
    return done(memories.get(List.of(id), OptionalInt.empty(), call())).memories();
  }

  private Memories open() {
    return LocalMemories.open(
        home(),
        Embedders.lazy(scratch.resolve("cache"), null),
        new FakeClock(),
        new SplittableRandom(),
        "test");
  }
}
