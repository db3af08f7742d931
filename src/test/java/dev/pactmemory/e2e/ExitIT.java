package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A server ends with its client, whatever it is at. Two seconds are promised of an idle machine; a
/// busy one needs longer, and whoever hangs takes a minute.
class ExitIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /// Takes in several times as long as a server may take to end.
  private static final int MANY = 60_000;

  @TempDir Path directory;

  @Test
  void aServerThatBuildsItsStoreAgainEndsWhenItsInputDoes() {
    writeJournal(home().resolve("journal"), MANY);
    RawPipe server = launch().rawInitialized();
    server.post("memory_search", Json.object("query", "anything"));
    Await.until("the store is begun", () -> Files.exists(home().resolve("store/open")));

    server.client().endInput();

    assertThat(server.exit(SOON)).isZero();
    try (MemoryStore store = H2Store.open(home().resolve("store"))) {
      assertThat(store.position()).as("it ended in the midst of it").isLessThan(MANY);
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLeaderWithAStoppedFollowerEndsWhenItsInputDoes() {
    RawPipe leader = launch().rawInitialized();
    assertThat(leader.count()).isZero();
    try (RawPipe follower = launch().rawInitialized()) {
      assertThat(follower.count()).isZero();
      long pid = follower.client().process().pid();
      follower.post("memory_save", Json.object("context", "in flight"));
      Directories.run(directory, "kill", "-STOP", String.valueOf(pid));
      try {
        leader.client().endInput();

        assertThat(leader.exit(SOON)).isZero();
      } finally {
        Directories.run(directory, "kill", "-CONT", String.valueOf(pid));
      }
    }
  }

  private static void writeJournal(Path journal, int changes) {
    SplittableRandom random = new SplittableRandom(3);
    Instant time = Instant.parse("2026-01-15T10:00:00Z");
    try (Journal target = Journal.open(journal, Disk.real())) {
      List<Change> batch = new ArrayList<>();
      for (int number = 1; number <= changes; number++) {
        Memory memory =
            new Memory(
                MemoryId.random(random),
                content("Number " + number),
                List.of(),
                new Project("/home/ada/shop", "shop"),
                new SessionId("s"),
                time,
                time,
                1);
        batch.add(new Change(number, time, "request " + number, new Change.Put(memory)));
        if (batch.size() == 1_000) {
          target.append(batch);
          batch.clear();
        }
      }
      target.append(batch);
    }
  }

  private static Content content(String context) {
    return MemoryJson.content(Map.of("context", context));
  }

  private Path home() {
    return directory.resolve("home");
  }

  private Launch launch() {
    return Launch.on(home(), Directories.make(directory.resolve("work"))).wordsOnly();
  }
}
