package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Update;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Memories read, changed, deleted and brought back.
class RevisionsTest extends MemoriesFixture {
  @Test
  void anIdIsFoundInAnyCaseAndByAPrefixOfSixDigits() {
    Memory memory = save(Sample.context("x"));
    String id = memory.id().value();

    assertThat(get(id.toUpperCase(Locale.ROOT))).isEqualTo(memory);
    assertThat(get(id.substring(0, 6))).isEqualTo(memory);
    assertThat(get(" " + id.substring(0, 7).toUpperCase(Locale.ROOT))).isEqualTo(memory);
  }

  @Test
  void aPrefixOfFiveDigitsIsTooShort() {
    Memory memory = save(Sample.context("x"));

    Problem problem = getProblem(memory.id().value().substring(0, 5));

    assertThat(problem.code()).isEqualTo(Problem.Code.PREFIX_TOO_SHORT);
    assertThat(problem.message()).contains("6");
    assertThat(getProblem("").code()).isEqualTo(Problem.Code.PREFIX_TOO_SHORT);
  }

  @Test
  void whatIsNoIdIsNotFound() {
    save(Sample.context("x"));

    assertThat(getProblem("%%%%%%%%").code()).isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(getProblem("abcdef' OR 1=1").code()).isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(getProblem("00000000000000000000000000000000").code())
        .isEqualTo(Problem.Code.NOT_FOUND);
  }

  @Test
  void severalIdsAreAnsweredInTheOrderAskedWithAProblemForEachMissing() {
    Memory a = save(Sample.context("a"));
    Memory b = save(Sample.context("b"), Sample.BANK);

    Got got =
        done(
            memories.get(
                List.of(b.id().value(), "ffffffffffff", a.id().value(), prefix(b)),
                OptionalInt.empty(),
                call()));

    assertThat(got.memories()).containsExactly(b, a);
    assertThat(got.problems()).extracting(Problem::code).containsExactly(Problem.Code.NOT_FOUND);
  }

  @Test
  void anEarlierRevisionIsReadAlsoOfADeletedMemory() {
    Memory first = save(Sample.context("first"));
    update(Sample.merge(prefix(first), Sample.context("second")));
    done(memories.delete(prefix(first), call()));

    Got got = done(memories.get(List.of(prefix(first)), OptionalInt.of(1), call()));
    Got none = done(memories.get(List.of(prefix(first)), OptionalInt.of(9), call()));

    assertThat(got.memories()).containsExactly(first);
    assertThat(none.problems())
        .extracting(Problem::field, Problem::code)
        .containsExactly(org.assertj.core.api.Assertions.tuple("revision", Problem.Code.NOT_FOUND));
    assertThat(getProblem(prefix(first)).message()).contains("deleted");
  }

  @Test
  void aTextIsReplacedAndWhatIsNotNamedStays() {
    Memory memory =
        save(Sample.content("old", List.of(), List.of("a"), List.of(), List.of(), List.of()));
    clock.advance(Duration.ofMinutes(1));

    Saved saved = update(Sample.merge(prefix(memory), Sample.context("new")));

    assertThat(saved.memory().content())
        .isEqualTo(Sample.content("new", List.of(), List.of("a"), List.of(), List.of(), List.of()));
    assertThat(saved.memory().revision()).isEqualTo(2);
    assertThat(saved.memory().createdAt()).isEqualTo(memory.createdAt());
    assertThat(saved.memory().updatedAt()).isEqualTo(clock.instant());
  }

  @Test
  void theSameUpdateTwiceMakesOneRevision() {
    Memory memory = save(Sample.lessons("a", "b"));
    Update update = Sample.merge(prefix(memory), Sample.lessons("b", "c"));
    Saved first = update(update);
    clock.advance(Duration.ofMinutes(1));
    long changes = status().changes();

    Saved second = update(update);

    assertThat(first.changed()).isTrue();
    assertThat(second.changed()).isFalse();
    assertThat(second.memory()).isEqualTo(first.memory());
    assertThat(status().changes()).isEqualTo(changes);
  }

