package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every [Memories] does, whoever carries it out.
abstract class MemoriesContract {
  @TempDir Path directory;

  final FakeClock clock = new FakeClock();
  Memories memories;

  /// Memories in an empty home, with a [WordEmbedder] that is ready.
  abstract Memories open(Path home, FakeClock clock);

  @BeforeEach
  void open() {
    memories = open(directory.resolve("home"), clock);
  }

  @AfterEach
  void close() {
    memories.close();
    checkInvariants(directory.resolve("home"));
  }

  /// Looks into the home of closed memories: does everything in it agree?
  abstract void checkInvariants(Path home);

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

  // Examine

  @Test
  void aMemoryWhosePartsAgreeIsFoundWell() {
    String id = save(Sample.context("first")).id().value();
    update(Sample.merge(id, Sample.lessons("learnt")));
    String gone = save(Sample.context("second")).id().value();
    done(memories.delete(gone, call()));

    assertThat(memories.examine(call()))
        .extracting(finding -> finding.subject() + ": " + finding.verdict())
        .startsWith("journal: GOOD", "store: GOOD", "index: GOOD")
        .contains("model: GOOD");
  }

  // Save

  @Test
  void aSavedMemoryIsReadBackAsItWasGiven() {
    Content content =
        new Content(
            "It's \"quoted\" {braces} # > 100% 🎉 記憶 שלום",
            "goal",
            List.of(new Task("T", "waiting on Bob", "urgent")),
            List.of("  a  ", "b", "a"),
            List.of(new Decision("D", "because", List.of("x - slow", "y"))),
            List.of(new Entity("Redis", "service", null), new Entity("Postgres")),
            List.of("A because B"),
            List.of("agreed"),
            List.of("resolved"),
            List.of("src/b.py", "src/a.py"));

    Saved saved = done(memories.save(Sample.draft(content), call()));

    assertThat(saved.memory().id().value()).matches("[0-9a-f]{32}");
    assertThat(saved.changed()).isTrue();
    assertThat(saved.linkedFiles()).isEqualTo(2);
    assertThat(saved.memory())
        .isEqualTo(
            new Memory(
                saved.memory().id(),
                content,
                List.of(),
                Sample.SHOP,
                Sample.SESSION,
                clock.instant(),
                clock.instant(),
                1));
    assertThat(saved.memory().content().lessonsLearned()).containsExactly("a", "b");
    assertThat(get(saved.memory().id().value())).isEqualTo(saved.memory());
  }

