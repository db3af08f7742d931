package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.index.LuceneIndex;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Finding.Verdict;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Whatever part disagrees with the others is named.
class ExaminationTest {
  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();

  @Test
  void aStoreThatIsNotWhatTheJournalSaysIsNamedAndBuiltAgain() {
    String id = save("first");
    falsifyStore(new MemoryId(id));

    assertThat(examined("store"))
        .isEqualTo(
            Finding.bad(
                "store",
                "1 memory is not as in the journal, " + id + " among them",
                "run doctor --fix when no session runs; the store is built again from the"
                    + " journal"));

    LocalMemories.forgetStore(home(), clock);

    assertThat(examined("store").verdict()).isEqualTo(Verdict.GOOD);
    try (Memories memories = open()) {
      assertThat(memories.status(call()).memories()).isEqualTo(1);
    }
  }

  @Test
  void anIndexThatLacksAMemoryIsNamedAndFilledAgain() {
    save("first");
    String second = save("second");
    settle();
    try (SearchIndex index = LuceneIndex.open(home().resolve("index"))) {
      index.apply(List.of(), List.of(new MemoryId(second)), index.checkpoint());
      index.commit();
    }

    assertThat(examined("index"))
        .isEqualTo(
            Finding.bad(
                "index",
                "1 memory is not in the index as in the store",
                "run reindex or doctor --fix when no session runs"));

    LocalMemories.forgetIndex(home(), clock);

    try (Memories memories = open()) {
      assertThat(MemoriesFixture.found(memories, "second").hits()).hasSize(1);
    }
    assertThat(examined("index").verdict()).isEqualTo(Verdict.GOOD);
  }

  @Test
  void aDamagedJournalIsNamedWithThePlace() throws IOException {
    save("first");
    save("second");
    Path segment = home().resolve("journal").resolve("0000000000000000001.journal");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    Finding journal = examined("journal");

    assertThat(journal.verdict()).isEqualTo(Verdict.BAD);
    assertThat(journal.found())
        .contains("damaged, the first in 0000000000000000001.journal at line 2");
  }

  @Test
  void aModelThatCannotBeHadIsNamedWithTheReason() {
    save("first");
    LazyEmbedder none =
        new LazyEmbedder(() -> {
          throw new MemoryException(MemoryException.Code.IO_ERROR, "no model here");
        });
    none.settled().join();
    try (Memories memories = LocalMemories.open(home(), none, clock, new Random(), "test")) {
      assertThat(memories.examine(call()))
          .filteredOn(finding -> finding.subject().equals("model"))
          .singleElement()
          .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.BAD));
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
  void whatIsOpenToOthersIsNamedAndNarrowed() throws IOException {
    save("first");
    Path segment = home().resolve("journal").resolve("0000000000000000001.journal");
    Files.setPosixFilePermissions(segment, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(file("permissions", false))
        .isEqualTo(
            Finding.bad(
                "permissions",
                "1 file or directory is open to others:" + " journal/0000000000000000001.journal",
                "run doctor --fix"));
    assertThat(file("permissions", true).verdict()).isEqualTo(Verdict.MENDED);
    assertThat(file("permissions", false).verdict()).isEqualTo(Verdict.GOOD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment)))
        .isEqualTo("rw-------");
  }

  @Test
  void whatWasLeftBehindIsDeletedOnlyWhenNobodyHoldsTheHome() throws IOException {
    save("first");
    Path left = Files.createDirectory(home().resolve("journal-restoring")).resolve("x.journal");
    Files.writeString(left, "half");

    try (Memories memories = open()) {
      assertThat(file("left behind", true).found()).contains("perhaps in use");
      assertThat(memories.status(call()).memories()).isEqualTo(1);
    }
    assertThat(left).exists();
    assertThat(file("left behind", true).verdict()).isEqualTo(Verdict.MENDED);
    assertThat(home().resolve("journal-restoring")).doesNotExist();
  }

  @Test
  void aHomeThatIsNotThereIsNotMade() {
    assertThat(LocalMemories.examineFiles(home(), true))
        .singleElement()
        .satisfies(finding -> assertThat(finding.verdict()).isEqualTo(Verdict.NOTE));
    assertThat(home()).doesNotExist();
  }

  /// Leaves the store at its position, with a memory that says something else.
  private void falsifyStore(MemoryId id) {
    Home real = new Home(home(), Disk.real(), clock);
    try (HomeLock _ = real.lock();
        Journal journal = real.journal();
        var store = real.store()) {
      List<Change> changes = new ArrayList<>();
      var _ = journal.readFrom(1, changes::add);
      Memory memory = store.find(id).orElseThrow();
      Memory other =
          new Memory(
              id,
              Sample.context("something else"),
              memory.supersedes(),
              memory.project(),
              memory.session(),
              memory.createdAt(),
              memory.updatedAt(),
              memory.revision());
      try (var transaction = store.begin()) {
        transaction.apply(
            new Change(store.position() + 1, clock.instant(), "falsified", new Change.Put(other)));
        transaction.commit();
      }
      // What the journal says of that number is another thing.
      journal.append(
          List.of(
              new Change(journal.nextNumber(), clock.instant(), "true", new Change.Put(memory))));
    }
  }

  /// Waits until no vector is missing, which would have a memory indexed again.
  private void settle() {
    try (Memories memories = open()) {
      while (!memories.status(call()).degraded().isEmpty()) {
        LockSupport.parkNanos(5_000_000);
      }
      assertThat(MemoriesFixture.found(memories, "second").hits()).hasSize(1);
    }
  }

  private Finding examined(String subject) {
    try (Memories memories = open()) {
      return only(memories.examine(call()), subject);
    }
  }

  private Finding file(String subject, boolean fix) {
    return only(LocalMemories.examineFiles(home(), fix), subject);
  }

  private static Finding only(List<Finding> findings, String subject) {
    List<Finding> found =
        findings.stream().filter(finding -> finding.subject().equals(subject)).toList();
    assertThat(found).as(findings.toString()).hasSize(1);
    return found.getFirst();
  }

  private String save(String context) {
    try (Memories memories = open()) {
      return done(memories.save(Sample.draft(Sample.context(context)), call()))
          .memory()
          .id()
          .value();
    }
  }

  private Path home() {
    return scratch.resolve("home");
  }

  private Memories open() {
    return LocalMemories.open(home(), WordEmbedder.ready(), clock, new Random(), "test");
  }
}
