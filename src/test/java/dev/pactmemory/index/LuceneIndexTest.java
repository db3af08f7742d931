package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.NOON;
import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.at;
import static dev.pactmemory.index.TestMemories.axis;
import static dev.pactmemory.index.TestMemories.id;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.index.SearchIndex.Checkpoint;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.junit.jupiter.api.Test;

/// What is kept, and what happens to an index that was not.
class LuceneIndexTest extends IndexFixture {
  @Test
  void aNewIndexIsEmpty() {
    assertThat(index.checkpoint()).isEqualTo(Checkpoint.NONE);
    assertThat(index.size()).isZero();
    assertThat(index.allIds()).isEmpty();
    assertThat(found(ask("anything").vector(axis()).boosts(Map.of(id(1), 1.0)))).isEmpty();
  }

  @Test
  void whatIsAppliedIsSeenAtOnceAndNamedByTheCheckpoint() {
    put(memory(2).context("pears"), memory(1).context("plums"));

    assertThat(index.checkpoint()).isEqualTo(new Checkpoint(STORE, 2));
    assertThat(index.size()).isEqualTo(2);
    assertThat(index.allIds()).containsExactly(id(1), id(2));
  }

  @Test
  void whatIsCommittedIsThereAfterReopening() {
    put(memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.9)));
    index.commit();
    Matches before = search(ask("pears").vector(axis()));

    reopen();

    assertThat(index.checkpoint()).isEqualTo(new Checkpoint(STORE, 1));
    assertThat(search(ask("pears").vector(axis()))).isEqualTo(before);
  }

  @Test
  void aDeadProcessLeavesTheLastCommit() throws Exception {
    put(memory(1).context("pears"));
    index.commit();
    put(memory(2).context("plums"));
    Path image = home.resolve("image");
    copy(directory, image);

    try (LuceneIndex left = LuceneIndex.open(image)) {
      assertThat(left.checkpoint()).isEqualTo(new Checkpoint(STORE, 1));
      assertThat(left.allIds()).containsExactly(id(1));
    }
  }

  @Test
  void searchesSeeWhatWasMergedWithoutAnotherChange() throws Exception {
    // More segments than are kept apart: one of these is the last before a merge.
    for (int i = 1; i <= 40; i++) {
      put(memory(i).context("pears " + i));
      // Twice: at the first look the merge may be under way.
      int current = 0;
      for (int wait = 0; wait < 1_000 && current < 2; wait++) {
        current = index.isCurrent() ? current + 1 : 0;
        Thread.sleep(10);
      }

      assertThat(current).as("after %d changes", i).isEqualTo(2);
    }
  }

  @Test
  void theFirstSearchTakesUpMergesThatWereCutOff() throws Exception {
    put(memory(0).context("pears"));
    index.close();
    leaveUnmerged(20);

    index = LuceneIndex.open(directory);
    List<Path> left = files(directory);
    found("pears");

    for (int wait = 0; wait < 200 && files(directory).equals(left); wait++) {
      Thread.sleep(50);
    }
    assertThat(files(directory)).hasSizeGreaterThan(left.size());
    assertThat(index.size()).isEqualTo(21);
  }

  /// Adds as many memories, each in a segment of its own.
  private void leaveUnmerged(int count) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
    try (FSDirectory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, config)) {
      for (int i = 1; i <= count; i++) {
        writer.addDocuments(Documents.block(memory(i).context("plums " + i).entry()));
        writer.flush();
      }
    }
  }

  @Test
  void closingCommits() {
    put(memory(1).context("pears"));

    reopen();

    assertThat(index.checkpoint()).isEqualTo(new Checkpoint(STORE, 1));
    assertThat(index.size()).isEqualTo(1);
  }

  @Test
  void aCheckpointIsKeptEvenWhenNothingElseChanged() {
    index.apply(List.of(), List.of(), new Checkpoint(STORE, 5));
    index.commit();

    reopen();

    assertThat(index.checkpoint()).isEqualTo(new Checkpoint(STORE, 5));
  }

  @Test
  void applyingTheSameAgainChangesNothing() {
    put(
        memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.9)),
        memory(2).context("pears and plums").passage(Field.CONTEXT, "pears and plums", at(0.8)));
    Matches before = search(ask("pears").vector(axis()));

    for (int i = 0; i < 3; i++) {
      put(
          memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.9)),
          memory(2).context("pears and plums").passage(Field.CONTEXT, "pears and plums", at(0.8)));
    }

    assertThat(index.size()).isEqualTo(2);
    assertThat(search(ask("pears").vector(axis()))).isEqualTo(before);
  }

  @Test
  void clearingForgetsEverythingForGood() {
    put(memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.9)));
    index.commit();

    index.clear();

    assertThat(index.checkpoint()).isEqualTo(Checkpoint.NONE);
    assertThat(found(ask("pears").vector(axis()))).isEmpty();
    reopen();
    assertThat(index.checkpoint()).isEqualTo(Checkpoint.NONE);
    assertThat(index.size()).isZero();
  }

  @Test
  void anIndexOfAnotherFormStartsEmpty() throws Exception {
    put(memory(1).context("pears"));
    index.close();
    try (FSDirectory files = FSDirectory.open(directory);
        IndexWriter writer = new IndexWriter(files, new IndexWriterConfig())) {
      writer.setLiveCommitData(
          Map.of("format", "0", "incarnation", STORE.toString(), "touch", "1").entrySet());
      writer.commit();
    }

    index = LuceneIndex.open(directory);

    assertThat(index.checkpoint()).isEqualTo(Checkpoint.NONE);
    assertThat(index.size()).isZero();
    put(memory(1).context("pears"));
    assertThat(found("pears")).containsExactly(id(1));
  }

  @Test
  void anyFileCutShortOrMissingGivesAnEmptyIndexOrTheSame() throws Exception {
    for (int i = 0; i < 4; i++) {
      put(memory(i).context("pears " + i).passage(Field.CONTEXT, "pears " + i, at(0.9)));
    }
    index.close();
    List<Path> files = files(directory);
    for (Path file : files) {
      if (file.endsWith(IndexWriter.WRITE_LOCK_NAME)) {
        continue;
      }
      for (double kept : new double[] {-1, 0, 0.5, 0.95}) {
        Path image = home.resolve("image");
        copy(directory, image);
        Path victim = image.resolve(file.getFileName());
        if (kept < 0) {
          Files.delete(victim);
        } else {
          byte[] whole = Files.readAllBytes(victim);
          Files.write(victim, java.util.Arrays.copyOf(whole, (int) (whole.length * kept)));
        }

        try (LuceneIndex torn = LuceneIndex.open(image)) {
          boolean empty = torn.checkpoint().equals(Checkpoint.NONE);
          assertThat(torn.size()).as("%s at %s", file.getFileName(), kept).isEqualTo(empty ? 0 : 4);
          torn.apply(List.of(memory(9).context("plums").entry()), List.of(), torn.checkpoint());
          assertThat(search(torn, ask("plums")).matches()).hasSize(1);
        }
        delete(image);
      }
    }
  }

  @Test
  void aDirectoryOfGarbageStartsEmptyAndLosesNothingThatIsNotAnIndex() throws Exception {
    index.close();
    Files.writeString(directory.resolve("segments_9"), "garbage");
    Files.writeString(directory.resolve("notes.txt"), "mine");

    index = LuceneIndex.open(directory);

    assertThat(index.checkpoint()).isEqualTo(Checkpoint.NONE);
    assertThat(directory.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void anIndexThatIsHeldIsLeftAlone() {
    put(memory(1).context("pears"));
    index.commit();

    assertThatThrownBy(() -> LuceneIndex.open(directory))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY));
    assertThat(found("pears")).containsExactly(id(1));
  }

  @Test
  void everyFileIsForItsOwnerOnly() throws Exception {
    put(memory(1).context("pears").passage(Field.CONTEXT, "pears", at(0.9)));
    index.commit();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    for (Path file : files(directory)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aClosedIndexSaysSo() {
    index.close();
    index.close();

    assertThatThrownBy(() -> found("pears"))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
    assertThatThrownBy(() -> put(memory(1).context("pears")))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }

  @Test
  void namesAndTextsOfAnyLengthAreTaken() {
    String longName = "x".repeat(40_000);
    String longText = "data:" + "QUJD+/".repeat(20_000);
    put(memory(1).entity(longName).context(longText).file("a/".repeat(20_000) + "b.txt"));

    assertThat(found(ask("b.txt").entity(longName))).containsExactly(id(1));
  }

  @Test
  void timesFarAwayAreTaken() {
    put(
        memory(1).context("pears").updated(Instant.parse("-9999-01-01T00:00:00Z")),
        memory(2).context("pears").updated(Instant.parse("+10000-01-01T00:00:00Z")));

    assertThat(found(ask("pears").since(NOON).until(Instant.MAX))).containsExactly(id(2));
    assertThat(found(ask("pears").since(Instant.MIN).until(NOON))).containsExactly(id(1));
  }

  @Test
  void searchingGoesOnWhileAnotherThreadApplies() throws Exception {
    put(memory(1).context("pears"));
    try (ExecutorService searchers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("search-", 0).factory())) {
      List<Future<Integer>> searches =
          Stream.generate(() -> searchers.submit(this::searchOften)).limit(4).toList();
      for (int i = 0; i < 100; i++) {
        put(memory(1).context("pears " + i), memory(2 + i).context("plums"));
      }
      for (Future<Integer> search : searches) {
        assertThat(search.get()).isEqualTo(200);
      }
    }
    assertThat(index.size()).isEqualTo(101);
  }

  @Test
  void anotherStoreIsToldByItsIncarnation() {
    UUID other = new UUID(8, 8);
    index.apply(List.of(memory(1).context("pears").entry()), List.of(), new Checkpoint(other, 4));

    reopen();

    assertThat(index.checkpoint()).isEqualTo(new Checkpoint(other, 4));
  }

  @Test
  void aFailingDiskLeavesWhatWasThereUntilCleared() throws Exception {
    put(memory(1).context("pears"));
    index.commit();
    Checkpoint before = index.checkpoint();
    Files.move(directory, home.resolve("gone"));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> put(memory(2).context("plums")))
          .isInstanceOfSatisfying(
              MemoryException.class,
              e -> assertThat(e.code()).isEqualTo(MemoryException.Code.IO_ERROR));
    }
    assertThat(index.checkpoint()).isEqualTo(before);
    assertThat(found("pears")).containsExactly(id(1));

    Files.createDirectories(directory);
    index.clear();
    put(memory(2).context("plums"));
    assertThat(index.allIds()).containsExactly(id(2));
  }

  @Test
  void anIndexThatIsDeletedWhileItIsOpenedIsMadeAgain() {
    Path other = home.resolve("other");
    AtomicInteger looked = new AtomicInteger();
    try (LuceneIndex opened =
        LuceneIndex.open(
            other,
            files ->
                new FilterDirectory(files) {
                  @Override
                  public String[] listAll() throws IOException {
                    if (looked.incrementAndGet() <= 4) {
                      delete(other);
                    }
                    return super.listAll();
                  }
                })) {
      assertThat(opened.checkpoint()).isEqualTo(Checkpoint.NONE);
      assertThat(looked.get()).isGreaterThan(4);
    }
  }

  @Test
  void searchesAreAnsweredWhileAFailedIndexIsMadeAgain() throws Exception {
    put(memory(1).context("pears"));
    index.commit();
    for (int round = 0; round < 5; round++) {
      Files.move(directory, home.resolve("gone" + round));
      assertThatThrownBy(() -> put(memory(2).context("plums"))).isInstanceOf(MemoryException.class);
      Files.createDirectories(directory);
      try (ExecutorService searchers =
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("search-", 0).factory())) {
        List<Future<Integer>> searches =
            Stream.generate(() -> searchers.submit(this::searchOften)).limit(4).toList();
        index.clear();
        put(memory(1).context("pears"));
        for (Future<Integer> search : searches) {
          assertThat(search.get()).isBetween(0, 200);
        }
      }
      assertThat(found("pears")).containsExactly(id(1));
    }
  }

  private int searchOften() {
    int seen = 0;
    for (int i = 0; i < 200; i++) {
      seen += found("pears").size();
    }
    return seen;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      if (!file.getFileName().toString().equals(IndexWriter.WRITE_LOCK_NAME)) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    for (Path file : files(directory)) {
      Files.delete(file);
    }
    Files.delete(directory);
  }
}
