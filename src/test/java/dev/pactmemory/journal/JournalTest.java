package dev.pactmemory.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.json.ChangeJson;
import dev.pactmemory.json.Samples;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {
  private static final long BIG = 1L << 20;

  @TempDir Path temporary;

  private final SplittableRandom random = new SplittableRandom(42);
  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void whatWasAppendedIsReadBackInOrder() {
    List<Change> changes = changes(1, 20);

    try (Journal journal = open(BIG)) {
      journal.append(changes.subList(0, 1));
      journal.append(changes.subList(1, 15));
      journal.append(List.of());
      journal.append(changes.subList(15, 20));

      assertThat(read(journal, 1)).isEqualTo(changes);
      assertThat(read(journal, 18)).isEqualTo(changes.subList(17, 20));
      assertThat(read(journal, 21)).isEmpty();
    }
    try (Journal journal = open(BIG)) {
      assertThat(journal.lastNumber()).isEqualTo(20);
      assertThat(journal.nextNumber()).isEqualTo(21);
      assertThat(read(journal, 1)).isEqualTo(changes);
    }
  }

  @Test
  void aGroupIsForcedOnceBeforeTheReturn() {
    try (Journal journal = open(BIG)) {
      journal.append(changes(1, 5));

      Path file = segments().getFirst();
      assertThat(disk.forcedBytes(file)).isEqualTo(sizeOf(file));
    }
  }

  @Test
  void openingAndReadingWriteNothing() {
    try (Journal journal = open(BIG)) {
      assertThat(read(journal, 1)).isEmpty();
      assertThat(journal.lastNumber()).isZero();
    }

    assertThat(directory()).doesNotExist();
  }

  @Test
  void segmentsRollAndAreReadAsOne() {
    List<Change> changes = changes(1, 60);
    try (Journal journal = open(2_000)) {
      for (Change change : changes) {
        journal.append(List.of(change));
      }
      assertThat(read(journal, 31)).isEqualTo(changes.subList(30, 60));
    }

    assertThat(segments()).hasSizeGreaterThan(3);
    try (Journal journal = open(2_000)) {
      assertThat(journal.lastNumber()).isEqualTo(60);
      assertThat(read(journal, 1)).isEqualTo(changes);
    }
  }

  @Test
  void aJournalCutAtAnyByteKeepsItsWholeLinesAndGoesOn() throws IOException {
    List<Change> changes = shortChanges(1, 3);
    try (Journal journal = open(BIG)) {
      journal.append(changes);
    }
    byte[] whole = Files.readAllBytes(segments().getFirst());
    for (int cut = 0; cut <= whole.length; cut++) {
      Path directory = Files.createDirectories(temporary.resolve("cut" + cut));
      Files.write(
          directory.resolve(segments().getFirst().getFileName()), Arrays.copyOf(whole, cut));
      try (Journal journal = Journal.open(directory, disk)) {
        List<Change> kept = read(journal, 1);
        assertThat(kept).isEqualTo(changes.subList(0, kept.size()));
        assertThat(journal.lastNumber()).isEqualTo(kept.size());

        List<Change> more = shortChanges(journal.nextNumber(), 2);
        journal.append(more);

        try (Journal again = Journal.open(directory, disk)) {
          List<Change> expected = new ArrayList<>(kept);
          expected.addAll(more);
          assertThat(read(again, 1)).as("cut at %d", cut).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void aDamagedLineIsReportedAndPassedOver() throws IOException {
    List<Change> changes = changes(1, 5);
    try (Journal journal = open(BIG)) {
      journal.append(changes);
    }
    Path file = segments().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[startOfLine(bytes, 3) + 40] ^= 1; // Line 1 is the header.
    Files.write(file, bytes);

    try (Journal journal = open(BIG)) {
      List<Change> kept = new ArrayList<>();
      List<Flaw> flaws = journal.readFrom(1, kept::add);

      assertThat(kept)
          .containsExactly(changes.get(0), changes.get(2), changes.get(3), changes.get(4));
      assertThat(flaws)
          .containsExactly(new Flaw("0000000000000000001.journal", 3, "the checksum is wrong"));
      assertThat(journal.lastNumber()).isEqualTo(5);
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
  }

  @Test
  void theNumberOfADamagedLastLineIsNotGivenAgain() throws IOException {
    try (Journal journal = open(BIG)) {
      journal.append(changes(1, 3));
    }
    Path file = segments().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 1;
    Files.write(file, bytes);

    try (Journal journal = open(BIG)) {
      assertThat(journal.nextNumber()).isEqualTo(4);
    }
  }

  @Test
  void aDamagedHeaderCostsNothingButAReport() throws IOException {
    List<Change> changes = changes(1, 2);
    try (Journal journal = open(BIG)) {
      journal.append(changes);
    }
    Path file = segments().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[12] ^= 1;
    Files.write(file, bytes);

    try (Journal journal = open(BIG)) {
      List<Change> kept = new ArrayList<>();
      assertThat(journal.readFrom(1, kept::add)).hasSize(1);
      assertThat(kept).isEqualTo(changes);
      assertThat(journal.nextNumber()).isEqualTo(3);
    }
  }

  @Test
  void whicheverOperationFailsNothingHalfWrittenStaysAndTheNextAppendWorks() {
    for (int n = 0; n < 40; n++) {
      Path directory = temporary.resolve("fail" + n);
      List<Change> changes = changes(1, 12);
      List<Change> acknowledged = new ArrayList<>();
      disk.failAfter(n);
      try (Journal journal = Journal.open(directory, disk, 1_500)) {
        for (Change change : changes) {
          try {
            journal.append(List.of(change));
            acknowledged.add(change);
          } catch (MemoryException e) {
            assertThat(e.code()).isEqualTo(MemoryException.Code.DISK_FULL);
            assertThat(e.getMessage())
                .isEqualTo(
                    "the change could not be written: the disk is full; free some space where the"
                        + " data lives and ask again");
            assertThat(read(journal, 1)).isEqualTo(acknowledged);
          }
        }
        assertThat(acknowledged).hasSize(disk.failed() ? 11 : 12);
        assertThat(read(journal, 1)).isEqualTo(acknowledged);
      }
      disk.heal();
      try (Journal journal = Journal.open(directory, disk, 1_500)) {
        List<Change> kept = new ArrayList<>();
        // The number of the refused change was not given again here, which is told as a gap.
        assertThat(journal.readFrom(1, kept::add)).allMatch(flaw -> flaw.line() == 0);
        assertThat(kept).as("failure at %d", n).isEqualTo(acknowledged);
      }
    }
  }

  @Test
  void aJournalThatCannotBeCutBackTakesNothingUntilItCan() {
    List<Change> changes = changes(1, 3);
    try (Journal journal = open(BIG)) {
      journal.append(changes.subList(0, 1));
      disk.failEverAfter(0);
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> journal.append(changes.subList(1, 2)))
            .isInstanceOfSatisfying(
                MemoryException.class,
                e -> assertThat(e.code()).isEqualTo(MemoryException.Code.DISK_FULL));
        assertThat(read(journal, 1)).isEqualTo(changes.subList(0, 1));
      }
      disk.heal();

      journal.append(changes.subList(2, 3));
    }
    try (Journal journal = open(BIG)) {
      List<Change> kept = new ArrayList<>();
      assertThat(journal.readFrom(1, kept::add)).extracting(Flaw::line).containsExactly(0L);
      assertThat(kept).containsExactly(changes.getFirst(), changes.getLast());
      assertThat(journal.isWholeTo(1)).isTrue();
      assertThat(journal.isWholeTo(3)).isFalse();
    }
  }

  @Test
  void aReadOnlyDiskIsCalledSo() {
    disk.failWith("Read-only file system");
    disk.failAfter(0);
    try (Journal journal = open(BIG)) {
      assertThatThrownBy(() -> journal.append(changes(1, 1)))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.READ_ONLY));
    }
  }

  @Test
  void aLossOfPowerTakesNothingThatWasAcknowledged() throws IOException {
    for (int round = 0; round < 200; round++) {
      Path directory = temporary.resolve("power" + round);
      List<Change> acknowledged = changes(1, 1 + random.nextInt(3));
      Path file;
      long forced;
      byte[] bytes;
      try (Journal journal = Journal.open(directory, disk)) {
        journal.append(acknowledged);
        file = directory.resolve("0000000000000000001.journal");
        forced = disk.forcedBytes(file);
        bytes = Files.readAllBytes(file);
      }
      // What follows was being written: of its blocks, any may be there, any may be nothing.
      byte[] unforced = lines(changes(acknowledged.size() + 1, 4));
      for (int block = 0; block < unforced.length; block += 64) {
        if (random.nextBoolean()) {
          Arrays.fill(unforced, block, Math.min(block + 64, unforced.length), (byte) 0);
        }
      }
      byte[] image = Arrays.copyOf(bytes, (int) forced + random.nextInt(unforced.length + 1));
      System.arraycopy(unforced, 0, image, (int) forced, image.length - (int) forced);
      Files.write(file, image);

      try (Journal journal = Journal.open(directory, disk)) {
        List<Change> more = changes(journal.nextNumber(), 2);
        journal.append(more);
        assertThat(read(journal, 1)).startsWith(acknowledged.toArray(Change[]::new));
        assertThat(read(journal, 1)).endsWith(more.toArray(Change[]::new));
      }
    }
  }

  @Test
  void aJournalByANewerProgramIsLeftAlone() throws IOException {
    Files.createDirectories(directory());
    Path file = directory().resolve("0000000000000000001.journal");
    byte[] newer = Line.encode("{\"format\":\"pact-memory journal\",\"version\":2}");
    Files.write(file, newer);

    assertThatThrownBy(() -> open(BIG))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.STORE_TOO_NEW));
    assertThat(Files.readAllBytes(file)).isEqualTo(newer);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
  void directoryAndFilesAreForTheOwnerOnly() throws IOException {
    try (Journal journal = open(BIG)) {
      journal.append(changes(1, 1));
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
        .isEqualTo("rwx------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segments().getFirst())))
        .isEqualTo("rw-------");
  }

  @Test
  void aLineIsWhatAPersonExpects() throws IOException {
    MemoryId id = new MemoryId("0123456789abcdef0123456789abcdef");
    try (Journal journal = open(BIG)) {
      journal.append(List.of(new Change(1, Samples.START, "r", new Change.Remove(id, 2))));
    }

    assertThat(Files.readString(segments().getFirst()))
        .isEqualTo(
            """
            f2797534 {"format":"pact-memory journal","version":1}
            059c2ad2 {"number":1,"at":"2026-01-31T12:00:00.123456Z","request":"r",\
            "remove":{"id":"0123456789abcdef0123456789abcdef","revision":2}}
            """);
  }

  @Test
  void theFilesAreTheSameWhereDigitsAreOthers() {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try (Journal journal = open(BIG)) {
      journal.append(changes(1, 1));
    } finally {
      Locale.setDefault(usual);
    }

    assertThat(segments().getFirst()).hasFileName("0000000000000000001.journal");
    try (Journal journal = open(BIG)) {
      assertThat(journal.lastNumber()).isEqualTo(1);
    }
  }

  @Test
  void aClosedJournalSaysSo() {
    Journal journal = open(BIG);
    journal.close();
    journal.close();

    assertThatThrownBy(() -> journal.append(changes(1, 1)))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }

  @Test
  void aNumberGivenTwiceIsABug() {
    try (Journal journal = open(BIG)) {
      journal.append(changes(1, 2));

      assertThatThrownBy(() -> journal.append(changes(2, 1)))
          .isInstanceOf(IllegalStateException.class);
      assertThat(journal.lastNumber()).isEqualTo(2);
    }
  }

  @Test
  void aStoreAheadOfADamagedJournalMayGoOnAboveIt() {
    try (Journal journal = open(BIG)) {
      journal.append(changes(500, 1));
      assertThat(journal.lastNumber()).isEqualTo(500);
    }
    try (Journal journal = open(BIG)) {
      assertThat(journal.nextNumber()).isEqualTo(501);
    }
  }

  private Path directory() {
    return temporary.resolve("home").resolve("journal");
  }

  private Journal open(long segmentBytes) {
    return Journal.open(directory(), disk, segmentBytes);
  }

  private List<Change> changes(long first, int count) {
    Samples samples = new Samples(random);
    return LongStream.range(first, first + count)
        .mapToObj(number -> {
          Memory memory = samples.memory(MemoryId.random(random), Project.DEFAULT, 1);
          return new Change(number, Samples.START, "r" + number, new Change.Put(memory));
        })
        .toList();
  }

  private List<Change> shortChanges(long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(number ->
            new Change(number, Samples.START, "r", new Change.Remove(MemoryId.random(random), 2)))
        .toList();
  }

  private static byte[] lines(List<Change> changes) {
    StringBuilder lines = new StringBuilder();
    for (Change change : changes) {
      lines.append(new String(Line.encode(ChangeJson.write(change)), StandardCharsets.UTF_8));
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<Change> read(Journal journal, long from) {
    List<Change> changes = new ArrayList<>();
    List<Flaw> unused = journal.readFrom(from, changes::add);
    assertThat(unused).isNotNull();
    return changes;
  }

  private static int startOfLine(byte[] bytes, int line) {
    int at = 0;
    for (int i = 1; i < line; at++) {
      if (bytes[at] == '\n') {
        i++;
      }
    }
    return at;
  }

  private List<Path> segments() {
    try (Stream<Path> files = Files.list(directory())) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
