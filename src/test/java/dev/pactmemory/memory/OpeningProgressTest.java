package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.journal.Backup;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Long work says how far it is.
class OpeningProgressTest {
  private static final int CHANGES = 1_200;

  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void aLongJournal() {
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= CHANGES; i++) {
      Memory memory =
          new Memory(
              new MemoryId("%032x".formatted(i)),
              new Content(
                  "memory " + i,
                  null,
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of()),
              List.of(),
              Project.DEFAULT,
              new SessionId("s"),
              clock.instant(),
              clock.instant(),
              1);
      changes.add(new Change(i, clock.instant(), "request-" + i, new Change.Put(memory)));
    }
    try (Journal journal = Journal.open(scratch.resolve("home/journal"), Disk.real())) {
      journal.append(changes);
    }
  }

  @Test
  void makingTheStoreFromTheJournalIsTold() {
    try (LocalMemories memories =
        LocalMemories.open(
            scratch.resolve("home"),
            WordEmbedder.ready(),
            clock,
            new Random(7),
            "test",
            told::add)) {
      assertThat(memories.status(MemoriesFixture.call()).memories()).isEqualTo(CHANGES);
    }

    assertThat(told)
        .containsExactly("500 of 1200 changes taken in", "1000 of 1200 changes taken in");
  }

  @Test
  void aBackupIsTold() {
    Backup.Contents contents =
        MemoriesFixture.done(
            LocalMemories.backUp(
                scratch.resolve("home"), scratch.resolve("backup.zip"), false, told::add));

    assertThat(contents.memories()).isEqualTo(CHANGES);
    assertThat(told).containsExactly("1000 lines backed up", "reading it back");
  }

  @Test
  void restoringABackupIsTold() {
    Path backup = scratch.resolve("backup.zip");
    var _ = LocalMemories.backUp(scratch.resolve("home"), backup, false, _ -> {});

    Restored restored =
        MemoriesFixture.done(
            LocalMemories.restore(scratch.resolve("other"), backup, false, clock, told::add));

    assertThat(restored.memories()).isEqualTo(CHANGES);
    assertThat(told).containsExactly("1000 lines read", "unpacking");
  }

  @Test
  void purgingIsTold() {
    MemoryId first = new MemoryId("%032x".formatted(1));
    try (Journal journal = Journal.open(scratch.resolve("home/journal"), Disk.real())) {
      journal.append(
          List.of(
              new Change(CHANGES + 1, clock.instant(), "deletion", new Change.Remove(first, 2))));
    }

    Purged purged =
        MemoriesFixture.done(
            LocalMemories.purge(
                scratch.resolve("home"), List.of(), Instant.MAX, true, clock, told::add));

    assertThat(purged.memories()).extracting(Purged.Deletion::id).containsExactly(first);
    assertThat(told)
        .containsExactly(
            "looking whether the journal is whole",
            "1000 changes written anew",
            "reading them back");
  }
}
