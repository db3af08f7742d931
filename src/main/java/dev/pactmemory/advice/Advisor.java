package dev.pactmemory.advice;

import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Update;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Looks at a memory as it was stored and says what would make it more useful. Pure.
///
/// It looks for the ways in which memories were seen to fail: nothing to act on, too small to be
/// worth keeping, a decision nobody can judge later, nothing that connects it. A warning takes a
/// memory that fails as a whole; what is only thin is a hint. Two rules hold it back: what a memory
/// lacks is no fault by itself (a decision alone can be a good memory), and an update is told only
/// about what it touched.
public final class Advisor {
  /// Everything a memory can say.
  private static final Set<Field> ALL = EnumSet.allOf(Field.class);

  /// What a memory can be too vague in.
  private static final Set<Field> PROSE =
      EnumSet.of(
          Field.CONTEXT,
          Field.GOAL,
          Field.LESSONS_LEARNED,
          Field.REASONING_CHAINS,
          Field.AGREEMENTS_REACHED,
          Field.DISAGREEMENTS_RESOLVED);

  private static final Set<Field> LINKS = EnumSet.of(Field.ENTITIES, Field.FILES);

  private final Checks checks;
  private final Content content;
  private final Set<Field> touched;
  private final List<Advice> advice = new ArrayList<>();

  private Advisor(Content content, Set<Field> touched) {
    this.checks = new Checks(content);
    this.content = content;
    this.touched = touched;
  }

  /// Advice on a new memory, warnings first.
  ///
  /// @param content with the files that were linked
  public static List<Advice> onSave(Content content) {
    Advisor advisor = new Advisor(content, ALL);
    advisor.lookAtTheWhole(true);
    advisor.lookAtDecisions(content.decisions());
    advisor.lookAtLists(content);
    advisor.lookAtTasks(content.activeTasks());
    return advisor.warningsFirst();
  }

  /// Advice on what an update brought, warnings first.
  ///
  /// @param content of the memory after it
  public static List<Advice> onUpdate(Content content, Update update) {
    Advisor advisor = new Advisor(content, touched(update));
    advisor.lookAtTheWhole(false);
    advisor.lookAtDecisions(
        sameKey(content.decisions(), update.values().decisions(), Decision::key));
    advisor.lookAtLists(update.values());
    advisor.lookAtTasks(sameKey(content.activeTasks(), update.values().activeTasks(), Task::key));
    return advisor.warningsFirst();
  }

  private static Set<Field> touched(Update update) {
    Set<Field> touched = EnumSet.noneOf(Field.class);
    touched.addAll(update.named());
    if (!update.removals().entities().isEmpty()) {
      touched.add(Field.ENTITIES);
    }
    if (!update.removals().files().isEmpty()) {
      touched.add(Field.FILES);
    }
    if (!update.removals().lessonsLearned().isEmpty()) {
      touched.add(Field.LESSONS_LEARNED);
    }
    return touched;
  }

  private static <T> List<T> sameKey(List<T> items, List<T> given, Function<T, String> key) {
    Set<String> keys = given.stream().map(key).collect(Collectors.toSet());
    return items.stream().filter(item -> keys.contains(key.apply(item))).toList();
  }

  private void lookAtTheWhole(boolean isNew) {
    if (isNew && checks.isTooGranular()) {
      warn(
          Advice.Code.TOO_GRANULAR,
          "a fix this small needs no memory: delete it, or say what would help someone else");
    } else if (touches(PROSE) && checks.isTooVague()) {
      warn(
          Advice.Code.TOO_VAGUE,
          "nobody can act on it later: say what was done where, its state, and each lesson with its"
              + " because");
    } else if ((isNew || touches(LINKS)) && checks.isUnlinked()) {
      Advice.Severity severity =
          checks.isProseOnly() ? Advice.Severity.WARNING : Advice.Severity.HINT;
      advice.add(
          new Advice(
              Advice.Code.NO_ENTITY_LINKS,
              severity,
              "name its components as entities and its files, so that related work finds it"));
    }
  }

  private boolean touches(Set<Field> fields) {
    return touched.stream().anyMatch(fields::contains);
  }

  private void lookAtDecisions(List<Decision> decisions) {
    List<Decision> unreasoned = decisions.stream().filter(Checks::lacksRationale).toList();
    if (!unreasoned.isEmpty()) {
      warn(
          Advice.Code.MISSING_RATIONALE,
          places(unreasoned) + ": add rationale, why it was decided and when it applies");
    }
    List<Decision> alone =
        decisions.stream().filter(decision -> decision.alternatives().isEmpty()).toList();
    if (!alone.isEmpty()) {
      hint(
          Advice.Code.NO_ALTERNATIVES,
          places(alone) + ": add alternatives, each with why it was rejected");
    }
  }

  private String places(List<Decision> some) {
    String first = "decisions[" + content.decisions().indexOf(some.getFirst()) + "]";
    return some.size() == 1 ? first : first + " and " + (some.size() - 1) + " more";
  }

  private void lookAtLists(Content given) {
    Checks.shredded(given)
        .ifPresent(field ->
            warn(
                Advice.Code.SHREDDED_LIST,
                field.wireName()
                    + " holds single letters of a text; send the text whole, with mode replace"));
  }

  private void lookAtTasks(List<Task> tasks) {
    tasks.stream()
        .filter(Checks::hasUnknownStatus)
        .findFirst()
        .ifPresent(task ->
            hint(
                Advice.Code.UNKNOWN_STATUS,
                "active_tasks["
                    + content.activeTasks().indexOf(task)
                    + "] counts as open; usual are pending, in_progress, blocked, completed"));
  }

  private void warn(Advice.Code code, String fix) {
    advice.add(new Advice(code, Advice.Severity.WARNING, fix));
  }

  private void hint(Advice.Code code, String fix) {
    advice.add(new Advice(code, Advice.Severity.HINT, fix));
  }

  private List<Advice> warningsFirst() {
    return advice.stream().sorted(Comparator.comparing(Advice::severity)).toList();
  }
}
