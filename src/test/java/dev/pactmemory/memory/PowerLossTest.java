package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.memory.DiskTape.Loss;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The power goes at any point of a run: what was acknowledged is there, the change that was under
/// way is there whole or not at all, the next one works, and the index agrees.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the watched home has a colon in its name")
class PowerLossTest {
  private static final int STEPS = 14;

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();
  private final DiskTape tape = new DiskTape();
  private final List<State> states = new ArrayList<>();

  /// What was acknowledged when the tape was so long.
  private record State(int length, Map<MemoryId, Memory> memories) {}

  @Test
  void nothingAcknowledgedIsLostInTensOfImages() throws IOException {
    run(18, new Random().nextLong());
  }

  @Test
  @Tag("storm")
  void nothingAcknowledgedIsLostInHundredsOfImages() throws IOException {
    run(600, new Random().nextLong());
  }

  private void run(int images, long seed) throws IOException {
    Random random = new Random(seed);
    WatchedHome home = new WatchedHome(directory, clock, "one start", tape);
    states.add(new State(0, Map.of()));
    live(home, random);
    live(home, random);
    List<Loss> losses = List.of(Loss.values());
    for (int i = 0; i < images; i++) {
      Loss loss = losses.get(i % losses.size());
      int length = random.nextInt(tape.length() + 1);
      Path image = directory.resolve("image");
      tape.image(length, loss, random, home.path(), image);
      check(image, length, "image %d, %s at %d, seed %d".formatted(i, loss, length, seed));
      delete(image);
    }
  }

  private void live(WatchedHome home, Random random) {
    try (Memories memories =
        LocalMemories.open(home, "home", WordEmbedder.ready(), clock, random, "test")) {
      for (int i = 0; i < STEPS; i++) {
        Map<MemoryId, Memory> known = new TreeMap<>(states.getLast().memories());
        step(memories, known, random);
        states.add(new State(tape.length(), known));
        clock.advance(Duration.ofMinutes(1));
        if (random.nextInt(4) == 0) {
          LockSupport.parkNanos(400_000_000); // The database writes now and then.
        }
      }
    }
  }

  private static void step(Memories memories, Map<MemoryId, Memory> known, Random random) {
    String text = "word" + random.nextInt(1_000_000) + " " + "padding ".repeat(random.nextInt(900));
    List<MemoryId> ids = List.copyOf(known.keySet());
    MemoryId one = ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
    int kind = one == null ? 0 : random.nextInt(4);
    if (kind <= 1 || one == null) {
      Memory saved =
          MemoriesFixture.done(
                  memories.save(Sample.draft(Sample.lessons(text)), MemoriesFixture.call()))
              .memory();
      known.put(saved.id(), saved);
    } else if (kind == 2) {
      Memory updated =
          MemoriesFixture.done(
                  memories.update(
                      Sample.merge(one.value(), Sample.lessons(text)), MemoriesFixture.call()))
              .memory();
      known.put(one, updated);
    } else {
      MemoriesFixture.done(memories.delete(one.value(), MemoriesFixture.call()));
      known.remove(one);
    }
  }

  private void check(Path image, int length, String name) throws IOException {
    Home parts =
        new Home(
            image, Disk.real(), clock, (store, _) -> H2Store.open(store, "the start after it"));
    Memory next;
    try (Memories memories =
        LocalMemories.open(parts, "home", WordEmbedder.ready(), clock, new Random(), "test")) {
      assertThat(all(memories)).as(name).isIn(possible(length));
      checkHistory(memories, name);
      next =
          MemoriesFixture.done(
                  memories.save(Sample.draft(Sample.lessons("afterwards")), MemoriesFixture.call()))
              .memory();
      assertThat(MemoriesFixture.found(memories, "afterwards").hits())
          .as(name)
          .extracting(hit -> hit.memory().id())
          .contains(next.id());
    }
    try (HomeLock lock = parts.lock();
        MemoryStore store = parts.store();
        SearchIndex index = parts.index()) {
      assertThat(lock).isNotNull();
      assertThat(store.isSuspect()).isFalse();
      assertThat(store.find(next.id())).as(name).contains(next);
      assertThat(index.allIds()).as(name).isEqualTo(store.allIds());
    }
  }

  /// What was acknowledged by then, and that with the change that was under way.
  private List<Map<MemoryId, Memory>> possible(int length) {
    int last = 0;
    while (last + 1 < states.size() && states.get(last + 1).length() <= length) {
      last++;
    }
    return states.subList(last, Math.min(last + 2, states.size())).stream()
        .map(State::memories)
        .toList();
  }

  private static Map<MemoryId, Memory> all(Memories memories) {
    Map<MemoryId, Memory> all = new TreeMap<>();
    for (Hit hit :
        MemoriesFixture.done(memories.list(Sample.list(50, null), MemoriesFixture.call())).hits()) {
      all.put(hit.memory().id(), hit.memory());
    }
    assertThat(memories.status(MemoriesFixture.call()).memories()).isEqualTo(all.size());
    return all;
  }

  private static void checkHistory(Memories memories, String name) {
    for (Memory memory : all(memories).values()) {
      for (int revision = 1; revision <= memory.revision(); revision++) {
        assertThat(
                MemoriesFixture.done(
                        memories.get(
                            List.of(memory.id().value()),
                            OptionalInt.of(revision),
                            MemoriesFixture.call()))
                    .memories())
            .as(name)
            .hasSize(1);
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
