package dev.pactmemory.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Samples;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.TrackedFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A random history of changes, against maps.
final class StoreHistoryTest {
  private static final List<Project> PROJECTS =
      List.of(Project.DEFAULT, Project.named("shop"), new Project("/home/dev/shop", "shop"));

  @TempDir Path directory;

  private final long seed = Long.getLong("seed", new SplittableRandom().nextLong());
  private final RandomGenerator random = new SplittableRandom(seed);
  private final Samples samples = new Samples(random);

  // The model.
  private final List<Change> changes = new ArrayList<>();
  private final Map<MemoryId, Memory> memories = new TreeMap<>();
  private final Map<MemoryId, Integer> revisions = new TreeMap<>();
  private final Map<MemoryId, Map<Integer, Memory>> past = new HashMap<>();
  private final Map<String, List<TrackedFile>> tracked = new HashMap<>();

  @Test
  void aRandomHistoryLeavesWhatAMapHolds() {
    try (H2Store store = H2Store.open(directory)) {
      for (int i = 0; i < 300; i++) {
        step(store);
      }

      assertEqualsModel(store);
    }
  }

  @Test
  void reopeningInBetweenChangesNothing() {
    for (int round = 0; round < 5; round++) {
      try (H2Store store = H2Store.open(directory)) {
        for (int i = 0; i < 30; i++) {
          step(store);
        }
      }
      try (H2Store store = H2Store.open(directory)) {
        assertEqualsModel(store);
      }
    }
  }

  @Test
  void applyingTheWholeHistoryAgainChangesNothing() {
    try (H2Store store = H2Store.open(directory)) {
      for (int i = 0; i < 100; i++) {
        step(store);
      }
      long touch = store.lastTouch();

      apply(store, changes);

      assertEqualsModel(store);
      assertThat(store.lastTouch()).isEqualTo(touch);
    }
  }

  @Test
  void aStoreMadeAgainFromTheChangesIsEqual() {
    try (H2Store store = H2Store.open(directory.resolve("first"))) {
      for (int i = 0; i < 200; i++) {
        step(store);
      }
    }

    try (H2Store again = H2Store.open(directory.resolve("second"))) {
      apply(again, changes);

      assertEqualsModel(again);
    }
  }

