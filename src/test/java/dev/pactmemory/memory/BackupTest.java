package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.journal.Backup;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Saved;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();

  @Test
  void aBackupRestoredElsewhereHasEveryMemoryWithItsHistory() {
    List<Memory> before;
    try (Memories memories = open(home())) {
      String id = save(memories, "first");
      memories.update(Sample.merge(id, Sample.lessons("learnt")), MemoriesFixture.call());
      String gone = save(memories, "second");
      memories.delete(gone, MemoriesFixture.call());
      save(memories, "third");
      before = revisions(memories, id, 2);

      assertThat(backUp(false)).isEqualTo(new Backup.Contents(5, 2, 0));
    }

    Restored restored = done(restore(scratch.resolve("other"), false));

    assertThat(restored).isEqualTo(new Restored(5, 2, 0, ""));
    try (Memories memories = open(scratch.resolve("other"))) {
      assertThat(memories.status(MemoriesFixture.call()).memories()).isEqualTo(2);
      assertThat(revisions(memories, before.getFirst().id().value(), 2)).isEqualTo(before);
      save(memories, "goes on");
    }
  }

  @Test
  void whatWasAcknowledgedBeforeABackupIsInItWhileSavesGoOn() throws Exception {
    try (Memories memories = open(home())) {
      AtomicInteger acknowledged = new AtomicInteger();
      AtomicBoolean stop = new AtomicBoolean();
      Thread saver =
          Thread.ofPlatform()
              .name("saver")
              .start(() -> {
                while (!stop.get()) {
                  save(memories, "number " + acknowledged.get());
                  acknowledged.incrementAndGet();
                }
              });
      try {
        for (int i = 0; i < 20; i++) {
          int atLeast = acknowledged.get();
          Backup.Contents contents = backUp(true);
          assertThat(contents.memories()).isGreaterThanOrEqualTo(atLeast);
          assertThat(contents.flaws()).isZero();
        }
      } finally {
        stop.set(true);
        saver.join();
      }
    }
  }

  @Test
  void aFileThatIsThereIsReplacedOnlyWhenAskedTo() throws IOException {
    Files.writeString(file(), "precious");

    assertThat(LocalMemories.backUp(home(), file(), false, _ -> {}))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(file()).hasContent("precious");
    assertThat(backUp(true)).isEqualTo(new Backup.Contents(0, 0, 0));
    assertThat(scratch).isDirectoryNotContaining("glob:**unfinished");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aBackupIsTheOwnersAlone() throws IOException {
    backUp(false);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void memoriesThatAreThereAreMovedAsideOnlyWhenAskedTo() throws IOException {
    try (Memories memories = open(home())) {
      save(memories, "backed up");
    }
    backUp(false);
    try (Memories memories = open(home())) {
      save(memories, "saved later");
    }

    assertThat(restore(home(), false)).isInstanceOf(Outcome.Refused.class);
    assertThat(count(home())).isEqualTo(2);

    String suffix = done(restore(home(), true)).asideSuffix();
    assertThat(count(home())).isEqualTo(1);
    assertThat(home().resolve("store" + suffix)).isDirectory();
    Files.createDirectory(scratch.resolve("old"));
    Files.move(home().resolve("journal" + suffix), scratch.resolve("old").resolve("journal"));
    assertThat(count(scratch.resolve("old"))).isEqualTo(2);
  }

  @Test
  void aHomeThatOnlyWasOpenedTakesABackupWithoutForce() {
    try (Memories memories = open(home())) {
      save(memories, "backed up");
    }
    backUp(false);
    open(scratch.resolve("other")).close();

    assertThat(done(restore(scratch.resolve("other"), false)).asideSuffix()).isEmpty();
    assertThat(count(scratch.resolve("other"))).isEqualTo(1);
  }

  @Test
  void nothingIsRestoredIntoAHomeThatIsHeld() {
    backUp(false);
    try (Memories memories = open(home())) {
      save(memories, "stays");

      assertThatThrownBy(() -> restore(home(), true))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY));
      save(memories, "stays too");
    }
    assertThat(count(home())).isEqualTo(2);
  }

  @Test
  void aBackupWithAnyByteFlippedOrAnyEndCutIsRefusedOrWhole() throws IOException {
    try (Memories memories = open(home())) {
      save(memories, "backed up");
    }
    backUp(false);
    byte[] whole = Files.readAllBytes(file());
    int refused = 0;
    for (int i = 0; i < whole.length; i += 7) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x41;
      refused += isRefused(flipped) ? 1 : 0;
      assertThat(isRefused(java.util.Arrays.copyOf(whole, i))).isTrue();
    }
    // What is not refused is in a time or a comment of the zip file.
    assertThat(refused).isGreaterThan(whole.length / 7 / 2);
  }

  private boolean isRefused(byte[] content) throws IOException {
    Path damaged = scratch.resolve("damaged.zip");
    Files.write(damaged, content);
    try {
      assertThat(Backup.check(damaged, _ -> {})).isEqualTo(new Backup.Contents(1, 1, 0));
      return false;
    } catch (MemoryException e) {
      assertThat(e.code()).isIn(MemoryException.Code.DAMAGED, MemoryException.Code.STORE_TOO_NEW);
      return true;
    }
  }

  @Test
  void whatIsNoBackupChangesNothing() throws IOException {
    Files.writeString(file(), "not a zip file");

    assertThatThrownBy(() -> restore(home(), true))
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("not a backup");
    assertThatThrownBy(
            () -> LocalMemories.restore(home(), scratch.resolve("none"), true, clock, _ -> {}))
        .hasMessageContaining("no such file");
    assertThat(home()).doesNotExist();
  }

  @Test
  void aDamagedLineIsCarriedAlongAndCounted() throws IOException {
    try (Memories memories = open(home())) {
      save(memories, "first");
      save(memories, "second");
      save(memories, "third");
    }
    Path segment;
    try (Stream<Path> files = Files.list(home().resolve("journal"))) {
      segment = files.findFirst().orElseThrow();
    }
    Files.writeString(segment, Files.readString(segment).replace("second", "secund"));

    assertThat(backUp(false)).isEqualTo(new Backup.Contents(2, 2, 1));
    assertThat(done(restore(scratch.resolve("other"), false)).flaws()).isEqualTo(1);
    assertThat(count(scratch.resolve("other"))).isEqualTo(2);
  }

  private Path home() {
    return scratch.resolve("home");
  }

  private Path file() {
    return scratch.resolve("backup.zip");
  }

  private Memories open(Path home) {
    return LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(7), "test");
  }

  private Backup.Contents backUp(boolean replace) {
    return done(LocalMemories.backUp(home(), file(), replace, _ -> {}));
  }

  private Outcome<Restored> restore(Path home, boolean force) {
    return LocalMemories.restore(home, file(), force, clock, _ -> {});
  }

  private int count(Path home) {
    try (Memories memories = open(home)) {
      return memories.status(MemoriesFixture.call()).memories();
    }
  }

  private static String save(Memories memories, String context) {
    Saved saved =
        done(memories.save(Sample.draft(Sample.context(context)), MemoriesFixture.call()));
    return saved.memory().id().value();
  }

  private static List<Memory> revisions(Memories memories, String id, int count) {
    List<Memory> revisions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      revisions.addAll(
          done(memories.get(List.of(id), OptionalInt.of(i), MemoriesFixture.call())).memories());
    }
    return revisions;
  }
}
