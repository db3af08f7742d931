package dev.pactmemory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.json.Samples;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status.ProjectCount;
import dev.pactmemory.model.Task;
import dev.pactmemory.store.StoreReads.AppliedRequest;
import dev.pactmemory.store.StoreReads.FileMatch.Relation;
import dev.pactmemory.store.StoreReads.ListFilter;
import dev.pactmemory.store.StoreReads.Touched;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class H2StoreTest {
  private static final Project SHOP = new Project("/repo/shop", "shop");
  private static final Project OTHER = new Project("/repo/other", "other");
  private static final SessionId SESSION = new SessionId("session");
  private static final Embedding EMBEDDING = new Embedding(new float[] {0.6f, 0.8f});

  @TempDir Path directory;
  private H2Store store;
  private long number;

  @BeforeEach
  void open() {
    store = H2Store.open(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aNewStoreIsEmpty() {
    assertThat(store.position()).isZero();
    assertThat(store.lastTouch()).isZero();
    assertThat(store.count()).isZero();
    assertThat(store.projects()).isEmpty();
    assertThat(store.allIds()).isEmpty();
    assertThat(store.linkedTo(null, "a.java")).isEmpty();
    assertThat(store.list(all(SHOP), null, 10))
        .isEqualTo(new StoreReads.MemoryPage(List.of(), 0, false));
  }

  @Test
  void theIncarnationStaysWithTheStoreAndDiffersBetweenStores() {
    UUID incarnation = store.incarnation();
    store.close();
    store = H2Store.open(directory);

    assertThat(store.incarnation()).isEqualTo(incarnation);
    try (H2Store other = H2Store.open(directory.resolve("other"))) {
      assertThat(other.incarnation()).isNotEqualTo(incarnation);
    }
  }

  @Test
  void othersSeeAChangeAfterTheCommitOnly() {
    Memory memory = memory(id(1), 1, Samples.contentOf("a"));
    try (MemoryStore.Transaction transaction = store.begin()) {
      transaction.apply(change(new Change.Put(memory)));
      assertThat(transaction.find(memory.id())).contains(memory);
      assertThat(store.find(memory.id())).isEmpty();
      assertThat(store.position()).isZero();
      transaction.commit();
    }

    assertThat(store.find(memory.id())).contains(memory);
    assertThat(store.position()).isEqualTo(1);
  }

  @Test
  void aTransactionGoesOnAfterACommit() {
    try (MemoryStore.Transaction transaction = store.begin()) {
      transaction.apply(change(new Change.Put(memory(id(1), 1, Samples.contentOf("a")))));
      transaction.commit();
      transaction.apply(change(new Change.Put(memory(id(2), 1, Samples.contentOf("b")))));
    }

    assertThat(store.allIds()).containsExactly(id(1));
    assertThat(store.position()).isEqualTo(1);
  }

  @Test
  void aDeletedMemoryIsGoneButItsRevisionsStay() {
    Memory first = memory(id(1), 1, withFiles("a.java"));
    Memory second = memory(id(1), 2, withFiles("b.java"));
    put(first);
    put(second);
    putVectors(second, "model", Set.of("h"), Set.of("h"));
    apply(new Change.Remove(id(1), 3));

    assertThat(store.find(id(1))).isEmpty();
    assertThat(store.find(List.of(id(1)))).isEmpty();
    assertThat(store.count()).isZero();
    assertThat(store.allIds()).isEmpty();
    assertThat(store.linkedTo(SHOP, "b.java")).isEmpty();
    assertThat(store.vectors(id(1), "model")).isEmpty();
    assertThat(store.list(all(SHOP), null, 10).total()).isZero();
    assertThat(store.projects()).containsExactly(new ProjectCount(SHOP, 0));
    assertThat(store.revision(id(1), 1)).contains(first);
    assertThat(store.revision(id(1), 2)).contains(second);
    assertThat(store.revision(id(1), 3)).isEmpty();
    assertThat(store.touchedAfter(0, 10)).containsExactly(new Touched(id(1), 4, null));
  }

  @Test
  void aMemoryPutAgainAfterItsDeletionIsBack() {
    put(memory(id(1), 1, Samples.contentOf("a")));
    apply(new Change.Remove(id(1), 2));
    Memory restored = memory(id(1), 3, Samples.contentOf("a"));
    put(restored);

    assertThat(store.find(id(1))).contains(restored);
    assertThat(store.count()).isEqualTo(1);
    assertThat(store.revision(id(1), 1)).isPresent();
  }

  @Test
  void prefixesNameIds() {
    MemoryId a = new MemoryId("abc123" + "0".repeat(26));
    MemoryId b = new MemoryId("abc123" + "f".repeat(26));
    MemoryId c = new MemoryId("abc124" + "0".repeat(26));
    for (MemoryId id : List.of(c, b, a)) {
      put(memory(id, 1, Samples.contentOf("x")));
    }
    apply(new Change.Remove(b, 2));

    assertThat(store.idsStartingWith("abc123", false, 10)).containsExactly(a);
    assertThat(store.idsStartingWith("abc123", true, 10)).containsExactly(a, b);
    assertThat(store.idsStartingWith("abc12", true, 2)).containsExactly(a, b);
    assertThat(store.idsStartingWith(a.value(), false, 10)).containsExactly(a);
    assertThat(store.countStartingWith("abc12", false)).isEqualTo(2);
    assertThat(store.countStartingWith("abc12", true)).isEqualTo(3);
    assertThat(store.countStartingWith("abc125", true)).isZero();
  }

  @Test
  void shortIdsAreUniqueAndNoLongerThanNeeded() {
    MemoryId a = new MemoryId("abc1230" + "0".repeat(25));
    MemoryId b = new MemoryId("abc1231" + "0".repeat(25));
    MemoryId b2 = new MemoryId("abc1231" + "0".repeat(24) + "1");
    MemoryId far = new MemoryId("f".repeat(32));
    for (MemoryId id : List.of(a, b, b2, far)) {
      put(memory(id, 1, Samples.contentOf("x")));
    }

    assertThat(store.shortIds(List.of(far, b, b2, a), 6))
        .isEqualTo(Map.of(a, "abc1230", b, b.value(), b2, b2.value(), far, "ffffff"));
    assertThat(store.shortIds(List.of(far), 1)).isEqualTo(Map.of(far, "f"));
  }

  @Test
  void aRequestIsKnownByWhatItChanged() {
    put(memory(id(1), 1, Samples.contentOf("a")));
    apply(new Change.Track(SHOP, SESSION, List.of()));

    assertThat(store.applied("request 1")).contains(new AppliedRequest("request 1", 1, id(1), 1));
    assertThat(store.applied("request 2")).contains(new AppliedRequest("request 2", 2, null, 0));
    assertThat(store.applied("request 3")).isEmpty();
  }

  @Test
  void theOldestRequestsAreForgotten() {
    put(memory(id(1), 1, Samples.contentOf("a")));
    number = AppliedRequests.REMEMBERED;
    put(memory(id(2), 1, Samples.contentOf("a")));

    assertThat(store.applied("request 1")).isEmpty();
    assertThat(store.applied("request " + number)).isPresent();
  }

  @Test
  void projectsAreListedByHowMuchTheyHold() {
    put(memory(id(1), 1, OTHER, Samples.contentOf("a")));
    put(memory(id(2), 1, SHOP, Samples.contentOf("a")));
    put(memory(id(3), 1, SHOP, Samples.contentOf("a")));
    apply(new Change.Track(Project.DEFAULT, SESSION, List.of()));
    put(memory(id(3), 2, OTHER, Samples.contentOf("moved")));
    put(memory(id(4), 1, OTHER, Samples.contentOf("a")));

    assertThat(store.projects())
        .containsExactly(
            new ProjectCount(OTHER, 3),
            new ProjectCount(SHOP, 1),
            new ProjectCount(Project.DEFAULT, 0));
  }

  @Test
  void aListIsPagedNewestFirstThroughEqualTimes() {
    List<MemoryId> expected = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      // 10 and 9 are newest and of one time, then 8 and 7, …
      Instant created = Samples.START.plusSeconds((i + 1) / 2);
      put(memory(id(i), 1, SHOP, created, Samples.contentOf("m" + i)));
    }
    for (int i = 10; i > 0; i -= 2) {
      expected.add(id(i - 1));
      expected.add(id(i));
    }

    List<MemoryId> walked = new ArrayList<>();
    StoreReads.After after = null;
    boolean more = true;
    while (more) {
      StoreReads.MemoryPage page = store.list(all(SHOP), after, 3);
      assertThat(page.total()).isEqualTo(10);
      page.memories().forEach(memory -> walked.add(memory.id()));
      Memory last = page.memories().getLast();
      after = new StoreReads.After(last.createdAt(), last.id());
      more = page.more();
    }

    assertThat(walked).isEqualTo(expected);
  }

  @Test
  void everyFilterOfAListHolds() {
    Content open = withTask("in_progress");
    Content done = withTask("done");
    put(memory(id(1), 1, SHOP, Samples.START, open));
    put(memory(id(2), 1, SHOP, Samples.START.plusSeconds(10), done));
    put(memory(id(3), 1, SHOP, Samples.START.plusSeconds(20), withFiles("a")));
    put(memory(id(4), 1, OTHER, Samples.START.plusSeconds(30), open));

    assertThat(ids(all(null))).containsExactly(id(4), id(3), id(2), id(1));
    assertThat(ids(all(SHOP))).containsExactly(id(3), id(2), id(1));
    assertThat(ids(filter(SHOP, SESSION, null, null, Set.of(), false))).hasSize(3);
    assertThat(ids(filter(SHOP, new SessionId("x"), null, null, Set.of(), false))).isEmpty();
    Instant second = Samples.START.plusSeconds(10);
    assertThat(ids(filter(null, null, second, null, Set.of(), false)))
        .containsExactly(id(4), id(3), id(2));
    assertThat(ids(filter(null, null, null, second, Set.of(), false)))
        .containsExactly(id(2), id(1));
    assertThat(ids(filter(null, null, second, second, Set.of(), false))).containsExactly(id(2));
    assertThat(ids(filter(null, null, null, null, Set.of(Field.ACTIVE_TASKS), false)))
        .containsExactly(id(4), id(2), id(1));
    assertThat(ids(filter(null, null, null, null, Set.of(Field.FILES, Field.GOAL), false)))
        .isEmpty();
    assertThat(ids(filter(null, null, null, null, Set.of(), true))).containsExactly(id(4), id(1));
    assertThat(ids(filter(SHOP, SESSION, null, second, Set.of(Field.ACTIVE_TASKS), true)))
        .containsExactly(id(1));
  }

  @Test
  void aFileIsFoundInEverySpelling() {
    put(memory(id(1), 1, withFiles("src/main/Cart.java")));
    put(memory(id(2), 1, withFiles("test/main/Cart.java")));
    put(memory(id(3), 1, withFiles("src/main/cart.java")));
    put(memory(id(4), 1, withFiles("src/main/MyCart.java")));

    assertThat(direct("src/main/Cart.java")).containsExactly(id(1));
    assertThat(direct("main/Cart.java")).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(direct("Cart.java")).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(direct("cart.java")).containsExactly(id(3));
    assertThat(direct("CART.java")).containsExactlyInAnyOrder(id(1), id(2), id(3));
    assertThat(direct("rt.java")).isEmpty();
    assertThat(direct("src/main/")).containsExactlyInAnyOrder(id(1), id(3), id(4));
    assertThat(direct("main/")).containsExactlyInAnyOrder(id(1), id(2), id(3), id(4));
    assertThat(direct("SRC/main/")).containsExactlyInAnyOrder(id(1), id(3), id(4));
    assertThat(direct("./")).hasSize(4);
    assertThat(direct("rc/main/")).isEmpty();
    assertThat(direct("*.java")).hasSize(4);
    assertThat(direct("src/**/*Cart.java")).containsExactlyInAnyOrder(id(1), id(4));
    assertThat(direct("main/C*.java")).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(direct("{*.java")).isEmpty();
  }

  @Test
  void aNameWithBracketsIsNotTakenForAGlobWhereItIsAFile() {
    put(memory(id(1), 1, withFiles("pages/[id].tsx")));
    put(memory(id(2), 1, withFiles("pages/i.tsx")));

    assertThat(direct("pages/[id].tsx")).containsExactly(id(1));
    assertThat(direct("[id].tsx")).containsExactly(id(1));
  }

  @Test
  void anEntityOfTypeFileIsAFileLink() {
    Content content =
        content(List.of(), List.of(new Entity("src/A.java", "File", null)), List.of());
    put(memory(id(1), 1, content));

    assertThat(direct("src/A.java")).containsExactly(id(1));
  }

  @Test
  void memoriesAroundAFileComeInTheOrderOfNearness() {
    put(memory(id(1), 1, SHOP, Samples.START, withFiles("a/A.java", "b/B.java")));
    put(memory(id(2), 1, SHOP, Samples.START.plusSeconds(9), withFiles("b/B.java")));
    put(memory(id(3), 1, SHOP, Samples.START.plusSeconds(8), withFiles("a/C.java")));
    put(memory(id(4), 1, SHOP, Samples.START.plusSeconds(7), withFiles("a/A.java", "a/C.java")));
    put(memory(id(5), 1, SHOP, Samples.START.plusSeconds(6), withFiles("c/D.java")));
    put(memory(id(6), 1, SHOP, Samples.START.plusSeconds(5), withFiles("a/E.java")));
    put(memory(id(7), 1, OTHER, Samples.START.plusSeconds(4), withFiles("a/A.java")));

    assertThat(store.linkedTo(SHOP, "a/A.java"))
        .containsExactly(
            match(4, Relation.DIRECT, "a/A.java", 7),
            match(1, Relation.DIRECT, "a/A.java", 0),
            match(2, Relation.CO_LINKED, "b/B.java", 9),
            match(3, Relation.CO_LINKED, "a/C.java", 8),
            match(6, Relation.SAME_DIRECTORY, "a/E.java", 5));
    assertThat(store.linkedTo(null, "a/A.java")).hasSize(6);
    assertThat(store.linkedTo(SHOP, "a/Unseen.java"))
        .extracting(StoreReads.FileMatch::relation)
        .containsOnly(Relation.SAME_DIRECTORY)
        .hasSize(4);
    assertThat(store.linkedTo(new Project("/nowhere", "nowhere"), "a/A.java")).isEmpty();
  }

  @Test
  void everyWriteTouchesItsMemoryOnce() {
    Memory first = memory(id(1), 1, Samples.contentOf("a"));
    Memory second = memory(id(2), 1, Samples.contentOf("b"));
    put(first);
    put(second);
    assertThat(store.touchedAfter(0, 10))
        .containsExactly(new Touched(id(1), 1, first), new Touched(id(2), 2, second));

    putVectors(first, "model", Set.of("h"), Set.of("h"));

    assertThat(store.lastTouch()).isEqualTo(3);
    assertThat(store.touchedAfter(2, 10)).containsExactly(new Touched(id(1), 3, first));
    assertThat(store.touchedAfter(0, 1)).containsExactly(new Touched(id(2), 2, second));
    store.touchBeyond(100);
    store.touchBeyond(50);
    put(memory(id(3), 1, Samples.contentOf("c")));
    assertThat(store.touchedAfter(3, 10)).extracting(Touched::touch).containsExactly(101L);
  }

  @Test
  void aMemoryIsWithoutVectorsUntilEveryPassageHasOneOfThisModel() {
    Memory memory = memory(id(1), 1, Samples.contentOf("a"));
    put(memory);
    assertThat(store.withoutVectors("m1", 10)).containsExactly(memory);

    putVectors(memory, "m1", Set.of("h1", "h2"), Set.of("h1"));
    assertThat(store.withoutVectors("m1", 10)).containsExactly(memory);
    assertThat(store.countWithVectors("m1")).isZero();

    putVectors(memory, "m1", Set.of("h1", "h2"), Set.of("h2"));
    assertThat(store.withoutVectors("m1", 10)).isEmpty();
    assertThat(store.withoutVectors("m2", 10)).containsExactly(memory);
    assertThat(store.countWithVectors("m1")).isEqualTo(1);
    assertThat(store.vectors(id(1), "m1")).containsOnlyKeys("h1", "h2");

    putVectors(memory, "m2", Set.of("h1"), Set.of("h1"));
    assertThat(store.withoutVectors("m2", 10)).isEmpty();
    assertThat(store.withoutVectors("m1", 10)).containsExactly(memory);
    assertThat(store.vectors(id(1), "m1")).isEmpty();
    assertThat(store.vectors(id(1), "m2")).containsOnlyKeys("h1");
  }

  @Test
  void aNewRevisionIsWithoutVectorsButItsOldOnesCanBeUsedAgain() {
    Memory first = memory(id(1), 1, Samples.contentOf("a"));
    Memory second = memory(id(1), 2, Samples.contentOf("b"));
    put(first);
    putVectors(first, "m", Set.of("h1", "h2"), Set.of("h1", "h2"));
    put(second);

    assertThat(store.withoutVectors("m", 10)).containsExactly(second);
    assertThat(store.vectors(id(1), "m")).containsOnlyKeys("h1", "h2");

    putVectors(first, "m", Set.of("h1"), Set.of("h1"));
    assertThat(store.withoutVectors("m", 10)).containsExactly(second);

    putVectors(second, "m", Set.of("h2", "h3"), Set.of("h3"));
    assertThat(store.withoutVectors("m", 10)).isEmpty();
    assertThat(store.vectors(id(1), "m")).containsOnlyKeys("h2", "h3");
  }

  @Test
  void aMemoryWithoutPassagesIsCompleteOnceToldSo() {
    Memory memory = memory(id(1), 1, Samples.contentOf("a"));
    put(memory);

    putVectors(memory, "m", Set.of(), Set.of());

    assertThat(store.withoutVectors("m", 10)).isEmpty();
  }

  @Test
  void theOldestTouchedWithoutVectorsComeFirst() {
    List<Memory> memories = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      memories.add(memory(id(i), 1, Samples.contentOf("m" + i)));
      put(memories.getLast());
    }
    putVectors(memories.get(0), "other", Set.of("h"), Set.of("h"));

    assertThat(store.withoutVectors("m", 2)).isEqualTo(memories.subList(1, 3));
    assertThat(store.withoutVectors("m", 10).getLast()).isEqualTo(memories.getFirst());
  }

  @Test
  void aMemoryOfAnySizeIsKept() {
    String large = "x🙂".repeat(700_000);
    Memory memory = memory(id(1), 1, Samples.contentOf(large));
    put(memory);
    put(memory(id(1), 2, Samples.contentOf("small")));

    assertThat(store.revision(id(1), 1)).contains(memory);
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();
    store.close();

    assertFails(MemoryException.Code.CLOSED, () -> store.find(id(1)));
    assertFails(MemoryException.Code.CLOSED, () -> store.begin());
  }

  private static void assertFails(MemoryException.Code code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(MemoryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static MemoryId id(int number) {
    return new MemoryId("%032x".formatted(number));
  }

  private static Memory memory(MemoryId id, int revision, Content content) {
    return memory(id, revision, SHOP, content);
  }

  private static Memory memory(MemoryId id, int revision, Project project, Content content) {
    return memory(id, revision, project, Samples.START, content);
  }

  private static Memory memory(
      MemoryId id, int revision, Project project, Instant at, Content content) {
    return new Memory(id, content, List.of(), project, SESSION, at, at, revision);
  }

  private static Content withFiles(String... files) {
    return content(List.of(), List.of(), List.of(files));
  }

  private static Content withTask(String status) {
    return content(List.of(new Task("task", status, null)), List.of(), List.of());
  }

  private static Content content(List<Task> tasks, List<Entity> entities, List<String> files) {
    return new Content(
        null, null, tasks, List.of(), List.of(), entities, List.of(), List.of(), List.of(), files);
  }

  private StoreReads.FileMatch match(int id, Relation relation, String path, int seconds) {
    return new StoreReads.FileMatch(id(id), relation, path, Samples.START.plusSeconds(seconds));
  }

  private static ListFilter all(@Nullable Project project) {
    return filter(project, null, null, null, Set.of(), false);
  }

  private static ListFilter filter(
      @Nullable Project project,
      @Nullable SessionId session,
      @Nullable Instant since,
      @Nullable Instant until,
      Set<Field> has,
      boolean openTasks) {
    return new ListFilter(project, session, since, until, has, openTasks);
  }

  private List<MemoryId> ids(ListFilter filter) {
    StoreReads.MemoryPage page = store.list(filter, null, 100);
    assertThat(page.total()).isEqualTo(page.memories().size());
    return page.memories().stream().map(Memory::id).toList();
  }

  private List<MemoryId> direct(String path) {
    return store.linkedTo(SHOP, path).stream()
        .filter(match -> match.relation() == Relation.DIRECT)
        .map(StoreReads.FileMatch::id)
        .toList();
  }

  private Change change(Change.Effect effect) {
    number++;
    return new Change(number, Samples.START, "request " + number, effect);
  }

  private void put(Memory memory) {
    apply(new Change.Put(memory));
  }

  private void apply(Change.Effect effect) {
    try (MemoryStore.Transaction transaction = store.begin()) {
      transaction.apply(change(effect));
      transaction.commit();
    }
  }

  private void putVectors(Memory memory, String model, Set<String> current, Set<String> given) {
    Map<String, Embedding> vectors = new HashMap<>();
    given.forEach(hash -> vectors.put(hash, EMBEDDING));
    try (MemoryStore.Transaction transaction = store.begin()) {
      transaction.putVectors(memory.id(), memory.revision(), model, current, vectors);
      transaction.commit();
    }
  }
}
