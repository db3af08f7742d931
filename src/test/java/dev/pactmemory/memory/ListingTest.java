package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Memories, open work and names in lists.
class ListingTest extends MemoriesFixture {
  @Test
  void theListIsNewestFirstAndItsPagesMissAndRepeatNothingWhileOthersSave() {
    List<String> saved = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clock.advance(Duration.ofSeconds(1));
      saved.addFirst(save(Sample.context("memory " + i)).id().value());
    }

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Found page = done(memories.list(Sample.list(3, cursor), call()));
      walked.addAll(ids(page));
      cursor = page.cursor();
      clock.advance(Duration.ofSeconds(1));
      save(Sample.context("in between"));
    } while (cursor != null);

    assertThat(walked).isEqualTo(saved);
  }

  @Test
  void theListKnowsProjectSessionFieldsAndOpenTasks() {
    Memory open = save(Sample.tasks(new Task("open")));
    save(Sample.tasks(new Task("closed", "completed", null)));
    save(Sample.context("other project"), Sample.BANK);

    ListQuery openTasks =
        new ListQuery(new Scope.Current(Sample.SHOP), null, null, null, Set.of(), true, 10, null);
    ListQuery withTasks =
        new ListQuery(
            new Scope.All(),
            Sample.SESSION,
            null,
            null,
            Set.of(Field.ACTIVE_TASKS),
            false,
            10,
            null);
    ListQuery otherSession =
        new ListQuery(
            new Scope.All(), new SessionId("nobody"), null, null, Set.of(), false, 10, null);

    assertThat(ids(done(memories.list(openTasks, call())))).containsExactly(open.id().value());
    assertThat(done(memories.list(withTasks, call())).total()).isEqualTo(2);
    Found none = done(memories.list(otherSession, call()));
    assertThat(none.hits()).isEmpty();
    assertThat(none.nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, 3, List.of()));
  }

  @Test
  void anEmptyStoreAnswersThatNothingIsStored() {
    Found.Nothing nothing = new Found.Nothing(Found.Nothing.Why.NOTHING_STORED, 0, List.of());

    assertThat(done(memories.list(Sample.list(10, null), call())).nothing()).isEqualTo(nothing);
    assertThat(search("anything").nothing()).isEqualTo(nothing);
    assertThat(done(memories.searchByFile(Sample.file("a.py"), call())).nothing())
        .isEqualTo(nothing);
  }

  @Test
  void aLimitBelowOneAndAStrangeCursorAreRefused() {
    save(Sample.context("x"));

    assertThat(refused(memories.list(Sample.list(0, null), call())).field()).isEqualTo("limit");
    assertThat(refused(memories.list(Sample.list(-1, null), call())).field()).isEqualTo("limit");
    for (String cursor : List.of("", "nonsense", "%%%", "MXxhfGI")) {
      assertThat(refused(memories.list(Sample.list(5, cursor), call())).code())
          .isEqualTo(Problem.Code.BAD_CURSOR);
    }
  }

  @Test
  void aCursorOfAnotherQuestionIsRefused() {
    for (int i = 0; i < 4; i++) {
      save(Sample.context("common word " + i));
    }
    Scope shop = new Scope.Current(Sample.SHOP);
    String cursor =
        done(memories.search(Sample.query("common", shop, 2, null, null), call())).cursor();

    assertThat(cursor).isNotNull();
    assertThat(refused(memories.search(Sample.query("word", shop, 2, null, cursor), call())).code())
        .isEqualTo(Problem.Code.BAD_CURSOR);
    assertThat(refused(memories.list(Sample.list(2, cursor), call())).code())
        .isEqualTo(Problem.Code.BAD_CURSOR);
  }

  @Test
  void openTasksComeBlockedFirstThenByPriorityThenOldestFirst() {
    Memory first =
        save(
            Sample.tasks(
                new Task("low", null, "low"),
                new Task("plain"),
                new Task("done", "completed", "high"),
                new Task("high", "in_progress", "High")));
    tick();
    Memory second =
        save(
            Sample.tasks(
                new Task("later high", null, "high"), new Task("stuck", "blocked", "low")));
    update(Sample.merge(prefix(first), Sample.tasks(new Task("plain", "in_progress", null))));
    save(Sample.tasks(new Task("elsewhere")), Sample.BANK);

    Page<OpenTask> page = tasks(20, null);

    assertThat(page.items())
        .extracting(open -> open.task().task(), OpenTask::memory, OpenTask::since)
        .containsExactly(
            tuple("stuck", second.id(), second.createdAt()),
            tuple("high", first.id(), first.createdAt()),
            tuple("later high", second.id(), second.createdAt()),
            tuple("plain", first.id(), first.createdAt()),
            tuple("low", first.id(), first.createdAt()));
    assertThat(page.total()).isEqualTo(5);
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Page<OpenTask> some = tasks(2, cursor);
      some.items().forEach(open -> walked.add(open.task().task()));
      cursor = some.cursor();
    } while (cursor != null);
    assertThat(walked).containsExactly("stuck", "high", "later high", "plain", "low");
  }

  private Page<OpenTask> tasks(int limit, @Nullable String cursor) {
    return done(
        memories.tasks(
            new ListQuery(
                new Scope.Current(Sample.SHOP), null, null, null, Set.of(), true, limit, cursor),
            call()));
  }

  @Test
  void openTasksAreOfTheMemoriesAskedFor() {
    save(Sample.tasks(new Task("a")));
    ListQuery nobody =
        new ListQuery(
            new Scope.All(), new SessionId("nobody"), null, null, Set.of(), true, 5, null);
    ListQuery withDecisions =
        new ListQuery(
            new Scope.All(), Sample.SESSION, null, null, Set.of(Field.DECISIONS), true, 5, null);

    assertThat(done(memories.tasks(nobody, call())).nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, 1, List.of()));
    assertThat(done(memories.tasks(withDecisions, call())).total()).isZero();
  }

  @Test
  void namesThatBeginWithWhatWasTypedComeBeforeThoseThatContainIt() {
    save(Sample.entities(new Entity("OAuth"), new Entity("AuthService"), new Entity("authlib")));
    save(Sample.entities(new Entity("Authority"), new Entity("Redis")), Sample.BANK);

    assertThat(names(NamesQuery.Kind.ENTITY, "AUTH", 10))
        .isEqualTo(new Names(List.of("authlib", "AuthService", "OAuth"), 3));
    assertThat(names(NamesQuery.Kind.ENTITY, "auth", 2))
        .isEqualTo(new Names(List.of("authlib", "AuthService"), 3));
    assertThat(names(NamesQuery.Kind.ENTITY, "%", 10)).isEqualTo(new Names(List.of(), 0));
  }

  @Test
  void filesAndEntitiesOfDeletedMemoriesAreNamedNoMore() {
    save(Sample.files("stays", "src/auth/token.py"));
    Memory gone =
        save(
            Sample.content(
                "goes",
                List.of(),
                List.of(),
                List.of(),
                List.of(new Entity("Ghost")),
                List.of("src/Ghost.py")));

    assertThat(names(NamesQuery.Kind.FILE, "ghost", 10).names()).containsExactly("src/Ghost.py");
    done(memories.delete(prefix(gone), call()));

    assertThat(names(NamesQuery.Kind.ENTITY, "", 10).names()).isEmpty();
    assertThat(names(NamesQuery.Kind.FILE, "", 10).names()).containsExactly("src/auth/token.py");
  }

  @Test
  void projectsAndIdsAreNamedWhateverTheirProject() {
    clock.advance(Duration.ofSeconds(1));
    Memory here = save(Sample.context("here"));
    clock.advance(Duration.ofSeconds(1));
    Memory there = save(Sample.context("there"), Sample.BANK);

    assertThat(names(NamesQuery.Kind.PROJECT, "", 10).names()).containsExactly("bank", "shop");
    assertThat(names(NamesQuery.Kind.PROJECT, "AN", 10).names()).containsExactly("bank");
    assertThat(names(NamesQuery.Kind.MEMORY, prefix(there).toUpperCase(Locale.ROOT), 10).names())
        .containsExactly(there.id().value());
    assertThat(names(NamesQuery.Kind.MEMORY, "", 10).names()).containsExactly(here.id().value());
    assertThat(names(NamesQuery.Kind.MEMORY, "xyz", 10).names()).isEmpty();
  }

  private Names names(NamesQuery.Kind kind, String typed, int limit) {
    return done(
        memories.names(new NamesQuery(kind, typed, new Scope.Current(Sample.SHOP), limit), call()));
  }
}
