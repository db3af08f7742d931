package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.memory.InForce.Candidate;
import dev.pactmemory.memory.InForce.Later;
import dev.pactmemory.memory.InForce.Order;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InForceTest {
  private static final double FLOOR = 0.5;
  private static final MemoryId A = id('a');
  private static final MemoryId B = id('b');
  private static final MemoryId C = id('c');
  private static final MemoryId D = id('d');

  private static MemoryId id(char digit) {
    return new MemoryId(String.valueOf(digit).repeat(32));
  }

  /// Of a topic that has nothing in common with others but the direction of its vector.
  private static Candidate found(MemoryId id, int day, double score, float... vector) {
    return found(id, "shop", day, score, Set.of(), vector);
  }

  private static Candidate found(
      MemoryId id, String project, int day, double score, Set<String> words, float... vector) {
    Topic topic = new Topic(words, List.of(new Embedding(vector)), Set.of(), true);
    return new Candidate(id, project, Instant.EPOCH.plusSeconds(day * 86_400L), score, 0, topic);
  }

  private static Order order(Candidate... ranked) {
    return InForce.order(Arrays.asList(ranked), Map.of(), FLOOR, Tense.ANY);
  }

  @Test
  void aLaterOneOnTheSameMatterStandsAboveTheEarlier() {
    Order order = order(found(D, 1, 0.9, 0, 1), found(A, 1, 0.8, 1, 0), found(B, 2, 0.5, 1, 0));

    assertThat(order.ids()).containsExactly(D, B, A);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(B, false)));
    assertThat(order.above()).isEqualTo(Map.of(B, A));
  }

  @Test
  void aLaterOneOnAnotherMatterStaysWhereItIs() {
    // A cosine of 0.78 is 0.56 of the way from the floor to 1.
    Order order = order(found(A, 1, 0.8, 1, 0), found(B, 2, 0.7, 0.78f, 0.6258f));

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEmpty();
  }

  @Test
  void whatWasNeverDecidedIsReplacedOnlyForWhoAsksForThePresent() {
    Order order = order(met(A, 1, 0.8, 1, 0), found(B, 2, 0.7, 1, 0));
    Order now = now(met(A, 1, 0.8, 1, 0), found(B, 2, 0.7, 1, 0));

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEmpty();
    assertThat(now.ids()).containsExactly(B, A);
    assertThat(now.later()).isEqualTo(Map.of(A, new Later(B, false)));
  }

  @Test
  void aDecisionIsALittleLessAlikeToWhatWasMet() {
    // A cosine of 0.81 is 0.62 of the way from the floor to 1.
    Order decided = order(found(A, 1, 0.8, 1, 0), found(B, 2, 0.7, 0.81f, 0.5864f));
    Order met = order(found(A, 1, 0.8, 1, 0), met(B, 2, 0.7, 0.81f, 0.5864f));

    assertThat(decided.ids()).containsExactly(B, A);
    assertThat(met.ids()).containsExactly(A, B);
    assertThat(met.later()).isEmpty();
  }

  @Test
  void whoAsksForThePresentGetsTheNewerAlsoOfWhatIsLessAlike() {
    // A cosine of 0.78 is 0.56 of the way from the floor to 1, one of 0.74 is 0.48 of it.
    Order alike = now(found(A, 1, 0.8, 1, 0), found(B, 2, 0.7, 0.78f, 0.6258f));
    Order hardly = now(found(A, 1, 0.8, 1, 0), found(B, 2, 0.7, 0.74f, 0.6726f));

    assertThat(alike.ids()).containsExactly(B, A);
    assertThat(alike.later()).isEqualTo(Map.of(A, new Later(B, false)));
    assertThat(hardly.ids()).containsExactly(A, B);
  }

  private static Order now(Candidate... ranked) {
    return InForce.order(Arrays.asList(ranked), Map.of(), FLOOR, Tense.PRESENT);
  }

  @Test
  void theSurerTheMatterIsTheSameTheLessWellTheLaterOneNeedsToAnswer() {
    // A cosine of 0.83 is 0.66 of the way from the floor to 1: 0.48 of the score is needed.
    assertThat(order(found(A, 1, 0.8, 1, 0), found(B, 2, 0.39, 0.83f, 0.5578f)).ids())
        .containsExactly(B, A);
    assertThat(order(found(A, 1, 0.8, 1, 0), found(B, 2, 0.37, 0.83f, 0.5578f)).ids())
        .containsExactly(A, B);
    assertThat(order(found(A, 1, 0.8, 1, 0), found(B, 2, 0.21, 1, 0)).ids()).containsExactly(B, A);
  }

  /// Of a memory without decisions, such as a blocker or a lesson.
  private static Candidate met(MemoryId id, int day, double score, float... vector) {
    Topic topic = new Topic(Set.of(), List.of(new Embedding(vector)), Set.of(), false);
    return new Candidate(id, "shop", Instant.EPOCH.plusSeconds(day * 86_400L), score, 0, topic);
  }

  @Test
  void commonWordsMakeUpForDistance() {
    Set<String> words = Set.of("backup", "server");

    Order order =
        order(
            found(A, "shop", 1, 0.8, words, 1, 0),
            found(B, "shop", 2, 0.7, Set.of("backup", "tape"), 0.7f, 0.7141f));

    assertThat(order.ids()).containsExactly(B, A);
  }

  @Test
  void commonWordsAloneAreNotTheSameMatter() {
    Set<String> words = Set.of("backup", "server");

    Order order =
        order(
            found(A, "shop", 1, 0.8, words, 1, 0), found(B, "shop", 2, 0.7, words, 0.4f, 0.9165f));

    assertThat(order.ids()).containsExactly(A, B);
  }

  @Test
  void anEarlierOneIsNotPutAboveALater() {
    Order order = order(found(B, 2, 0.8, 1, 0), found(A, 1, 0.7, 1, 0));

    assertThat(order.ids()).containsExactly(B, A);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(B, false)));
    assertThat(order.above()).isEmpty();
  }

  @Test
  void ofTwoOfTheSameMomentNeitherIsLater() {
    Order order = order(found(A, 1, 0.8, 1, 0), found(B, 1, 0.7, 1, 0));

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEmpty();
  }

  @Test
  void whatAnswersBadlyIsNamedButNotMoved() {
    Order order = order(found(A, 1, 0.8, 1, 0), found(B, 2, 0.19, 1, 0));

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(B, false)));
  }

  @Test
  void theFileTheAskerStandsInCountsBeforeAGuess() {
    Candidate plain = found(A, 1, 0.8, 1, 0);
    Candidate lifted =
        new Candidate(A, plain.project(), plain.createdAt(), plain.score(), 0.5, plain.topic());

    Order order = order(lifted, found(B, 2, 0.7, 1, 0));

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(B, false)));
  }

  @Test
  void anotherProjectDecidesForItself() {
    Order order =
        order(found(A, "shop", 1, 0.8, Set.of(), 1, 0), found(B, "bank", 2, 0.7, Set.of(), 1, 0));

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEmpty();
  }

  @Test
  void theNewestOfThreeStandsFirstAndIsNamed() {
    Order order = order(found(A, 1, 0.9, 1, 0), found(C, 3, 0.6, 1, 0), found(B, 2, 0.8, 1, 0));

    assertThat(order.ids()).containsExactly(C, B, A);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(C, false), B, new Later(C, false)));
  }

  @Test
  void whatIsReplacedStandsDirectlyBelowWhatReplacesIt() {
    Order order =
        InForce.order(
            List.of(
                found(A, 1, 0.9, 1, 0, 0),
                found(D, 1, 0.8, 0, 1, 0),
                found(C, 3, 0.1, 0, 0, 1),
                found(B, 2, 0.05, 0.6f, 0.8f, 0)),
            Map.of(A, C, B, C),
            FLOOR,
            Tense.ANY);

    assertThat(order.ids()).containsExactly(C, B, A, D);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(C, true), B, new Later(C, true)));
  }

  @Test
  void theFactCountsBeforeTheHint() {
    Order order =
        InForce.order(
            List.of(found(A, 1, 0.9, 1, 0), found(B, 2, 0.8, 0, 1), found(C, 3, 0.7, 1, 0)),
            Map.of(A, B),
            FLOOR,
            Tense.ANY);

    assertThat(order.later()).isEqualTo(Map.of(A, new Later(B, true)));
  }

  @Test
  void whoAsksForWhatWasGetsTheMarksOnly() {
    Order order =
        InForce.order(
            List.of(found(A, 1, 0.9, 1, 0), found(B, 2, 0.8, 1, 0)), Map.of(), FLOOR, Tense.PAST);

    assertThat(order.ids()).containsExactly(A, B);
    assertThat(order.later()).isEqualTo(Map.of(A, new Later(B, false)));
  }
}
