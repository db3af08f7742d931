package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.model.Task;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a save takes, refuses and answers.
class SavingTest extends MemoriesFixture {
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
}