  @Test
  void aHundredIdsAreDistinct() {
    Set<String> ids = new HashSet<>();

    for (int i = 0; i < 100; i++) {
      ids.add(save(Sample.context("memory " + i)).id().value());
    }

    assertThat(ids).hasSize(100).allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void anEmptyMemoryIsRefusedEvenIfFilesAreTracked() {
    track("src/a.py");

    Problem problem = refused(memories.save(Sample.draft(Content.EMPTY), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.EMPTY_MEMORY);
    assertThat(status().memories()).isZero();
  }

  private static final String MUTEX =
      "A mutex around the token refresh in TokenManager makes other requests wait for the first";

  private static List<Advice.Code> codes(Saved saved) {
    return saved.advice().stream().map(Advice::code).toList();
  }

  private Advice twinOf(Content content) {
    return done(memories.save(Sample.draft(content), call())).advice().stream()
        .filter(advice -> advice.code() == Advice.Code.NEAR_DUPLICATE)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aMemoryToldAgainIsNamedWhetherIndexedOrNot() {
    Memory first = save(Sample.lessons(MUTEX));

    Advice atOnce = twinOf(Sample.lessons(MUTEX));
    search("mutex"); // Waits until all is indexed.
    Advice later =
        twinOf(
            Sample.lessons(
                "TokenManager: the first request refreshes the token, a mutex makes others wait"));

    assertThat(atOnce.fix()).startsWith("it says the same:");
    assertThat(first.id().value()).startsWith(atOnce.id());
    assertThat(later.fix()).startsWith("it says nearly the same:");
    assertThat(get(Objects.requireNonNull(later.id())).content()).isEqualTo(Sample.lessons(MUTEX));
    assertThat(status().memories()).isEqualTo(3);
  }

  @Test
  void aTwinInAnotherProjectOrOneSupersededIsNoMatterOfAdvice() {
    Memory first = save(Sample.lessons(MUTEX), Sample.BANK);

    Saved elsewhere = done(memories.save(Sample.draft(Sample.lessons(MUTEX)), call()));
    Saved successor =
        done(
            memories.save(
                new Draft(
                    Sample.lessons(MUTEX + " and the others fail after 5 s"),
                    List.of(first.id().value()),
                    new Scope.Current(Sample.BANK),
                    Sample.SESSION,
                    true),
                call()));

    assertThat(codes(elsewhere)).doesNotContain(Advice.Code.NEAR_DUPLICATE);
    assertThat(codes(successor)).doesNotContain(Advice.Code.NEAR_DUPLICATE);
  }

  @Test
  void aSaveSentTwiceIsNotItsOwnTwin() {
    Call once = call();
    Draft draft = Sample.draft(Sample.lessons(MUTEX));

    Saved first = done(memories.save(draft, once));
    Saved again = done(memories.save(draft, new Call(once.requestId(), Duration.ofSeconds(30))));

    assertThat(again.memory()).isEqualTo(first.memory());
    assertThat(codes(again)).doesNotContain(Advice.Code.NEAR_DUPLICATE);
  }

  @Test
  void aDeletedTwinIsForgotten() {
    Memory first = save(Sample.lessons(MUTEX));
    done(memories.delete(first.id().value(), call()));

    Saved saved = done(memories.save(Sample.draft(Sample.lessons(MUTEX)), call()));

    assertThat(codes(saved)).doesNotContain(Advice.Code.NEAR_DUPLICATE);
  }

  @Test
  void aSaveAndAnUpdateAreAdvisedOnWhatTheyBring() {
    Saved saved =
        done(memories.save(Sample.draft(Sample.decisions(new Decision("Use Redis"))), call()));
    Saved updated =
        update(
            Sample.merge(
                saved.memory().id().value(), Sample.tasks(new Task("measure", "someday", null))));

    assertThat(codes(saved))
        .containsExactly(
            Advice.Code.MISSING_RATIONALE,
            Advice.Code.NO_ENTITY_LINKS,
            Advice.Code.NO_ALTERNATIVES);
    assertThat(codes(updated)).containsExactly(Advice.Code.UNKNOWN_STATUS);
  }

  private static final String KEY = "np" + "m_8jQ2kV0xTz5LrB7cWn3Yd1HsGf6PaUe4MoRi";

  private static Draft secretDraft(Secrets secrets) {
    return new Draft(
        Sample.lessons("The registry takes " + KEY + " as password"),
        List.of(),
        new Scope.Current(Sample.SHOP),
        Sample.SESSION,
        true,
        secrets);
  }

  @Test
  void aLikelySecretIsNamedBeforeAnythingIsStored() {
    Problem problem = refused(memories.save(secretDraft(Secrets.ASK), call()));

    assertThat(problem)
        .isEqualTo(
            new Problem(
                Problem.Code.LIKELY_SECRET,
                "lessons_learned[0]",
                "it holds what looks like a npm token. Nothing was stored. Send it again with"
                    + " secrets: \"redact\" to store [redacted: npm token] in its place, or with"
                    + " secrets: \"keep\" if it is none"));
    assertThat(status().changes()).isZero();
  }

  @Test
  void aSecretIsRedactedOrKeptOnRequest() {
    Saved redacted = done(memories.save(secretDraft(Secrets.REDACT), call()));
    Saved warned = done(memories.save(secretDraft(Secrets.WARN), call()));
    Saved kept = done(memories.save(secretDraft(Secrets.KEEP), call()));

    assertThat(redacted.memory().content().lessonsLearned())
        .containsExactly("The registry takes [redacted: npm token] as password");
    assertThat(redacted.advice())
        .contains(
            new Advice(
                Advice.Code.LIKELY_SECRET,
                Advice.Severity.HINT,
                "redacted lessons_learned[0] (npm token)"));
    assertThat(warned.memory().content().lessonsLearned().getFirst()).contains(KEY);
    assertThat(codes(warned)).contains(Advice.Code.LIKELY_SECRET);
    assertThat(kept.memory().content().lessonsLearned().getFirst()).contains(KEY);
    assertThat(codes(kept)).doesNotContain(Advice.Code.LIKELY_SECRET);
  }

  @Test
  void anUpdateIsAskedAboutTheSecretsItBringsNotThoseThatAreThere() {
    Memory kept = done(memories.save(secretDraft(Secrets.KEEP), call())).memory();
    String text = kept.content().lessonsLearned().getFirst();

    Problem problem =
        refused(
            memories.update(
                Sample.merge(kept.id().value(), Sample.lessons(text, "And " + KEY)), call()));
    Saved sentBack =
        update(Sample.merge(kept.id().value(), Sample.lessons(text, "Rotated every month")));
    Saved removed = update(Sample.remove(kept.id().value(), Sample.lessons(text)));

    assertThat(problem.code()).isEqualTo(Problem.Code.LIKELY_SECRET);
    assertThat(problem.field()).isEqualTo("lessons_learned[1]");
    assertThat(sentBack.memory().revision()).isEqualTo(2);
    assertThat(removed.memory().content().lessonsLearned()).containsExactly("Rotated every month");
  }

  @Test
  void wordsOfSqlAreOnlyWords() {
    Memory memory = save(Sample.context("'; DROP TABLE memories; --"));

    assertThat(get(memory.id().value()).content().context())
        .isEqualTo("'; DROP TABLE memories; --");
    assertThat(status().memories()).isEqualTo(1);
  }

  @Test
  void aNamedProjectIsTheOneOfThatNameOrANewOneWithAHint() {
    save(Sample.context("first"), Sample.BANK);

    Saved known = saveNamed("bank");
    Saved unknown = saveNamed("bnak");

    assertThat(known.memory().project()).isEqualTo(Sample.BANK);
    assertThat(known.hints()).isEmpty();
    assertThat(unknown.memory().project()).isEqualTo(Project.named("bnak"));
    assertThat(unknown.hints()).containsExactly("project bnak is new; there is also bank");
  }

  private Saved saveNamed(String project) {
    Draft draft =
        new Draft(
            Sample.context("named"),
            List.of(),
            new Scope.Named(project, Sample.SHOP),
            Sample.SESSION,
            true);
    return done(memories.save(draft, call()));
  }

  @Test
  void aMemoryIsNotSavedInAllProjects() {
    Draft draft = new Draft(Sample.context("x"), List.of(), new Scope.All(), Sample.SESSION, true);

    assertThat(refused(memories.save(draft, call())).field()).isEqualTo("project");
  }

  @Test
  void whatAMemorySupersedesIsNamedByPrefixAndMustBeThere() {
    Memory old = save(Sample.context("old"));

    Saved saved = done(memories.save(superseding(prefix(old)), call()));
    Problem problem = refused(memories.save(superseding("0000000"), call()));

    assertThat(saved.memory().supersedes()).containsExactly(old.id());
    assertThat(problem.code()).isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(problem.field()).isEqualTo("supersedes");
  }

  private static Draft superseding(String ref) {
    return new Draft(
        Sample.context("new"), List.of(ref), new Scope.Current(Sample.SHOP), Sample.SESSION, false);
  }

  static String prefix(Memory memory) {
    return memory.id().value().substring(0, 12);
  }

  @Test
  void aRequestSentTwiceIsCarriedOutOnce() {
    Call first = new Call("request-1", Duration.ofSeconds(30));
    Call second = new Call("request-1", Duration.ofSeconds(30));

    Saved saved = done(memories.save(Sample.draft(Sample.context("once")), first));
    Saved again = done(memories.save(Sample.draft(Sample.context("once")), second));

    assertThat(again.memory()).isEqualTo(saved.memory());
    assertThat(status().memories()).isEqualTo(1);
  }

  @Test
  void aDeletionSentTwiceIsAnsweredTwice() {
    Memory memory = save(Sample.context("gone"));

    Deleted first =
        done(memories.delete(prefix(memory), new Call("request-2", Duration.ofSeconds(30))));
    Deleted again =
        done(memories.delete(prefix(memory), new Call("request-2", Duration.ofSeconds(30))));

    assertThat(again).isEqualTo(first).isEqualTo(new Deleted(memory.id(), 2));
  }

  // Get

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

  // Update

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

  // Delete

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

  // List

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

  // The decision log

  private Page<LoggedDecision> decisions(DecisionQuery query) {
    return done(memories.decisions(query, call()));
  }

  private static DecisionQuery decisions(int limit, @Nullable String cursor) {
    return new DecisionQuery(
        null, null, null, null, null, new Scope.Current(Sample.SHOP), limit, cursor);
  }

  private static DecisionQuery about(String topic) {
    return new DecisionQuery(
        topic, null, null, null, null, new Scope.Current(Sample.SHOP), 20, null);
  }

  private static List<String> texts(Page<LoggedDecision> page) {
    return page.items().stream().map(logged -> logged.decision().decision()).toList();
  }

  private void tick() {
    clock.advance(Duration.ofHours(1));
  }

  @Test
  void theDecisionLogTellsWhenWhatWhyAndWhatWasRejectedNewestFirst() {
    Decision redis = new Decision("Use Redis", "TTL", List.of("Postgres: too slow"));
    Memory first = save(Sample.decisions(redis, new Decision("Use JWT")));
    tick();
    save(Sample.context("no decision"));
    save(Sample.decisions(new Decision("elsewhere")), Sample.BANK);
    Memory second = save(Sample.decisions(new Decision("Rotate keys")));

    Page<LoggedDecision> page = decisions(decisions(20, null));

    assertThat(texts(page)).containsExactly("Rotate keys", "Use Redis", "Use JWT");
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.cursor()).isNull();
    LoggedDecision logged = page.items().get(1);
    assertThat(logged.memory()).isEqualTo(first.id());
    assertThat(first.id().value()).startsWith(logged.shortId());
    assertThat(logged.decision()).isEqualTo(redis);
    assertThat(logged.decidedAt()).isEqualTo(first.createdAt());
    assertThat(logged.revision()).isEqualTo(1);
    assertThat(logged.isInForce()).isTrue();
    assertThat(page.items().getFirst().memory()).isEqualTo(second.id());
  }

  @Test
  void aDecisionThatAnUpdateWordsOtherwiseGaveWayToTheNewWording() {
    Memory memory =
        save(Sample.decisions(new Decision("Use Redis", "fast", List.of()), new Decision("Stay")));
    tick();
    update(
        Sample.merge(
            prefix(memory), Sample.decisions(new Decision("Use Redis", "has TTL", List.of()))));

    List<LoggedDecision> log = decisions(decisions(20, null)).items();

    assertThat(log)
        .extracting(
            logged -> logged.decision().rationale(),
            LoggedDecision::revision,
            LoggedDecision::isInForce)
        .containsExactly(tuple("has TTL", 2, true), tuple("fast", 1, false), tuple(null, 1, true));
    assertThat(log.get(0).decidedAt()).isEqualTo(clock.instant());
    assertThat(log.get(1).decidedAt()).isEqualTo(memory.createdAt());
    assertThat(log.get(1).replacedBy())
        .isEqualTo(new LoggedDecision.Replacement(log.get(1).shortId(), OptionalInt.of(2)));
  }

  @Test
  void aMemoryThatSupersedesAnotherEndsItsDecisions() {
    Memory old = save(Sample.decisions(new Decision("Use sessions")));
    tick();
    Memory later = done(memories.save(superseding(prefix(old)), call())).memory();
    update(Sample.merge(prefix(later), Sample.decisions(new Decision("Use JWT"))));

    List<LoggedDecision> log = decisions(decisions(20, null)).items();

    assertThat(log.get(0).supersedes()).hasSize(1).allMatch(old.id().value()::startsWith);
    assertThat(log.get(0).isInForce()).isTrue();
    assertThat(log.get(1).replacedBy())
        .isEqualTo(new LoggedDecision.Replacement(log.get(0).shortId(), OptionalInt.empty()));
    done(memories.delete(prefix(later), call()));
    assertThat(decisions(decisions(20, null)).items())
        .singleElement()
        .matches(LoggedDecision::isInForce);
  }

  @Test
  void whatIsSupersededSaysByWhatWhereItIsReadAndListed() {
    Memory old = save(Sample.context("old way"));
    tick();
    Memory later = done(memories.save(superseding(prefix(old)), call())).memory();
    String shortId = later.id().value().substring(0, 8);

    Got got = done(memories.get(List.of(prefix(old), prefix(later)), OptionalInt.empty(), call()));

    assertThat(got.supersededBy()).containsExactly(java.util.Map.entry(old.id().value(), shortId));
    assertThat(done(memories.list(Sample.list(5, null), call())).hits())
        .extracting(Hit::later)
        .containsExactly(null, new Hit.Later(shortId, Hit.Later.Ground.SUPERSEDES));
  }

  @Test
  void theDecisionLogSurvivesDeletionAndReturnOfItsMemory() {
    Memory memory = save(Sample.decisions(new Decision("A", "one", List.of())));
    tick();
    update(Sample.merge(prefix(memory), Sample.decisions(new Decision("A", "two", List.of()))));
    List<LoggedDecision> before = decisions(decisions(20, null)).items();
    done(memories.delete(prefix(memory), call()));
    assertThat(decisions(decisions(20, null)).items()).isEmpty();
    tick();

    done(memories.restore(prefix(memory), Sample.LATER, call()));

    assertThat(decisions(decisions(20, null)).items()).isEqualTo(before).hasSize(2);
  }

  @Test
  void theDecisionLogFindsATopicByWordsAndMeaningAndOrdersItByTime() {
    save(Sample.decisions(new Decision("Cache sessions in Redis"), new Decision("Paint it blue")));
    tick();
    save(Sample.decisions(new Decision("Ship on Friday")));
    tick();
    save(Sample.decisions(new Decision("No caching of prices")));
    awaitVectors();

    Page<LoggedDecision> page = decisions(about("caching"));

    assertThat(texts(page)).containsExactly("No caching of prices", "Cache sessions in Redis");
    assertThat(page.total()).isEqualTo(2);
    assertThat(decisions(about("submarine propulsion")).items()).isEmpty();
    assertThat(refused(memories.decisions(about(" "), call())).field()).isEqualTo("about");
  }

  @Test
  void theDecisionLogIsAskedByEntityFileAndTime() {
    Memory first =
        save(
            Sample.content(
                null,
                List.of(),
                List.of(),
                List.of(new Decision("D1")),
                List.of(new Entity("AuthService")),
                List.of("src/auth.py")));
    tick();
    Instant between = clock.instant();
    tick();
    save(Sample.decisions(new Decision("D2")));
    Scope shop = new Scope.Current(Sample.SHOP);

    assertThat(
            texts(
                decisions(new DecisionQuery(null, "authservice", null, null, null, shop, 9, null))))
        .containsExactly("D1");
    assertThat(
            texts(decisions(new DecisionQuery(null, null, "auth.py", null, null, shop, 9, null))))
        .containsExactly("D1");
    assertThat(texts(decisions(new DecisionQuery(null, null, null, between, null, shop, 9, null))))
        .containsExactly("D2");
    assertThat(
            texts(
                decisions(
                    new DecisionQuery(null, null, null, null, first.createdAt(), shop, 9, null))))
        .containsExactly("D1");
    Page<LoggedDecision> none =
        decisions(new DecisionQuery(null, "AuthServise", null, null, null, shop, 9, null));
    assertThat(none.nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, 2, List.of("AuthService")));
  }

  @Test
  void theDecisionLogIsWalkedPageByPage() {
    List<String> saved = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      clock.advance(Duration.ofSeconds(i % 2)); // Some at the same time.
      save(Sample.decisions(new Decision("a" + i), new Decision("b" + i)));
      saved.add("a" + i);
      saved.add("b" + i);
    }

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Page<LoggedDecision> page = decisions(decisions(3, cursor));
      assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
      walked.addAll(texts(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).containsExactlyInAnyOrderElementsOf(saved).doesNotHaveDuplicates();
    assertThat(walked.subList(0, 2)).allMatch(text -> text.endsWith("6") || text.endsWith("5"));
  }

  // The entity book

  private Page<KnownEntity> entities(@Nullable String name, @Nullable String type) {
    return done(
        memories.entities(
            new EntityQuery(name, type, new Scope.Current(Sample.SHOP), 20, null), call()));
  }

  private static List<String> names(Page<KnownEntity> page) {
    return page.items().stream().map(KnownEntity::name).toList();
  }

  @Test
  void theEntityBookTellsAllThatIsKnownOfAName() {
    Memory first =
        save(
            Sample.content(
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(
                    new Entity("AuthService", "service", "issues tokens"),
                    new Entity("Redis", "database", null)),
                List.of("src/auth.py")));
    tick();
    Memory second =
        save(
            Sample.entities(
                new Entity("authservice", "class", null), new Entity("Redis"), new Entity("JWT")));
    save(Sample.entities(new Entity("AuthServiceTest")));
    save(Sample.entities(new Entity("AuthService")), Sample.BANK);

    Page<KnownEntity> page = entities("AUTHSERVICE", null);

    assertThat(names(page)).containsExactly("AuthService", "AuthServiceTest");
    assertThat(page.total()).isEqualTo(2);
    KnownEntity known = page.items().getFirst();
    assertThat(known.memories()).isEqualTo(2);
    assertThat(known.types())
        .containsExactly(
            new KnownEntity.Counted("class", 1), new KnownEntity.Counted("service", 1));
    assertThat(known.notes())
        .extracting(
            KnownEntity.Note::memory,
            KnownEntity.Note::since,
            KnownEntity.Note::type,
            KnownEntity.Note::text)
        .containsExactly(
            tuple(second.id(), second.createdAt(), "class", null),
            tuple(first.id(), first.createdAt(), "service", "issues tokens"));
    assertThat(known.neighbours())
        .containsExactly(new KnownEntity.Counted("Redis", 2), new KnownEntity.Counted("JWT", 1));
    assertThat(known.files()).containsExactly(new KnownEntity.Counted("src/auth.py", 1));
    assertThat(page.items().getLast().notes()).isEmpty();
  }

  @Test
  void theEntityBookFindsANameByLessThanIt() {
    save(Sample.entities(new Entity("RateLimiter", "middleware", "per IP"), new Entity("Redis")));
    save(Sample.entities(new Entity("Redis")));

    assertThat(entities("rate-limiter", null).items().getFirst().notes()).hasSize(1);
    assertThat(entities("limiter", null).items().getFirst().notes()).hasSize(1);
    assertThat(entities("Rediss", null).items().getFirst().notes()).hasSize(2);
    assertThat(entities("rateLimiterX", "service").items()).isEmpty();
    Page<KnownEntity> none = entities("Radix", null);
    assertThat(none.items()).isEmpty();
    assertThat(none.nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.NO_MATCH, 0, List.of("Redis")));
    assertThat(
            refused(
                    memories.entities(
                        new EntityQuery(" ", null, new Scope.Current(Sample.SHOP), 5, null),
                        call()))
                .field())
        .isEqualTo("name");
  }

