package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;
import static dev.pactmemory.memory.MemoriesFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.journal.Disk;
import dev.pactmemory.memory.DiskTape.Loss;
import dev.pactmemory.memory.FileWatch.Op;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.store.H2Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PurgeTest {
  private static final String SECRET = "hunter2-correct-horse";

  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();
  private String kept = "";
  private String gone = "";

  @Test
  void aPurgedMemoryIsNowhereAndTheOthersKeepTheirHistory() throws IOException {
    fill();
    List<Memory> before = history(scratch.resolve("home"));
    assertThat(filesWithSecret(home())).isNotEmpty();

    Purged purged = done(purge(List.of(), true));

    assertThat(purged.memories()).extracting(memory -> memory.id().value()).containsExactly(gone);
    assertThat(filesWithSecret(home())).isEmpty();
    try (Memories memories = open(home())) {
      assertThat(refusedOrMissing(memories, gone)).isTrue();
      assertThat(memories.status(call()).changes()).isEqualTo(3);
      assertThat(MemoriesFixture.found(memories, "pangolin").hits()).hasSize(1);
      done(memories.save(Sample.draft(Sample.context("It goes on.")), call()));
      assertThat(memories.examine(call()))
          .noneMatch(finding -> !finding.remedy().isEmpty() && finding.subject().equals("store"));
    }
    assertThat(history(home())).isEqualTo(before);
    assertThat(filesWithSecret(home())).isEmpty();
    assertThat(entries(home())).noneMatch(name -> name.startsWith("journal-"));
  }

  @Test
  void askedOnlyWhatItWouldPurgeItChangesNothing() throws IOException {
    fill();
    Map<String, byte[]> before = contents(home());

    Purged purged = done(purge(List.of(gone.substring(0, 6)), false));

    assertThat(purged.done()).isFalse();
    assertThat(purged.memories())
        .singleElement()
        .satisfies(memory -> {
          assertThat(memory.title()).contains(SECRET);
          assertThat(memory.deletedAt()).isEqualTo(clock.instant());
        });
    assertThat(contents(home())).containsExactlyInAnyOrderEntriesOf(before);
  }

  @Test
  void onlyWhatWasDeletedLongEnoughAgoIsPurged() {
    fill();

    Outcome<Purged> early =
        LocalMemories.purge(home(), List.of(), clock.instant(), true, clock, _ -> {});
    Outcome<Purged> later =
        LocalMemories.purge(
            home(), List.of(), clock.instant().plus(Duration.ofDays(1)), true, clock, _ -> {});

    assertThat(done(early).memories()).isEmpty();
    assertThat(done(later).memories()).hasSize(1);
  }

  @Test
  void whatIsNotDeletedIsRefusedByName() {
    fill();

    assertThat(refused(purge(List.of(kept), true)).message())
        .isEqualTo(
            kept.substring(0, 32)
                + ": this memory is not deleted; delete it first (memory_delete), then purge it");
    assertThat(refused(purge(List.of("ffffffffff"), true)).code())
        .isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(refused(purge(List.of("ff"), true)).code()).isEqualTo(Problem.Code.PREFIX_TOO_SHORT);
  }

  @Test
  void aHomeThatIsHeldIsNotPurged() {
    fill();
    try (Memories memories = open(home())) {
      assertThatThrownBy(() -> purge(List.of(), true))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY));
      assertThat(revision(memories, gone)).contains(SECRET);
    }
  }

  @Test
  void aDamagedJournalIsNotPurgedForTheStoreMayHoldWhatItLacks() throws IOException {
    fill();
    Path segment = home().resolve("journal").resolve("0000000000000000001.journal");
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    assertThatThrownBy(() -> purge(List.of(), true))
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("the journal is damaged");

    assertThat(Files.readAllBytes(segment)).isEqualTo(bytes);
    assertThat(history(home())).hasSize(2);
  }

  @Test
  void whatWasKeptAsideEarlierIsNamedAndNotTouched() throws IOException {
    fill();
    Path backup = Files.createDirectories(home().resolve("backups")).resolve("old.zip");
    Files.writeString(backup, SECRET);

    assertThat(done(purge(List.of(), true)).olderCopies()).containsExactly("backups/old.zip");
    assertThat(backup).hasContent(SECRET);
  }

  /// Killed or without power at any step: the deleted memory can still be read back, or it is
  /// nowhere; all others are there with their history; and the next purge works.
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "directories cannot be forced there")
  void cutOffAtAnyStepItIsDoneOrNotBegun() throws IOException {
    cutOff(6);
  }

  @Test
  @Tag("storm")
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "directories cannot be forced there")
  void cutOffAtAnyStepManyTimesItIsDoneOrNotBegun() throws IOException {
    cutOff(300);
  }

  /// @param images with losses beyond those of a kill, at random steps
  private void cutOff(int images) throws IOException {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    fill();
    List<Memory> before = history(home());
    DiskTape tape = new DiskTape();
    recordFiles(tape, home());
    int start = tape.length();
    Home watched = new Home(home(), new WatchedDisk(tape), clock);
    assertThat(done(watched.purge(List.of(), Instant.MAX, true)).memories()).hasSize(1);
    int purged = 0;
    int steps = tape.length() - start;
    for (int i = 0; i <= steps + images; i++) {
      Loss loss = i <= steps ? Loss.NOTHING : Loss.ANY_BLOCK;
      int length = start + (i <= steps ? i : random.nextInt(steps + 1));
      Path image = scratch.resolve("image");
      tape.image(length, loss, random, home(), image);
      if (check(image, before, loss + " at " + (length - start) + ", seed " + seed)) {
        purged++;
      }
      delete(image);
    }
    assertThat(purged).isBetween(2, steps + images);
  }

  /// Whether it is purged.
  private boolean check(Path image, List<Memory> before, String name) throws IOException {
    boolean there;
    try (Memories memories = openAfterwards(image)) {
      there = !refusedOrMissing(memories, gone);
      done(memories.save(Sample.draft(Sample.context("It goes on.")), call()));
      assertThat(history(memories)).as(name).isEqualTo(before);
    }
    if (!there) {
      assertThat(filesWithSecret(image)).as(name).isEmpty();
    }
    Home home = new Home(image, Disk.real(), clock);
    assertThat(done(home.purge(List.of(), Instant.MAX, true)).memories())
        .as(name)
        .hasSize(there ? 1 : 0);
    assertThat(filesWithSecret(image)).as(name).isEmpty();
    assertThat(entries(image)).as(name).noneMatch(entry -> entry.startsWith("journal-"));
    return !there;
  }

  private Memories openAfterwards(Path image) {
    return LocalMemories.open(
        new Home(image, Disk.real(), clock, (store, _) -> H2Store.open(store, "the next start")),
        "home",
        WordEmbedder.ready(),
        clock,
        new Random(),
        "test");
  }

  private static void recordFiles(DiskTape tape, Path home) throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.sorted().toList()) {
        if (Files.isRegularFile(path)) {
          tape.before(new Op.Create(path));
          tape.before(new Op.Write(path, 0, Files.readAllBytes(path)));
          tape.before(new Op.Force(path));
        }
      }
    }
    try (Stream<Path> all = Files.walk(home)) {
      for (Path path : all.filter(Files::isDirectory).toList()) {
        tape.before(new Op.ForceDirectory(path));
      }
    }
  }

  /// A memory with two revisions that stays, one that is deleted, tracked files.
  private void fill() {
    try (Memories memories = open(home())) {
      kept = save(memories, "About the pangolin");
      gone = save(memories, "The password is " + SECRET);
      done(memories.update(Sample.merge(gone, Sample.lessons("Again " + SECRET)), call()));
      done(memories.update(Sample.merge(kept, Sample.lessons("Learnt")), call()));
      done(memories.delete(gone, call()));
      save(memories, "Another");
    }
  }

  private String save(Memories memories, String context) {
    return done(memories.save(Sample.draft(Sample.context(context)), call())).memory().id().value();
  }

  private Outcome<Purged> purge(List<String> refs, boolean apply) {
    return LocalMemories.purge(home(), refs, Instant.MAX, apply, clock, _ -> {});
  }

  private static boolean refusedOrMissing(Memories memories, String id) {
    return done(memories.get(List.of(id), OptionalInt.of(1), call())).memories().isEmpty();
  }

  private static String revision(Memories memories, String id) {
    return String.valueOf(
        done(memories.get(List.of(id), OptionalInt.of(1), call())).memories().getFirst());
  }

  /// The revisions of the memory that stays.
  private List<Memory> history(Path home) {
    try (Memories memories = open(home)) {
      return history(memories);
    }
  }

  private List<Memory> history(Memories memories) {
    List<Memory> history = new ArrayList<>();
    for (int revision = 1; revision <= 2; revision++) {
      history.addAll(
          done(memories.get(List.of(kept), OptionalInt.of(revision), call())).memories());
    }
    return history;
  }

  private Path home() {
    return scratch.resolve("home");
  }

  private Memories open(Path home) {
    return LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(), "test");
  }

  private static List<String> filesWithSecret(Path home) throws IOException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : contents(home).entrySet()) {
      if (new String(file.getValue(), StandardCharsets.ISO_8859_1).contains(SECRET)) {
        found.add(file.getKey());
      }
    }
    return found;
  }

  private static List<String> entries(Path home) throws IOException {
    try (Stream<Path> files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Map<String, byte[]> contents(Path home) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(home.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
