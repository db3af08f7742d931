package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import dev.pactmemory.sharing.LeaderAndFollower;
import dev.pactmemory.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Memories in a home of their own. What is tested with it, every [Memories] does, whoever carries
/// it out.
@ParameterizedClass
@EnumSource
abstract class MemoriesFixture {
  @TempDir Path directory;

  final FakeClock clock = new FakeClock();
  Memories memories;

  /// Who carries the calls out.
  enum Carrier {
    /// This process.
    LOCAL,
    /// A leader, asked by a follower through a socket.
    REMOTE
  }

  @Parameter
  @SuppressWarnings("NullAway.Init") // JUnit sets it.
  Carrier carrier;

  /// Memories in an empty home, with a [WordEmbedder] that is ready.
  @BeforeEach
  void open() {
    Path home = directory.resolve("home");
    LocalMemories local =
        LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(7), "test");
    memories =
        switch (carrier) {
          case LOCAL -> local;
          case REMOTE -> LeaderAndFollower.over(local, home, directory);
        };
  }

  @AfterEach
  void close() {
    memories.close();
    assertIndexEqualsStore(directory.resolve("home"), clock);
  }

  /// Opens the home once more and compares the two views; also holds that it was left unlocked.
  static void assertIndexEqualsStore(Path home, FakeClock clock) {
    try (Memories memories =
        LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(8), "test")) {
      memories.search(Sample.query("anything"), call());
    }
    Home parts = new Home(home, Disk.real(), clock);
    try (HomeLock lock = parts.lock();
        MemoryStore store = parts.store();
        SearchIndex index = parts.index()) {
      assertThat(lock).isNotNull();
      assertThat(index.allIds()).isEqualTo(store.allIds());
    }
  }

  static Call call() {
    return Call.within(Duration.ofSeconds(30));
  }

  static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem);
    };
  }

  /// What is found once the index is whole, however long a busy machine takes to fill it.
  static Found found(Memories memories, String text) {
    Found found = done(memories.search(Sample.query(text), call()));
    while (found.degraded().contains(Degradation.INDEX_CATCHING_UP)) {
      found = done(memories.search(Sample.query(text), call()));
    }
    return found;
  }

  static Problem refused(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?>(Object value) -> throw new AssertionError("not refused: " + value);
      case Outcome.Refused<?>(Problem problem) -> problem;
    };
  }

  Memory save(Content content) {
    return done(memories.save(Sample.draft(content), call())).memory();
  }

  Memory save(Content content, Project project) {
    return done(memories.save(Sample.draft(content, project), call())).memory();
  }

  Saved update(Update update) {
    return done(memories.update(update, call()));
  }

  Memory get(String ref) {
    Got got = done(memories.get(List.of(ref), OptionalInt.empty(), call()));
    assertThat(got.problems()).isEmpty();
    return got.memories().getFirst();
  }

  Problem getProblem(String ref) {
    Got got = done(memories.get(List.of(ref), OptionalInt.empty(), call()));
    assertThat(got.memories()).isEmpty();
    return got.problems().getFirst();
  }

  Found search(String text) {
    return done(memories.search(Sample.query(text), call()));
  }

  List<String> ids(Found found) {
    return found.hits().stream().map(hit -> hit.memory().id().value()).toList();
  }

  Status status() {
    return memories.status(call());
  }

  static String prefix(Memory memory) {
    return memory.id().value().substring(0, 12);
  }

  static Draft superseding(String ref) {
    return new Draft(
        Sample.context("new"), List.of(ref), new Scope.Current(Sample.SHOP), Sample.SESSION, false);
  }

  Memory supersede(Memory old, String context) {
    return done(memories.save(
            new Draft(
                Sample.context(context),
                List.of(prefix(old)),
                new Scope.Current(Sample.SHOP),
                Sample.SESSION,
                true),
            call()))
        .memory();
  }

  void tick() {
    clock.advance(Duration.ofHours(1));
  }

  /// Waits until every memory has its vectors and the index has them too.
  void awaitVectors() {
    Instant end = Instant.now(java.time.Clock.systemUTC()).plusSeconds(20);
    while (status().withVectors() < status().memories()
        || search("anything").degraded().contains(Degradation.VECTORS_PENDING)) {
      assertThat(Instant.now(java.time.Clock.systemUTC())).as("vectors in time").isBefore(end);
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
  }

  static Scope shop() {
    return new Scope.Current(Sample.SHOP);
  }

  List<TrackedFile> track(String... paths) {
    return done(
        memories.track(
            new Tracking(Sample.SHOP, Sample.SESSION, List.of(paths), List.of(), false), call()));
  }
}