  @Test
  void theEntityBookListsMostUsedFirstPageByPage() {
    save(Sample.entities(new Entity("C"), new Entity("A", "Service", null)));
    save(Sample.entities(new Entity("B", "service", null), new Entity("C")));
    Memory gone = save(Sample.entities(new Entity("Gone"), new Entity("B")));
    done(memories.delete(prefix(gone), call()));

    assertThat(names(entities(null, null))).containsExactly("C", "A", "B");
    assertThat(names(entities(null, "SERVICE"))).containsExactly("A", "B");
    assertThat(entities(null, null).items().getFirst().memories()).isEqualTo(2);
    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Page<KnownEntity> page =
          done(
              memories.entities(
                  new EntityQuery(null, null, new Scope.Current(Sample.SHOP), 1, cursor), call()));
      assertThat(page.total()).isEqualTo(3);
      walked.addAll(names(page));
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(walked).containsExactly("C", "A", "B");
    assertThat(entities(null, "table").nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, 3, List.of()));
  }

  @Test
  void theNotesOfAnEntityAreWalkedPageByPage() {
    for (int i = 0; i < 5; i++) {
      tick();
      save(Sample.entities(new Entity("Redis", null, "note " + i)));
    }
    save(Sample.entities(new Entity("RedisCluster")));

    List<String> notes = new ArrayList<>();
    String cursor = null;
    do {
      Page<KnownEntity> page =
          done(
              memories.entities(
                  new EntityQuery("redis", null, new Scope.Current(Sample.SHOP), 2, cursor),
                  call()));
      assertThat(page.total()).isEqualTo(5);
      page.items().getFirst().notes().forEach(note -> notes.add(String.valueOf(note.text())));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(notes).containsExactly("note 4", "note 3", "note 2", "note 1", "note 0");
  }

  // Open work

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

  // History

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

  // Search

  @Test
  void everyFieldIsSearched() {
    Memory memory =
        save(
            new Content(
                "alphaword",
                "betaword",
                List.of(new Task("gammaword")),
                List.of("deltaword"),
                List.of(new Decision("epsilonword", "zetaword", List.of("etaword - rejected"))),
                List.of(new Entity("ThetaService", "iotatype", "kappaword")),
                List.of("lambdaword"),
                List.of("muword"),
                List.of("nuword"),
                List.of("src/xifile.py")));

    for (String word :
        List.of(
            "alphaword",
            "betaword",
            "gammaword",
            "deltaword",
            "epsilonword",
            "zetaword",
            "etaword",
            "ThetaService",
            "iotatype",
            "kappaword",
            "lambdaword",
            "muword",
            "nuword",
            "xifile.py")) {
      assertThat(ids(search(word))).as(word).containsExactly(memory.id().value());
    }
  }

  @Test
  void aSearchSeesWhatWasAcknowledgedBeforeIt() {
    for (int i = 0; i < 20; i++) {
      Memory memory = save(Sample.context("unique" + i + "word"));

      assertThat(ids(search("unique" + i + "word"))).startsWith(memory.id().value());
    }
  }

  @Test
  void anotherProjectsMemoriesAreFoundOnlyWhenAskedFor() {
    Memory shop = save(Sample.context("zeppelin in the shop"));
    Memory bank = save(Sample.context("zeppelin in the bank"), Sample.BANK);

    Found all = done(memories.search(scoped("zeppelin", new Scope.All()), call()));
    Found named =
        done(memories.search(scoped("zeppelin", new Scope.Named("Bank", Sample.SHOP)), call()));

    assertThat(ids(search("zeppelin"))).containsExactly(shop.id().value());
    assertThat(search("zeppelin").searched()).isEqualTo(Sample.SHOP);
    assertThat(ids(all)).containsExactlyInAnyOrder(shop.id().value(), bank.id().value());
    assertThat(all.searched()).isNull();
    assertThat(ids(named)).containsExactly(bank.id().value());
    assertThat(named.searched()).isEqualTo(Sample.BANK);
  }

  private static SearchQuery scoped(String text, Scope scope) {
    return Sample.query(text, scope, 5, null, null);
  }

  @Test
  void anUnknownProjectIsRefusedWithTheNearestName() {
    save(Sample.context("x"), Sample.BANK);

    Problem problem =
        refused(memories.search(scoped("x", new Scope.Named("bnk", Sample.SHOP)), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.UNKNOWN_PROJECT);
    assertThat(problem.message()).contains("did you mean bank");
  }

  @Test
  void twoProjectsOfOneNameAreToldApart() {
    save(Sample.context("x"), new Project("/home/me/a/api", "api"));
    save(Sample.context("x"), new Project("/home/me/b/api", "api"));

    Problem problem =
        refused(memories.search(scoped("x", new Scope.Named("api", Sample.SHOP)), call()));

    assertThat(problem.code()).isEqualTo(Problem.Code.AMBIGUOUS_PROJECT);
    assertThat(problem.message()).contains("a/api").contains("b/api").doesNotContain("/home");
    assertThat(
            done(memories.search(scoped("x", new Scope.Named("a/api", Sample.SHOP)), call()))
                .searched())
        .isEqualTo(new Project("/home/me/a/api", "api"));
  }

  @Test
  void meaningIsFoundWithoutACommonWord() {
    Memory memory = save(Sample.context("car"));
    save(Sample.context("submarine"));
    awaitVectors();

    Found found = search("automobile");

    assertThat(ids(found)).containsExactly(memory.id().value());
    assertThat(found.hits().getFirst().reasons())
        .containsExactly(new Hit.Reason(Hit.Reason.Kind.MEANING, ""));
    assertThat(found.degraded()).isEmpty();
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

  @Test
  void aHitSaysWhyAndWhere() {
    Memory memory =
        save(
            Sample.content(
                "Login flow",
                List.of(),
                List.of("Tokens expire at midnight"),
                List.of(),
                List.of(new Entity("AuthService", "service", null)),
                List.of("src/auth.py")));

    Found found =
        done(
            memories.search(
                Sample.query(
                    "AuthService tokens", new Scope.Current(Sample.SHOP), 5, "src/auth.py", null),
                call()));

    Hit hit = found.hits().getFirst();
    assertThat(hit.memory()).isEqualTo(memory);
    assertThat(memory.id().value()).startsWith(hit.shortId());
    assertThat(hit.band()).isEqualTo(Hit.Band.STRONG);
    assertThat(hit.reasons())
        .extracting(Hit.Reason::kind)
        .contains(Hit.Reason.Kind.ENTITY, Hit.Reason.Kind.WORDS, Hit.Reason.Kind.FILE);
    assertThat(hit.matched()).isNotNull();
    assertThat(found.total()).isEqualTo(1);
    assertThat(found.cursor()).isNull();
  }

  @Test
  void whatIsSupersededStandsDirectlyBelowWhatReplacesIt() {
    Memory first = save(Sample.context("zeppelin engine zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory second = supersede(first, "zeppelin motor");
    clock.advance(Duration.ofMinutes(1));
    Memory newest = supersede(second, "an airship without any");
    save(Sample.context("an engine"));
    awaitVectors();

    Found found = search("zeppelin engine");

    assertThat(ids(found)).startsWith(newest.id().value(), second.id().value(), first.id().value());
    String name = found.hits().getFirst().shortId();
    assertThat(found.hits())
        .extracting(Hit::later)
        .startsWith(
            null,
            new Hit.Later(name, Hit.Later.Ground.SUPERSEDES),
            new Hit.Later(name, Hit.Later.Ground.SUPERSEDES));
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.SUPERSEDES, found.hits().get(1).shortId()));
  }

  @Test
  void whoAsksForWhatWasFindsItWithItsReplacementNamed() {
    Memory first = save(Sample.context("zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory second = supersede(first, "a diesel");

    Found found = search("which zeppelin engine did we have originally");

    assertThat(ids(found)).startsWith(first.id().value());
    Hit.Later later = found.hits().getFirst().later();
    assertThat(later).isNotNull();
    assertThat(second.id().value()).startsWith(later.shortId());
    assertThat(later.ground()).isEqualTo(Hit.Later.Ground.SUPERSEDES);
  }

  @Test
  void memoriesThatSupersedeEachOtherAreBothFound() {
    Memory first = save(Sample.context("zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory second = supersede(first, "zeppelin diesel");
    done(
        memories.update(
            new Update(
                prefix(first),
                Content.EMPTY,
                Set.of(),
                Update.Mode.MERGE,
                Content.EMPTY,
                List.of(prefix(second)),
                OptionalInt.empty()),
            call()));

    assertThat(ids(search("zeppelin")))
        .containsExactlyInAnyOrder(first.id().value(), second.id().value());
  }

  @Test
  void aLaterMemoryOnTheSameMatterStandsAboveTheEarlier() {
    Memory earlier = save(Sample.decisions(new Decision("session tokens are kept in Redis")));
    clock.advance(Duration.ofMinutes(1));
    Memory later = save(Sample.decisions(new Decision("session tokens are kept in Postgres")));
    clock.advance(Duration.ofMinutes(1));
    Memory other = save(Sample.decisions(new Decision("charts are drawn by a plotter")));
    awaitVectors();

    Found found = search("session tokens kept in redis");

    assertThat(ids(found)).startsWith(later.id().value(), earlier.id().value());
    assertThat(ids(found)).doesNotContain(other.id().value());
    assertThat(found.hits().get(1).later())
        .isEqualTo(new Hit.Later(found.hits().getFirst().shortId(), Hit.Later.Ground.DECIDES));
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.LATER, found.hits().get(1).shortId()));
  }

  @Test
  void aLaterMemoryWithoutADecisionIsNotCalledOne() {
    save(Sample.decisions(new Decision("session tokens are kept in Redis")));
    clock.advance(Duration.ofMinutes(1));
    Memory later = save(Sample.context("session tokens are kept in Postgres"));
    awaitVectors();

    Found found = search("session tokens kept in redis");

    assertThat(ids(found)).startsWith(later.id().value());
    assertThat(found.hits().get(1).later())
        .isEqualTo(new Hit.Later(found.hits().getFirst().shortId(), Hit.Later.Ground.TELLS));
  }

  private Memory supersede(Memory old, String context) {
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

  @Test
  void pagesOfASearchAreOneOrder() {
    Memory old = save(Sample.context("zeppelin zeppelin zeppelin"));
    for (int i = 0; i < 25; i++) {
      clock.advance(Duration.ofMinutes(1));
      save(Sample.context("zeppelin number " + i));
    }
    Memory newest = supersede(old, "a balloon");
    awaitVectors();
    Scope shop = new Scope.Current(Sample.SHOP);
    List<String> whole =
        ids(done(memories.search(Sample.query("zeppelin", shop, 50, null, null), call())));

    List<String> paged = new ArrayList<>();
    String cursor = null;
    do {
      Found page = done(memories.search(Sample.query("zeppelin", shop, 3, null, cursor), call()));
      paged.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(paged).isEqualTo(whole).doesNotHaveDuplicates().contains(newest.id().value());
  }

  @Test
  void anIdFindsTheMemoriesLikeThatOneInAnyCaseAndByAPrefix() {
    Memory given = save(Sample.context("zeppelin engine overheats at the lake"));
    Memory alike = save(Sample.context("at the lake a zeppelin engine overheats"));
    Memory touching = save(Sample.context("a lake of ink, told at length to whoever asks"));
    save(Sample.context("nothing in common"));
    awaitVectors();

    Found found = search(given.id().value());

    assertThat(ids(found)).containsExactly(alike.id().value(), touching.id().value());
    assertThat(found.total()).isEqualTo(2);
    assertThat(found.hits()).extracting(Hit::band).containsExactly(Hit.Band.STRONG, Hit.Band.WEAK);
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.WORDS, "engine, lake, overheats, zeppelin"));
    assertThat(search(" " + prefix(given).toUpperCase(Locale.ROOT) + " ")).isEqualTo(found);
    assertThat(search(given.id().value().substring(0, MemoryId.MIN_PREFIX))).isEqualTo(found);
  }

  @Test
  void likenessKeepsToWhatNarrowsAQuestion() {
    Memory given = save(Sample.files("zeppelin engine", "src/engine.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory linked = save(Sample.files("zeppelin engine", "src/engine.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory newer = save(Sample.context("zeppelin engine"));
    Memory elsewhere = save(Sample.context("zeppelin engine"), Sample.BANK);
    Memory lesson = save(Sample.lessons("zeppelin engine"));

    assertThat(ids(like(given, new Scope.Current(Sample.BANK), null, null, Set.of())))
        .containsExactly(elsewhere.id().value());
    assertThat(ids(like(given, shop(), "src/engine.py", null, Set.of())))
        .startsWith(linked.id().value())
        .hasSize(3);
    assertThat(ids(like(given, shop(), null, newer.updatedAt(), Set.of())))
        .containsExactlyInAnyOrder(newer.id().value(), lesson.id().value());
    assertThat(ids(like(given, shop(), null, null, Set.of(Field.LESSONS_LEARNED))))
        .containsExactly(lesson.id().value());
  }

  private static Scope shop() {
    return new Scope.Current(Sample.SHOP);
  }

  private Found like(
      Memory given,
      Scope scope,
      @Nullable String currentFile,
      @Nullable Instant since,
      Set<Field> fields) {
    SearchQuery query =
        new SearchQuery(prefix(given), scope, 10, currentFile, since, null, fields, null, null);
    return done(memories.search(query, call()));
  }

  @Test
  void thePagesOfLikenessMissAndRepeatNothingAndEndWithTheMemory() {
    Memory given = save(Sample.context("common word number 0"));
    Set<String> others = new HashSet<>();
    for (int i = 1; i < 8; i++) {
      others.add(save(Sample.context("common word number " + i)).id().value());
    }
    awaitVectors();

    List<String> walked = new ArrayList<>();
    String cursor = null;
    String last = null;
    do {
      Found page =
          done(memories.search(Sample.query(prefix(given), shop(), 3, null, cursor), call()));
      assertThat(page.total()).isEqualTo(7);
      walked.addAll(ids(page));
      last = cursor;
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).hasSize(7).containsExactlyInAnyOrderElementsOf(others);
    done(memories.delete(prefix(given), call()));
    assertThat(
            refused(memories.search(Sample.query(prefix(given), shop(), 3, null, last), call()))
                .field())
        .isEqualTo("cursor");
  }

  @Test
  void aMemoryIsNotLikeItselfWhateverItReplaces() {
    Memory old = save(Sample.context("zeppelin engine"));
    clock.advance(Duration.ofMinutes(1));
    Memory given = supersede(old, "zeppelin engine of another kind");
    awaitVectors();

    Found found = search(given.id().value());

    assertThat(ids(found)).containsExactly(old.id().value());
    Hit.Later later = found.hits().getFirst().later();
    assertThat(later).isNotNull();
    assertThat(given.id().value()).startsWith(later.shortId());
  }

  @Test
  void nothingIsLikeAMemoryWithoutAWordInCommon() {
    Memory given = save(Sample.context("zeppelin"));
    save(Sample.context("submarine"));
    save(Sample.context("zeppelin"), Sample.BANK);

    Found found = search(given.id().value());

    assertThat(found.hits()).isEmpty();
    assertThat(found.nothing()).isNotNull();
    assertThat(found.nothing().why()).isEqualTo(Found.Nothing.Why.FILTERED_OUT);
    assertThat(found.nothing().filteredOut()).isEqualTo(1);
  }

  @Test
  void whatLooksLikeAnIdAndIsNoneIsAWord() {
    Memory deleted = save(Sample.context("zeppelin"));
    done(memories.delete(prefix(deleted), call()));
    Memory given = save(Sample.context("zeppelin, gone in " + deleted.id() + " and in 0badc0ffee"));
    save(Sample.context("zeppelin"));

    assertThat(ids(search("0badc0ffee"))).containsExactly(given.id().value());
    assertThat(ids(search(deleted.id().value()))).containsExactly(given.id().value());
    assertThat(ids(search(prefix(given) + " zeppelin"))).contains(given.id().value());
  }

  @Test
  void aLongMemoryIsLikeAnotherInFewWordsTold() {
    List<Entity> components =
        IntStream.range(0, 40).mapToObj(i -> new Entity("Component" + i, null, null)).toList();
    String story = "zeppelin " + "and something else is told of it at length. ".repeat(500);
    Memory given =
        save(Sample.content(story, List.of(), List.of(), List.of(), components, List.of()));
    Memory alike =
        save(Sample.content(story, List.of(), List.of(), List.of(), components, List.of()));
    Memory sharing = save(Sample.entities(components.getFirst()));

    Found found = search(prefix(given));

    assertThat(ids(found)).startsWith(alike.id().value());
    assertThat(found.hits().getFirst().reasons()).hasSizeLessThan(6);
    assertThat(search(prefix(alike)).hits())
        .filteredOn(hit -> hit.memory().equals(sharing))
        .allSatisfy(hit -> assertThat(hit.band()).isNotEqualTo(Hit.Band.STRONG));
  }

  @Test
  void aMemoryOfFilesIsLikeOthersOfThem() {
    Memory given = save(Sample.files(null, "src/zeppelin.py"));
    Memory alike = save(Sample.files("an engine", "src/zeppelin.py"));
    save(Sample.files("a hangar", "lib/gate.rb"));

    assertThat(ids(search(prefix(given)))).startsWith(alike.id().value());
  }

  @Test
  void memoriesOfAFilesOtherNamesAreItsOwn() {
    Memory former = save(Sample.files("a", "src/old.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory current = save(Sample.files("b", "src/new.py"));
    Memory other = save(Sample.files("c", "lib/src/old.py"));
    FileQuery query =
        new FileQuery(
            "src/new.py",
            List.of(new FileQuery.OtherName("src/old.py", true)),
            new Scope.Current(Sample.SHOP),
            10,
            null);

    Found found = done(memories.searchByFile(query, call()));

    assertThat(ids(found)).containsExactly(current.id().value(), former.id().value());
    assertThat(ids(found)).doesNotContain(other.id().value());
    assertThat(found.hits().get(1).reasons())
        .containsExactly(new Hit.Reason(Hit.Reason.Kind.FILE, "was src/old.py"));
    assertThat(found.total()).isEqualTo(2);
  }

  @Test
  void theCurrentFileLiftsALinkedMemoryAboveAnEqualOne() {
    Memory linked = save(Sample.files("zeppelin engine", "src/engine.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory plain = save(Sample.context("zeppelin engine"));
    Scope shop = new Scope.Current(Sample.SHOP);

    Found without = search("zeppelin engine");
    Found with =
        done(
            memories.search(
                Sample.query("zeppelin engine", shop, 5, "src/engine.py", null), call()));

    assertThat(ids(without)).containsExactlyInAnyOrder(plain.id().value(), linked.id().value());
    assertThat(ids(with)).containsExactly(linked.id().value(), plain.id().value());
  }

  @Test
  void theFormerNameOfTheCurrentFileLiftsToo() {
    Memory linked = save(Sample.files("zeppelin engine", "src/motor.py"));
    clock.advance(Duration.ofMinutes(1));
    Memory plain = save(Sample.context("zeppelin engine"));
    SearchQuery query =
        new SearchQuery(
            "zeppelin engine",
            new Scope.Current(Sample.SHOP),
            5,
            "src/engine.py",
            List.of(new FileQuery.OtherName("src/motor.py", true)),
            null,
            null,
            Set.of(),
            null,
            null);

    Found found = done(memories.search(query, call()));

    assertThat(ids(found)).containsExactly(linked.id().value(), plain.id().value());
    assertThat(found.hits().getFirst().reasons())
        .contains(new Hit.Reason(Hit.Reason.Kind.FILE, "was src/motor.py"));
  }

  @Test
  void thePagesOfASearchMissAndRepeatNothing() {
    Set<String> saved = new HashSet<>();
    for (int i = 0; i < 7; i++) {
      saved.add(save(Sample.context("common word number " + i)).id().value());
    }
    awaitVectors();

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Found page =
          done(
              memories.search(
                  Sample.query("common word", new Scope.Current(Sample.SHOP), 3, null, cursor),
                  call()));
      assertThat(page.total()).isEqualTo(7);
      walked.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).hasSize(7).containsExactlyInAnyOrderElementsOf(saved);
  }

  @Test
  void aBlankQuestionIsRefused() {
    assertThat(refused(memories.search(Sample.query("  "), call())).field()).isEqualTo("query");
  }

  @Test
  void anAnswerWithoutHitsSaysHowManyTheFiltersTookOut() {
    save(Sample.context("zeppelin"), Sample.BANK);
    save(Sample.context("submarine"));

    Found found = search("zeppelin");

    assertThat(found.hits()).isEmpty();
    assertThat(found.total()).isZero();
    assertThat(found.nothing()).isNotNull();
    assertThat(found.nothing().why()).isEqualTo(Found.Nothing.Why.FILTERED_OUT);
    assertThat(found.nothing().filteredOut()).isEqualTo(1);
  }

  @Test
  void wildcardsAndQuerySyntaxAreOnlyText() {
    Memory memory = save(Sample.context("100% of path/to_file"));
    save(Sample.context("nothing of the kind"));

    assertThat(ids(search("to_file"))).containsExactly(memory.id().value());
    assertThat(search("* OR +context:( \"").hits()).isEmpty();
  }

  // Files

  @Test
  void aMemoryIsFoundByItsFilesAndByEntitiesOfTypeFile() {
    Memory linked = save(Sample.files("linked", "src/a.py", "src/b.py"));
    clock.advance(Duration.ofSeconds(1));
    Memory named = save(Sample.entities(new Entity("src/a.py", "file", null)));
    clock.advance(Duration.ofSeconds(1));
    Memory near = save(Sample.files("co-linked", "src/b.py"));
    clock.advance(Duration.ofSeconds(1));
    Memory neighbour = save(Sample.files("same directory", "src/c.py"));
    save(Sample.files("elsewhere", "docs/readme.md"));
    save(Sample.files("other project", "src/a.py"), Sample.BANK);

    Found found = done(memories.searchByFile(Sample.file("src/a.py"), call()));

    assertThat(ids(found))
        .containsExactly(
            named.id().value(), linked.id().value(), near.id().value(), neighbour.id().value());
    assertThat(found.hits())
        .extracting(hit -> hit.reasons().getFirst().kind())
        .containsExactly(
            Hit.Reason.Kind.FILE,
            Hit.Reason.Kind.FILE,
            Hit.Reason.Kind.CO_LINKED_FILE,
            Hit.Reason.Kind.SAME_DIRECTORY);
  }

  @Test
  void thePagesOfAFileMissAndRepeatNothing() {
    List<String> saved = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      clock.advance(Duration.ofSeconds(1));
      saved.addFirst(save(Sample.files("memory " + i, "src/a.py")).id().value());
    }

    List<String> walked = new ArrayList<>();
    String cursor = null;
    do {
      Found page =
          done(
              memories.searchByFile(
                  new FileQuery("src/a.py", new Scope.Current(Sample.SHOP), 2, cursor), call()));
      assertThat(page.total()).isEqualTo(5);
      walked.addAll(ids(page));
      cursor = page.cursor();
    } while (cursor != null);

    assertThat(walked).isEqualTo(saved);
  }

  @Test
  void anUnknownFileIsAnsweredWithNothing() {
    save(Sample.files("x", "src/a.py"));

    Found found = done(memories.searchByFile(Sample.file("docs/unknown.md"), call()));

    assertThat(found.hits()).isEmpty();
    assertThat(found.nothing())
        .isEqualTo(new Found.Nothing(Found.Nothing.Why.NO_MATCH, 0, List.of()));
  }

  // Tracked files

  List<TrackedFile> track(String... paths) {
    return done(
        memories.track(
            new Tracking(Sample.SHOP, Sample.SESSION, List.of(paths), List.of(), false), call()));
  }

  @Test
  void trackedFilesAreLinkedToASaveUnlessItSaysNo() {
    track("src/a.py", "src/b.py");

    Saved with = done(memories.save(Sample.draft(Sample.files("x", "src/b.py")), call()));
    Draft alone =
        new Draft(
            Sample.files("y", "src/c.py"),
            List.of(),
            new Scope.Current(Sample.SHOP),
            Sample.SESSION,
            false);
    Saved without = done(memories.save(alone, call()));

    assertThat(with.memory().content().files()).containsExactlyInAnyOrder("src/a.py", "src/b.py");
    assertThat(with.linkedFiles()).isEqualTo(2);
    assertThat(without.memory().content().files()).containsExactly("src/c.py");
    assertThat(track()).extracting(TrackedFile::path).containsExactly("src/a.py", "src/b.py");
  }

  @Test
  void aFileTrackedAgainIsOneFileSeenLater() {
    Instant first = clock.instant();
    track("src/a.py");
    clock.advance(Duration.ofMinutes(5));

    List<TrackedFile> tracked = track("src/a.py", "src/b.py");

    assertThat(tracked)
        .containsExactly(
            new TrackedFile("src/a.py", first, clock.instant()),
            new TrackedFile("src/b.py", clock.instant(), clock.instant()));
  }

  @Test
  void aBurstOfSightingsIsWrittenOnce() {
    track("src/a.py");
    long changes = status().changes();
    clock.advance(Duration.ofSeconds(10));

    track("src/a.py");

    assertThat(status().changes()).isEqualTo(changes);
  }

  @Test
  void trackedFilesAreRemovedAndClearedAndBelongToOneSession() {
    track("src/a.py", "src/b.py", "src/c.py");

    List<TrackedFile> removed =
        done(
            memories.track(
                new Tracking(Sample.SHOP, Sample.SESSION, List.of(), List.of("src/b.py"), false),
                call()));
    List<TrackedFile> other =
        done(
            memories.track(
                new Tracking(Sample.SHOP, new SessionId("other"), List.of(), List.of(), false),
                call()));
    List<TrackedFile> cleared =
        done(
            memories.track(
                new Tracking(Sample.SHOP, Sample.SESSION, List.of("src/d.py"), List.of(), true),
                call()));

    assertThat(removed).extracting(TrackedFile::path).containsExactly("src/a.py", "src/c.py");
    assertThat(other).isEmpty();
    assertThat(cleared).extracting(TrackedFile::path).containsExactly("src/d.py");
  }

  // Status, news, calls

  @Test
  void theStatusCounts() {
    save(Sample.context("one"));
    save(Sample.context("two"), Sample.BANK);
    save(Sample.context("three"), Sample.BANK);
    track("src/a.py");
    awaitVectors();

    Status status = status();

    assertThat(status.memories()).isEqualTo(3);
    assertThat(status.projects())
        .containsExactly(
            new Status.ProjectCount(Sample.BANK, 2), new Status.ProjectCount(Sample.SHOP, 1));
    assertThat(status.changes()).isEqualTo(4);
    assertThat(status.indexed()).isEqualTo(3);
    assertThat(status.withVectors()).isEqualTo(3);
    assertThat(status.model()).isEqualTo("words");
    assertThat(status.modelState()).isEqualTo("ready");
    assertThat(status.degraded()).isEmpty();
  }

  @Test
  void listenersAreToldOfEveryAcknowledgedChangeInOrder() throws Exception {
    BlockingQueue<Changed> told = new LinkedBlockingQueue<>();
    AutoCloseable listening = memories.listen(told::add);

    Memory memory = save(Sample.context("x"));
    update(Sample.merge(prefix(memory), Sample.context("y")));
    update(Sample.merge(prefix(memory), Sample.context("y")));
    done(memories.delete(prefix(memory), call()));

    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(news(memory, true));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(news(memory, false));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(news(memory, true));
    listening.close();
    save(Sample.context("z"));
    assertThat(told).isEmpty();
  }

  private static Changed news(Memory memory, boolean appearance) {
    return new Changed(memory.id(), Sample.SHOP, appearance, false, Set.of(), Set.of());
  }

  @Test
  void newsNamesWhatAMemoryWasAboutBeforeAndIsAboutNow() throws Exception {
    BlockingQueue<Changed> told = new LinkedBlockingQueue<>();
    AutoCloseable listening = memories.listen(told::add);

    Memory old = save(Sample.files("old", "src/a.py"));
    update(
        Sample.replace(
            prefix(old),
            Sample.content(
                "new",
                List.of(),
                List.of(),
                List.of(new Decision("use H2")),
                List.of(new Entity("AuthService"), new Entity("src/c.py", "file", null)),
                List.of("src/b.py"))));
    done(memories.delete(prefix(old), call()));

    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(new Changed(old.id(), Sample.SHOP, true, false, Set.of(), Set.of("src/a.py")));
    Set<String> entities = Set.of("authservice", "src/c.py");
    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            new Changed(
                old.id(),
                Sample.SHOP,
                false,
                true,
                entities,
                Set.of("src/a.py", "src/b.py", "src/c.py")));
    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            new Changed(
                old.id(), Sample.SHOP, true, true, entities, Set.of("src/b.py", "src/c.py")));
    listening.close();
  }

  @Test
  void aMemoryFromElsewhereIsTakenInOnceWithItsIdAndItsDates() {
    MemoryId id = new MemoryId("00112233445566778899aabbccddeeff");
    Instant then = clock.instant().minusSeconds(86_400);
    Memory elsewhere =
        new Memory(
            id,
            Sample.context("a zebra from afar"),
            List.of(),
            Sample.BANK,
            Sample.LATER,
            then,
            then,
            1);

    assertThat(offer(elsewhere, true)).isEqualTo(Offer.Result.ADDED);
    assertThat(refused(memories.history(id.value(), call())).code())
        .isEqualTo(Problem.Code.NOT_FOUND);
    assertThat(offer(elsewhere, false)).isEqualTo(Offer.Result.ADDED);
    assertThat(get(id.value())).isEqualTo(elsewhere);
    assertThat(offer(elsewhere, false)).isEqualTo(Offer.Result.ALREADY_THERE);
    update(Sample.merge(id.value(), Sample.lessons("Learnt here.")));
    Memory other =
        new Memory(
            id,
            Sample.context("another"),
            List.of(),
            Sample.BANK,
            Sample.LATER,
            then,
            then.plusSeconds(1),
            2);
    assertThat(offer(other, false)).isEqualTo(Offer.Result.DIFFERS);
    assertThat(done(memories.offer(new Offer(other, Offer.Kind.STATE, false), call())))
        .isEqualTo(Offer.Result.NEWER_HERE);
    done(memories.delete(id.value(), call()));
    assertThat(offer(elsewhere, true)).isEqualTo(Offer.Result.DELETED_HERE);
  }

  private Offer.Result offer(Memory memory, boolean dryRun) {
    return done(memories.offer(new Offer(memory, Offer.Kind.REVISION, dryRun), call()));
  }

  @Test
  void newsNamesWhatAMemoryReplaces() throws Exception {
    BlockingQueue<Changed> told = new LinkedBlockingQueue<>();
    AutoCloseable listening = memories.listen(told::add);
    Memory old = save(Sample.context("old"));
    // From another process news comes a little later.
    assertThat(told.poll(10, TimeUnit.SECONDS)).extracting(Changed::id).isEqualTo(old.id());

    Memory replacing = done(memories.save(superseding(prefix(old)), call())).memory();

    assertThat(told.poll(10, TimeUnit.SECONDS))
        .isEqualTo(
            new Changed(
                replacing.id(), Sample.SHOP, true, true, Set.of(), Set.of(), Set.of(old.id())));
    listening.close();
  }

  // Names

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

  @Test
  void aCancelledOrLateCallIsNotCarriedOut() {
    Call cancelled = call();
    cancelled.cancel();
    Call late = Call.within(Duration.ZERO);
    Draft draft = Sample.draft(Sample.context("x"));

    assertThatThrownBy(() -> memories.save(draft, cancelled))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
    assertThatThrownBy(() -> memories.save(draft, late))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.TIMED_OUT));
    assertThat(status().memories()).isZero();
  }

  @Test
  void closedMemoriesTakeNoCallsAndCloseTwice() {
    memories.close();
    memories.close();

    assertThatThrownBy(() -> memories.status(call()))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }
}
