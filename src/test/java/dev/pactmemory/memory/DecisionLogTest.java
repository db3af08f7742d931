package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pactmemory.model.Decision;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The decision log.
class DecisionLogTest extends MemoriesFixture {
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
}
