package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTest {
  private static final String REF = "abc123";

  @Test
  void textsAreAddedBehindThoseThereAndEqualOnesStayOne() {
    Content merged =
        Merge.apply(Sample.lessons("a", "b"), Sample.merge(REF, Sample.lessons("b", "c")));

    assertThat(merged).isEqualTo(Sample.lessons("a", "b", "c"));
  }

  @Test
  void theFullListSentAgainWithNewItemsGivesTheUnionInOrder() {
    Content old =
        Sample.entities(new Entity("A", "service", "one"), new Entity("A", "service", "two"));

    Content merged =
        Merge.apply(
            old,
            Sample.merge(
                REF,
                Sample.entities(
                    new Entity("A", "service", "one"),
                    new Entity("A", "service", "two"),
                    new Entity("B"))));

    assertThat(merged)
        .isEqualTo(
            Sample.entities(
                new Entity("A", "service", "one"),
                new Entity("A", "service", "two"),
                new Entity("B")));
  }

  @Test
  void spellingsOfAccentsAreOneItemAndTheFirstSpellingStays() {
    Content old = Sample.lessons("cafe\u0301");

    Content merged = Merge.apply(old, Sample.merge(REF, Sample.lessons("caf\u00e9")));

    assertThat(merged).isEqualTo(old);
    assertThat(Merge.apply(old, Sample.replace(REF, Sample.lessons("caf\u00e9")))).isEqualTo(old);
  }

  @Test
  void aTaskMovesItsStatusInPlaceAndKeepsThePriorityLeftOpen() {
    Content old = Sample.tasks(new Task("T", "pending", "high"), new Task("U"));

    Content merged =
        Merge.apply(old, Sample.merge(REF, Sample.tasks(new Task("t", "completed", null))));

    assertThat(merged)
        .isEqualTo(Sample.tasks(new Task("t", "completed", "high"), new Task("U")).settled());
  }

  @Test
  void aTaskNamedWithoutStatusKeepsTheStatusItHas() {
    Content old = Sample.tasks(new Task("T", "completed", "high"));

    assertThat(Merge.apply(old, Sample.merge(REF, Sample.tasks(new Task("T"))))).isEqualTo(old);
    assertThat(Merge.apply(old, Sample.merge(REF, Sample.tasks(new Task("T", null, "low")))))
        .isEqualTo(Sample.tasks(new Task("T", "completed", "low")));
  }

  @Test
  void aNewTaskWithoutStatusIsPendingAlsoWhereItReplaces() {
    Content old = Sample.tasks(new Task("T", "completed", "high"));

    assertThat(Merge.apply(old, Sample.merge(REF, Sample.tasks(new Task("U")))).activeTasks())
        .containsExactly(new Task("T", "completed", "high"), new Task("U", "pending", null));
    assertThat(Merge.apply(old, Sample.replace(REF, Sample.tasks(new Task("T")))).activeTasks())
        .containsExactly(new Task("T", "pending", null));
  }

  @Test
  void anEntityNamedWithoutNotesKeepsTheNotesItHas() {
    Content old = Sample.entities(new Entity("X", null, "old"));

    assertThat(Merge.apply(old, Sample.merge(REF, Sample.entities(new Entity("X")))))
        .isEqualTo(old);
    assertThat(Merge.apply(old, Sample.merge(REF, Sample.entities(new Entity("X", "cache", null)))))
        .isEqualTo(Sample.entities(new Entity("X", "cache", "old")));
  }

  @Test
  void aDecisionOfTheSameWordsIsRenewedInPlace() {
    Content old =
        Sample.decisions(
            new Decision("Use Redis", "fast", List.of("Memcached")), new Decision("D"));

    Content merged =
        Merge.apply(
            old,
            Sample.merge(REF, Sample.decisions(new Decision("Use Redis", "known", List.of()))));

    assertThat(merged)
        .isEqualTo(
            Sample.decisions(
                new Decision("Use Redis", "known", List.of("Memcached")), new Decision("D")));
  }

  @Test
  void replacingSetsTheListWholesaleAndAnEmptyOneClearsIt() {
    Content old = Sample.lessons("a", "b");

    assertThat(Merge.apply(old, Sample.replace(REF, Sample.lessons("x", "x"))))
        .isEqualTo(Sample.lessons("x"));
    assertThat(Merge.apply(old, Sample.clear(REF, Field.LESSONS_LEARNED))).isEqualTo(Content.EMPTY);
  }

  @Test
  void anEmptyListMergedChangesNothingAndATextNamedWithoutValueIsCleared() {
    Content old = Sample.content("c", List.of(), List.of("a"), List.of(), List.of(), List.of());

    assertThat(Merge.apply(old, Sample.merge(REF, Content.EMPTY))).isEqualTo(old);
    assertThat(Merge.apply(old, Sample.clear(REF, Field.CONTEXT))).isEqualTo(Sample.lessons("a"));
  }

  @Test
  void itemsAreRemovedByTheirTextOrKeyAndAnItemAlsoGivenStays() {
    Content old = Sample.tasks(new Task("Write Tests", "pending", "high"), new Task("B"));

    assertThat(Merge.apply(old, Sample.remove(REF, Sample.tasks(new Task("write tests")))))
        .isEqualTo(Sample.tasks(new Task("B")).settled());
    assertThat(
            Merge.apply(
                Sample.lessons("a", "b"), Sample.remove(REF, Sample.lessons("a", "unknown"))))
        .isEqualTo(Sample.lessons("b"));
  }
}
