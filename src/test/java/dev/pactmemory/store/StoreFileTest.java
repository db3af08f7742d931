package dev.pactmemory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.json.Samples;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.store.Schema.Script;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.message.DbException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The database's file: who may read it, which version it has, what if it is damaged or held.
final class StoreFileTest {
  static final Script NEXT = new Script(4, "only_for_tests");
  private static final Schema NEWER =
      new Schema(Stream.concat(Schema.CURRENT.scripts().stream(), Stream.of(NEXT)).toList());
  private static final Schema FAILING =
      new Schema(
          Stream.concat(
                  NEWER.scripts().stream(), Stream.of(new Script(5, "only_for_tests_failing")))
              .toList());

  private static final Project PROJECT = Project.DEFAULT;
  private static final Embedding UNIT = new Embedding(new float[] {1, 0});

  @TempDir Path temporary;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
  void directoryAndFilesAreForTheOwnerOnly() throws IOException {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 300);

      assertThat(permissions(directory())).isEqualTo("rwx------");
      for (Path file : files()) {
        assertThat(permissions(file)).as(file.toString()).isEqualTo("rw-------");
      }
    }
    assertThat(files()).containsExactly(file());
  }

  @Test
  void anOlderStoreIsBroughtToThisVersion() throws SQLException {
    UUID incarnation;
    List<Memory> memories;
    try (H2Store store = H2Store.open(directory())) {
      memories = fill(store, 20);
      incarnation = store.incarnation();
    }

    try (H2Store store = H2Store.open(directory(), NEWER)) {
      assertThat(store.incarnation()).isEqualTo(incarnation);
      assertThat(store.position()).isEqualTo(20);
      assertThat(store.find(memories.getFirst().id())).contains(memories.getFirst());
      try (Connection connection = H2.connect(directory(), H2.NAME)) {
        assertThat(Sql.list(connection, "SELECT colour FROM projects", row -> row.getString(1)))
            .containsExactly("green");
      }
    }
    assertThat(files()).containsExactly(file());
    try (H2Store store = H2Store.open(directory(), NEWER)) {
      assertThat(store.count()).isEqualTo(20);
    }
  }

  /// Version 1 kept less with the parts of memories: they are made again from what memories say.
  @Test
  void aStoreOfTheFirstVersionKnowsSinceWhenItsPartsAreSo() throws SQLException {
    Memory first = decided("Use Redis", 1);
    Memory second = decided("Use Valkey", 2);
    Schema firstVersion = new Schema(List.of(Schema.CURRENT.scripts().getFirst()));
    H2Store.open(directory(), firstVersion).close();
    try (Connection connection = H2.connect(directory(), H2.NAME)) {
      Sql.update(
          connection,
          "INSERT INTO projects (project_key, name, memories) VALUES (?, ?, 1)",
          PROJECT.key(),
          PROJECT.name());
      long num =
          Sql.insert(
              connection,
              """
              INSERT INTO memories (id, project, session, created_at, updated_at, revision, deleted,
                touch, embedded, has_fields, body)
              VALUES (?, 1, 's', ?, ?, 2, FALSE, 2, 0, 16, ?)
              """,
              second.id().value(),
              second.createdAt(),
              second.updatedAt(),
              new Sql.Body(MemoryJson.write(second)));
      Sql.update(
          connection,
          "INSERT INTO revisions (memory, revision, body) VALUES (?, 1, ?)",
          num,
          new Sql.Body(MemoryJson.write(first)));
      connection.commit();
      H2.shutdown(connection);
    }

    try (H2Store store = H2Store.open(directory())) {
      assertThat(store.decisionsOf(List.of(second.id())))
          .extracting(
              row -> row.decision().decision(),
              row -> row.place().decidedAt(),
              StoreReads.DecisionRow::endedRevision)
          .containsExactly(
              tuple("Use Valkey", second.updatedAt(), null),
              tuple("Use Redis", first.createdAt(), 2));
    }
  }

  /// Passages were cut otherwise then: their vectors are not those of today's.
  @Test
  void aStoreOfTheSecondVersionHasEachMemoryEmbeddedAnew() {
    Schema secondVersion = new Schema(Schema.CURRENT.scripts().subList(0, 2));
    Memory memory;
    try (H2Store store = H2Store.open(directory(), secondVersion)) {
      memory = fill(store, 1).getFirst();
      try (MemoryStore.Transaction transaction = store.begin()) {
        transaction.putVectors(
            memory.id(), memory.revision(), "model", Set.of("h"), Map.of("h", UNIT));
        transaction.commit();
      }
      assertThat(store.withoutVectors("model", 10)).isEmpty();
    }

    try (H2Store store = H2Store.open(directory())) {
      assertThat(store.withoutVectors("model", 10)).containsExactly(memory);
      assertThat(store.vectors(memory.id(), "model")).containsOnlyKeys("h");
    }
  }

  private static Memory decided(String decision, int revision) {
    Content content =
        new Content(
            null,
            null,
            List.of(),
            List.of(),
            List.of(new Decision(decision)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    return new Memory(
        new MemoryId("0123456789abcdef0123456789abcdef"),
        content,
        List.of(),
        PROJECT,
        new SessionId("s"),
        Samples.START,
        Samples.START.plusSeconds(revision - 1),
        revision);
  }

  @Test
  void aNewStoreOfALaterVersionIsMadeByAllScripts() throws SQLException {
    try (H2Store store = H2Store.open(directory(), NEWER)) {
      fill(store, 1);
      try (Connection connection = H2.connect(directory(), H2.NAME)) {
        assertThat(Sql.number(connection, "SELECT COUNT(*) FROM schema_changes")).isEqualTo(4);
      }
    }
  }

  @Test
  void aMigrationThatFailsLeavesTheStoreAsItWas() throws IOException {
    List<Memory> memories;
    try (H2Store store = H2Store.open(directory())) {
      memories = fill(store, 5);
    }

    assertFails(MemoryException.Code.DAMAGED, () -> H2Store.open(directory(), FAILING).close());

    try (H2Store store = H2Store.open(directory())) {
      assertThat(store.find(memories.getLast().id())).contains(memories.getLast());
    }
    try (H2Store store = H2Store.open(directory(), NEWER)) {
      assertThat(store.count()).isEqualTo(5);
    }
  }

  @Test
  void aStoreByANewerProgramIsLeftAlone() throws IOException {
    try (H2Store store = H2Store.open(directory(), NEWER)) {
      fill(store, 5);
    }
    byte[] before = Files.readAllBytes(file());

    assertThatThrownBy(() -> H2Store.open(directory()).close())
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.STORE_TOO_NEW))
        .hasMessage(
            "the store was written by a newer version of this program (schema 4, this one knows up"
                + " to 3); nothing was touched; update the program");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aDamagedFileIsToldAndMovedAside() throws IOException {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 50);
    }
    byte[] damaged = Files.readAllBytes(file());
    Arrays.fill(damaged, 0, damaged.length, (byte) 'x');
    Files.write(file(), damaged);

    assertFails(MemoryException.Code.DAMAGED, () -> H2Store.open(directory()).close());
    assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    Instant now = Instant.parse("2026-01-31T12:00:00.5Z");

    assertThat(H2Store.moveAside(directory(), () -> now))
        .contains("store.mv.db.damaged-2026-01-31T12-00-00.500Z");

    assertThat(H2Store.moveAside(directory(), () -> now)).isEmpty();
    try (H2Store store = H2Store.open(directory())) {
      assertThat(store.position()).isZero();
      assertThat(files()).hasSize(3).contains(directory().resolve("open"));
    }
  }

  @Test
  void whicheverPartIsDamagedTheAnswerIsRightOrDamaged() throws IOException {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 200);
    }
    byte[] good = Files.readAllBytes(file());
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 20; round++) {
      byte[] bad = good.clone();
      int from = random.nextInt(bad.length);
      Arrays.fill(bad, from, Math.min(bad.length, from + 4096), (byte) random.nextInt());
      Path directory = Files.createDirectories(temporary.resolve("bad" + round));
      Files.write(H2.file(directory, H2.NAME), bad);
      try (H2Store store = H2Store.open(directory)) {
        for (MemoryId id : store.allIds()) {
          store.find(id).ifPresent(memory -> assertThat(memory.id()).isEqualTo(id));
        }
      } catch (MemoryException e) {
        assertThat(e.code())
            .as("round %d: %s", round, e)
            .isIn(MemoryException.Code.DAMAGED, MemoryException.Code.IO_ERROR);
      }
    }
  }

  @Test
  void aDatabaseThatAFailureClosedAnswersNothingMoreAndCanBeOpenedAgain() throws SQLException {
    List<Memory> memories;
    H2Store store = H2Store.open(directory());
    try (store) {
      memories = fill(store, 5);
      // What H2 does to itself when a write fails, as on a full disk.
      Connection connection = H2.connect(directory(), H2.NAME);
      Sql.update(connection, "SHUTDOWN IMMEDIATELY");

      assertFails(MemoryException.Code.IO_ERROR, store::begin);
      // Not what a file opened anew would say.
      assertFails(MemoryException.Code.IO_ERROR, store::position);
      assertFails(MemoryException.Code.IO_ERROR, store::count);
    }
    assertFails(MemoryException.Code.CLOSED, store::position);

    try (H2Store again = H2Store.open(directory())) {
      assertThat(again.position()).isIn(0L, 5L);
      assertThat(again.count()).isEqualTo((int) again.position());
      fill(again, 5);
      assertThat(again.find(memories.getLast().id())).contains(memories.getLast());
    }
  }

  /// H2 tells of a write that failed in the background at the next commit or rollback, which it
  /// then does not carry out; and it commits what is pending when it is shut down.
  @Test
  void whatWasNotCommittedIsUndoneThoughTheBackgroundFailed() throws SQLException {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 5);
      try (MemoryStore.Transaction transaction = store.begin()) {
        transaction.apply(change(6));
        failInBackground();
      }

      assertThat(store.position()).isEqualTo(5);
      failInBackground();
      assertThat(store.count()).isEqualTo(5);
    }
    try (H2Store store = H2Store.open(directory())) {
      assertThat(store.count()).isEqualTo(5);
      assertThat(store.position()).isEqualTo(5);
    }
  }

  /// H2's own writer would: what is half done would then be in some tables and not in others.
  @Test
  void nothingIsWrittenWhileATransactionIsUnderWay() throws Exception {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 5);
      try (MemoryStore.Transaction transaction = store.begin()) {
        transaction.apply(change(6));
        Path before = Files.copy(file(), temporary.resolve("before"));
        Thread.sleep(1_200);

        assertThat(Files.mismatch(before, file())).isEqualTo(-1);
        transaction.commit();
      }
    }
  }

  @Test
  void whatWasCommittedIsInTheFileSoon() throws Exception {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 5);
      long end = System.nanoTime() + 30_000_000_000L;
      while (positionOfACopy() < 5) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(50);
      }
    }
  }

  /// As a process that is killed now leaves the store.
  private long positionOfACopy() throws IOException {
    Path copy = temporary.resolve("copy");
    Files.createDirectories(copy);
    Files.copy(file(), H2.file(copy, H2.NAME), StandardCopyOption.REPLACE_EXISTING);
    try (H2Store store = H2Store.open(copy)) {
      return store.position();
    }
  }

  @Test
  void aStoreThatIsShutDownCommitsNothing() throws SQLException {
    try (H2Store store = H2Store.open(directory())) {
      fill(store, 5);
    }
    Connection connection = H2.connect(directory(), H2.NAME);
    new SqlTransaction(connection, () -> {}).apply(change(6));
    failInBackground();
    H2.shutdown(connection);

    try (H2Store store = H2Store.open(directory())) {
      assertThat(store.count()).isEqualTo(5);
    }
  }

  /// Leaves its connection to whoever shuts the database down: closing it would be told.
  private void failInBackground() throws SQLException {
    H2.database(H2.connect(directory(), H2.NAME))
        .setBackgroundException(
            DbException.convertIOException(new IOException("No space left on device"), "a page"));
  }

  @Test
  void aStoreThatAnotherProcessHoldsIsBusy() throws Exception {
    H2Store.open(directory()).close();
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(holder.getInputStream().read()).isEqualTo('!');

      assertFails(MemoryException.Code.BUSY, () -> H2Store.open(directory()).close());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    H2Store.open(directory()).close();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
  void aDirectoryThatCannotBeMadeIsCalledReadOnly() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> H2Store.open(file.resolve("below")).close())
        .isInstanceOf(MemoryException.class)
        .message()
        .startsWith("the store could not be made: ")
        .doesNotContain(temporary.toString());
  }

  @Test
  void aPathWithASemicolonIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> H2Store.open(temporary.resolve("a;b")).close())
        .isInstanceOf(MemoryException.class)
        .message()
        .contains("semicolon")
        .contains("PACT_MEMORY_HOME");
  }

  /// Opens a store, says so, and waits to be killed.
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (H2Store store = H2Store.open(Path.of(arguments[0]))) {
        new FileOutputStream(FileDescriptor.out).write('!');
        assertThat(System.in.read()).isLessThan(0);
        assertThat(store.count()).isZero();
      }
    }
  }

  private static void assertFails(MemoryException.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(MemoryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private List<Memory> fill(H2Store store, int count) {
    SplittableRandom random = new SplittableRandom(42);
    Samples samples = new Samples(random);
    List<Memory> memories = new ArrayList<>();
    try (MemoryStore.Transaction transaction = store.begin()) {
      for (int i = 1; i <= count; i++) {
        memories.add(samples.memory(MemoryId.random(random), Project.DEFAULT, 1));
        transaction.apply(put(i, memories.getLast()));
      }
      transaction.commit();
    }
    return memories;
  }

  private static Change change(long number) {
    SplittableRandom random = new SplittableRandom(number);
    return put(number, new Samples(random).memory(MemoryId.random(random), Project.DEFAULT, 1));
  }

  private static Change put(long number, Memory memory) {
    return new Change(number, Samples.START, "r" + number, new Change.Put(memory));
  }

  private Path directory() {
    return temporary.resolve("home").resolve("store");
  }

  private Path file() {
    return H2.file(directory(), H2.NAME);
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(directory())) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