  @Test
  void anUpdateThatLeavesNothingIsRefused() {
    Memory memory = save(Sample.lessons("a"));

    Problem problem =
        refused(memories.update(Sample.remove(prefix(memory), Sample.lessons("a")), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.EMPTY_MEMORY);
    assertThat(get(prefix(memory))).isEqualTo(memory);
  }

  @Test
  void anUpdateOfAnotherRevisionIsRefusedWithTheOneThereIs() {
    Memory memory = save(Sample.lessons("a"));
    Saved second = update(Sample.at(1, Sample.merge(prefix(memory), Sample.lessons("b"))));

    Problem problem =
        refused(
            memories.update(
                Sample.at(1, Sample.merge(prefix(memory), Sample.lessons("c"))), call()));

    assertThat(second.memory().revision()).isEqualTo(2);
    assertThat(problem.code()).isEqualTo(Problem.Code.REVISION_CONFLICT);
    assertThat(problem.message()).contains("revision 2");
  }

  @Test
  void anUnknownMemoryIsNotUpdated() {
    Problem problem = refused(memories.update(Sample.merge("abc123", Sample.lessons("a")), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(problem.field()).isEqualTo("id");
  }

  @Test
  void aTaskNamedAgainWithoutStatusKeepsIt() {
    Memory memory = save(Sample.tasks(new Task("done", "completed", null), new Task("left open")));

    Saved saved = update(Sample.merge(prefix(memory), Sample.tasks(new Task("done"))));

    assertThat(saved.changed()).isFalse();
    assertThat(get(prefix(memory)).content().activeTasks())
        .containsExactly(
            new Task("done", "completed", null), new Task("left open", "pending", null));
  }

  @Test
  void aMemoryDoesNotGrowBeyondItsLimitByUpdatesButCanBeMadeSmaller() {
    Memory memory = save(Sample.context("grows"));
    String half = "x".repeat(600_000);
    update(Sample.merge(prefix(memory), Sample.lessons("a" + half)));

    Problem problem =
        refused(memories.update(Sample.merge(prefix(memory), Sample.lessons("b" + half)), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.TOO_LONG);
    assertThat(problem.message()).contains("1,048,576", "remove", "supersedes");
    assertThat(get(prefix(memory)).revision()).isEqualTo(2);
    update(Sample.remove(prefix(memory), Sample.lessons("a" + half)));
    assertThat(get(prefix(memory)).content()).isEqualTo(Sample.context("grows"));
  }

  @Test
  void whatIsNotThereToRemoveIsSaid() {
    Memory memory = save(Sample.lessons("a", "b"));

    Saved some = update(Sample.remove(prefix(memory), Sample.lessons("a", "zeppelin")));
    Saved none = update(Sample.remove(prefix(memory), Sample.entities(new Entity("Redis"))));

    assertThat(some.changed()).isTrue();
    assertThat(some.hints()).containsExactly("not there to remove: \"zeppelin\"");
    assertThat(none.changed()).isFalse();
    assertThat(none.hints()).containsExactly("not there to remove: \"redis\"");
  }

  @Test
  void updatersAtTheSameTimeAllAddTheirLessons() throws Exception {
    Memory memory = save(Sample.lessons("start"));

    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String lesson = "lesson " + i;
      threads.add(
          Thread.ofVirtual()
              .name("updater-" + i)
              .start(() -> update(Sample.merge(prefix(memory), Sample.lessons(lesson)))));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(get(prefix(memory)).content().lessonsLearned())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(0, 8).mapToObj(i -> i == 8 ? "start" : "lesson " + i).toList());
    assertThat(get(prefix(memory)).revision()).isEqualTo(9);
  }

  @Test
  void aClockSetBackDoesNotTurnARevisionOlderThanTheOneBefore() {
    Memory memory = save(Sample.lessons("a"));
    clock.back(Duration.ofHours(1));

    Saved saved = update(Sample.merge(prefix(memory), Sample.lessons("b")));

    assertThat(saved.memory().updatedAt()).isEqualTo(memory.updatedAt());
  }

  @Test
  void afterAnUpdateTheNewTextIsFoundAndTheOldIsNot() {
    Memory memory = save(Sample.tasks(new Task("polish the zeppelin")));
    assertThat(ids(search("zeppelin"))).containsExactly(memory.id().value());

    update(Sample.replace(prefix(memory), Sample.tasks(new Task("paint the submarine"))));

    assertThat(ids(search("submarine"))).containsExactly(memory.id().value());
    assertThat(search("zeppelin").hits()).isEmpty();
  }

  @Test
  void aDeletedMemoryIsGoneFromEveryView() {
    Memory memory = save(Sample.files("zeppelin", "src/a.py"));
    Memory other = save(Sample.files("submarine", "src/a.py"));

    done(memories.delete(prefix(memory), call()));

    assertThat(getProblem(prefix(memory)).code()).isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(search("zeppelin").hits()).isEmpty();
    assertThat(ids(done(memories.list(Sample.list(10, null), call()))))
        .containsExactly(other.id().value());
    assertThat(ids(done(memories.searchByFile(Sample.file("src/a.py"), call()))))
        .containsExactly(other.id().value());
    assertThat(refused(memories.delete(prefix(memory), call())).code())
        .isEqualTo(Problem.Code.NOT_FOUND);
  }

  @Test
  void theHistoryTellsEachRevisionInWords() {
    Memory memory =
        save(
            Sample.content(
                "Tokens expire after 15 minutes and are kept in Redis",
                List.of(new Task("Add tests", "pending", null)),
                List.of("first"),
                List.of(),
                List.of(),
                List.of()));
    tick();
    update(
        Sample.in(
            Sample.LATER,
            Sample.merge(
                prefix(memory),
                Sample.content(
                    "Tokens expire after 30 minutes and are kept in Redis",
                    List.of(new Task("Add tests", "completed", null)),
                    List.of("second"),
                    List.of(),
                    List.of(),
                    List.of()))));
    update(Sample.remove(prefix(memory), Sample.lessons("first")));
    done(memories.delete(prefix(memory), call()));

    History history = done(memories.history(prefix(memory), call()));

    assertThat(history.deleted()).isTrue();
    assertThat(history.total()).isEqualTo(4);
    assertThat(history.session()).isEqualTo(Sample.SESSION);
    assertThat(history.revisions())
        .extracting(History.Revision::session)
        .containsExactly(null, null, Sample.LATER, Sample.SESSION);
    assertThat(history.revisions())
        .extracting(History.Revision::number, History.Revision::at, History.Revision::changes)
        .containsExactly(
            tuple(4, clock.instant(), List.of("deleted")),
            tuple(3, clock.instant(), List.of("- lessons_learned: first")),
            tuple(
                2,
                clock.instant(),
                List.of(
                    "~ context: Tokens expire after [-15-]{+30+} minutes and are kept …",
                    "~ active_tasks: Add tests: status pending → completed",
                    "+ lessons_learned: second")),
            tuple(
                1,
                memory.createdAt(),
                List.of(
                    "+ context: Tokens expire after 15 minutes and are kept in Redis",
                    "+ active_tasks: Add tests (pending)",
                    "+ lessons_learned: first")));
  }

  @Test
  void aDeletedMemoryIsBroughtBackAsItWas() {
    Memory memory = save(Sample.context("a zebra crossing"));
    int deletedAt = done(memories.delete(prefix(memory), call())).revision();
    assertThat(search("zebra").hits()).isEmpty();
    tick();

    Saved restored = done(memories.restore(prefix(memory), Sample.LATER, call()));

    assertThat(restored.changed()).isTrue();
    assertThat(restored.memory())
        .isEqualTo(
            new Memory(
                memory.id(),
                memory.content(),
                List.of(),
                Sample.SHOP,
                Sample.SESSION,
                memory.createdAt(),
                clock.instant(),
                Sample.LATER,
                deletedAt + 1));
    assertThat(get(prefix(memory))).isEqualTo(restored.memory());
    assertThat(ids(search("zebra"))).containsExactly(memory.id().value());
    assertThat(done(memories.history(prefix(memory), call())).revisions().getFirst().changes())
        .containsExactly("restored; deleted at revision 2");
  }

  @Test
  void aMemoryThatIsNotDeletedIsNotBroughtBack() {
    Memory memory = save(Sample.context("here"));

    Saved same = done(memories.restore(prefix(memory), Sample.LATER, call()));

    assertThat(same.changed()).isFalse();
    assertThat(same.memory()).isEqualTo(memory);
    assertThat(same.hints()).containsExactly("it is not deleted");
    assertThat(refused(memories.restore("0000000", Sample.LATER, call())).code())
        .isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(refused(memories.history("0000000", call())).code())
        .isEqualTo(Problem.Code.NOT_FOUND);
  }
}