  private void step(H2Store store) {
    long number = changes.size() + 1L;
    Instant at = Samples.START.plusMillis(number);
    Change.Effect effect =
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> put(MemoryId.random(random));
          case 4, 5, 6 -> put(anyId());
          case 7 -> remove(anyId());
          default -> track(at);
        };
    Change change = new Change(number, at, "request " + number, effect);
    changes.add(change);
    List<Change> batch = new ArrayList<>(List.of(change));
    if (random.nextInt(10) == 0) {
      batch.add(changes.get(random.nextInt(changes.size()))); // Known already: passed over.
    }
    if (random.nextInt(10) == 0) {
      abandoned(store, number);
    }
    apply(store, batch);
  }

  private static void apply(H2Store store, List<Change> batch) {
    try (MemoryStore.Transaction transaction = store.begin()) {
      batch.forEach(transaction::apply);
      transaction.commit();
    }
  }

  private void abandoned(H2Store store, long number) {
    try (MemoryStore.Transaction transaction = store.begin()) {
      Memory never = samples.memory(MemoryId.random(random), Project.DEFAULT, 1);
      transaction.apply(new Change(number, Samples.START, "never", new Change.Put(never)));
      assertThat(transaction.find(never.id())).contains(never);
    }
  }

  private MemoryId anyId() {
    List<MemoryId> ids = List.copyOf(revisions.keySet());
    return ids.isEmpty() ? MemoryId.random(random) : ids.get(random.nextInt(ids.size()));
  }

  private Change.Effect put(MemoryId id) {
    int revision = revisions.merge(id, 1, Integer::sum);
    Memory memory = samples.memory(id, PROJECTS.get(random.nextInt(PROJECTS.size())), revision);
    memories.put(id, memory);
    past.computeIfAbsent(id, _ -> new HashMap<>()).put(revision, memory);
    return new Change.Put(memory);
  }

  private Change.Effect remove(MemoryId id) {
    if (memories.remove(id) == null) {
      return new Change.Remove(id, revisions.getOrDefault(id, 1));
    }
    return new Change.Remove(id, revisions.merge(id, 1, Integer::sum));
  }

  private Change.Effect track(Instant at) {
    List<TrackedFile> files = List.of(new TrackedFile(samples.path(), Samples.START, at));
    Change.Track track =
        new Change.Track(
            PROJECTS.get(random.nextInt(PROJECTS.size())),
            new SessionId("s" + random.nextInt(2)),
            random.nextInt(4) == 0 ? List.of() : files);
    tracked.put(track.project().key() + track.session(), track.files());
    return track;
  }

  private void assertEqualsModel(H2Store store) {
    String about = "-Dseed=" + seed;
    assertThat(store.position()).as(about).isEqualTo(changes.size());
    assertThat(store.count()).as(about).isEqualTo(memories.size());
    assertThat(store.allIds()).as(about).containsExactlyElementsOf(memories.keySet());
    assertThat(store.find(revisions.keySet())).as(about).isEqualTo(memories);
    for (MemoryId id : revisions.keySet()) {
      assertThat(store.find(id)).as(about).isEqualTo(Optional.ofNullable(memories.get(id)));
    }
    past.forEach((id, byRevision) ->
        byRevision.forEach((revision, memory) ->
            assertThat(store.revision(id, revision)).as(about).contains(memory)));
    for (Project project : PROJECTS) {
      List<Memory> expected =
          memories.values().stream()
              .filter(memory -> memory.project().equals(project))
              .sorted(Comparator.comparing(Memory::createdAt).reversed().thenComparing(Memory::id))
              .toList();
      StoreReads.MemoryPage page = store.list(filter(project), null, 1000);
      assertThat(page.memories()).as(about).isEqualTo(expected);
      assertThat(page.total()).as(about).isEqualTo(expected.size());
      for (String session : List.of("s0", "s1")) {
        assertThat(store.tracked(project, new SessionId(session)))
            .as(about)
            .isEqualTo(tracked.getOrDefault(project.key() + session, List.of()));
      }
      assertDirectLinks(store, project, "src/b/A.java", about);
    }
    assertThat(store.projects().stream().mapToInt(p -> p.memories()).sum())
        .as(about)
        .isEqualTo(memories.size());
  }

  private void assertDirectLinks(H2Store store, Project project, String path, String about) {
    assertThat(
            store.linkedTo(project, path).stream()
                .filter(match -> match.relation() == StoreReads.FileMatch.Relation.DIRECT)
                .map(StoreReads.FileMatch::id))
        .as(about)
        .containsExactlyInAnyOrderElementsOf(
            memories.values().stream()
                .filter(memory -> memory.project().equals(project))
                .filter(memory -> memory.content().files().contains(path))
                .map(Memory::id)
                .toList());
  }

  private static StoreReads.ListFilter filter(Project project) {
    return new StoreReads.ListFilter(project, null, null, null, Set.of(), false);
  }

  @Test
  void vectorsComeBackAlmostEqualAndOfUnitLength() {
    Memory memory = samples.memory(MemoryId.random(random), Project.DEFAULT, 1);
    Embedding embedding = new Embedding(new float[] {0.6f, -0.8f, 0, 0});
    try (H2Store store = H2Store.open(directory)) {
      apply(store, List.of(new Change(1, Samples.START, "r", new Change.Put(memory))));
      try (MemoryStore.Transaction transaction = store.begin()) {
        transaction.putVectors(memory.id(), 1, "model", Set.of("h"), Map.of("h", embedding));
        transaction.commit();
      }

      Embedding read = store.vectors(memory.id(), "model").get("h");

      assertThat(read).isNotNull();
      assertThat(read.cosine(embedding)).isBetween(0.9999, 1.0001);
      assertThat(read.cosine(read)).isBetween(0.99999, 1.00001);
    }
  }
}
