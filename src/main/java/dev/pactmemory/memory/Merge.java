package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import dev.pactmemory.model.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a memory's content becomes under an update. Pure.
///
/// Removals are taken out of the old content first, so that an item removed and given in one call
/// is there afterwards. What comes out equal to the old content, but for the spelling of accents,
/// *is* the old content.
final class Merge {
  private final Update update;

  private Merge(Update update) {
    this.update = update;
  }

  /// The content after the update; empty if nothing is left.
  static Content apply(Content old, Update update) {
    return new Merge(update).applied(old);
  }

  /// The items to remove that the content does not have, each by its text or key.
  static List<String> notThere(Content old, Content removals) {
    List<String> missing = new ArrayList<>();
    missing.addAll(beyond(old.activeTasks(), removals.activeTasks(), Task::key));
    missing.addAll(beyond(old.lessonsLearned(), removals.lessonsLearned(), Text::nfc));
    missing.addAll(beyond(old.decisions(), removals.decisions(), Decision::key));
    missing.addAll(beyond(old.entities(), removals.entities(), Entity::key));
    missing.addAll(beyond(old.reasoningChains(), removals.reasoningChains(), Text::nfc));
    missing.addAll(beyond(old.agreementsReached(), removals.agreementsReached(), Text::nfc));
    missing.addAll(
        beyond(old.disagreementsResolved(), removals.disagreementsResolved(), Text::nfc));
    missing.addAll(beyond(old.files(), removals.files(), Text::nfc));
    return missing;
  }

  private static <T> List<String> beyond(List<T> items, List<T> removals, Function<T, String> key) {
    return without(removals, items, key).stream().map(key).toList();
  }

  private Content applied(Content old) {
    Content values = update.values();
    Content removals = update.removals();
    return new Content(
            scalar(Field.CONTEXT, old.context(), values.context()),
            scalar(Field.GOAL, old.goal(), values.goal()),
            items(
                Field.ACTIVE_TASKS,
                without(old.activeTasks(), removals.activeTasks(), Task::key),
                values.activeTasks(),
                new Kind<>(Task::identity, Task::key, Merge::renewed)),
            texts(
                Field.LESSONS_LEARNED,
                old.lessonsLearned(),
                removals.lessonsLearned(),
                values.lessonsLearned()),
            items(
                Field.DECISIONS,
                without(old.decisions(), removals.decisions(), Decision::key),
                values.decisions(),
                new Kind<>(Decision::identity, Decision::key, Merge::renewed)),
            items(
                Field.ENTITIES,
                without(old.entities(), removals.entities(), Entity::key),
                values.entities(),
                new Kind<>(Entity::identity, Entity::key, Merge::renewed)),
            texts(
                Field.REASONING_CHAINS,
                old.reasoningChains(),
                removals.reasoningChains(),
                values.reasoningChains()),
            texts(
                Field.AGREEMENTS_REACHED,
                old.agreementsReached(),
                removals.agreementsReached(),
                values.agreementsReached()),
            texts(
                Field.DISAGREEMENTS_RESOLVED,
                old.disagreementsResolved(),
                removals.disagreementsResolved(),
                values.disagreementsResolved()),
            texts(Field.FILES, old.files(), removals.files(), values.files()))
        .settled();
  }

  private @Nullable String scalar(Field field, @Nullable String old, @Nullable String given) {
    boolean keeps = !update.named().contains(field) || Text.nfc(old).equals(Text.nfc(given));
    return keeps ? old : given;
  }

  private List<String> texts(
      Field field, List<String> old, List<String> removals, List<String> given) {
    return items(
        field,
        without(old, removals, Text::nfc),
        given,
        new Kind<>(Text::nfc, Text::nfc, (before, now) -> before));
  }

  private <T> List<T> items(Field field, List<T> old, List<T> given, Kind<T> kind) {
    if (!update.named().contains(field)) {
      return old;
    }
    return switch (update.mode()) {
      case MERGE -> merged(old, given, kind);
      case REPLACE -> identities(old, kind).equals(identities(given, kind)) ? old : given;
    };
  }

  private static <T> List<T> merged(List<T> old, List<T> given, Kind<T> kind) {
    List<T> merged = new ArrayList<>(old);
    for (T item : given) {
      if (identities(merged, kind).contains(kind.identity.apply(item))) {
        continue;
      }
      int at = merged.stream().map(kind.key).toList().indexOf(kind.key.apply(item));
      if (at < 0) {
        merged.add(item);
        continue;
      }
      T before = merged.get(at);
      T renewed = kind.renew.apply(before, item);
      if (!kind.identity.apply(renewed).equals(kind.identity.apply(before))) {
        merged.set(at, renewed);
      }
    }
    return merged;
  }

  private static <T> List<Object> identities(List<T> items, Kind<T> kind) {
    return items.stream().map(kind.identity).toList();
  }

  private static <T> List<T> without(List<T> items, List<T> removals, Function<T, String> key) {
    Set<String> removed = removals.stream().map(key).collect(Collectors.toSet());
    return items.stream().filter(item -> !removed.contains(key.apply(item))).toList();
  }

  // The new form of an item; what it leaves open stays as it was.

  private static Task renewed(Task before, Task now) {
    return new Task(
        now.task(), or(now.status(), before.status()), or(now.priority(), before.priority()));
  }

  private static Decision renewed(Decision before, Decision now) {
    return new Decision(
        now.decision(),
        or(now.rationale(), before.rationale()),
        now.alternatives().isEmpty() ? before.alternatives() : now.alternatives());
  }

  private static Entity renewed(Entity before, Entity now) {
    return new Entity(now.name(), or(now.type(), before.type()), or(now.notes(), before.notes()));
  }

  private static @Nullable String or(@Nullable String given, @Nullable String otherwise) {
    return given == null ? otherwise : given;
  }

  /// How items of one kind are compared and brought together.
  ///
  /// @param identity equal for items that say the same
  /// @param key equal for items that are one thing at different times
  /// @param renew makes of the old item and the new one the item that stands
  private record Kind<T>(
      Function<T, Object> identity, Function<T, String> key, BinaryOperator<T> renew) {}
}
