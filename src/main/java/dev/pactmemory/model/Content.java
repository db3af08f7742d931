package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a memory says. Texts are trimmed, lists keep their order and hold no item twice; an absent
/// text is null, an absent list is empty.
///
/// @param files paths relative to the project's root with `/` between names; a path outside the
///   root stays absolute. Entities of type `file` are not repeated here.
public record Content(
    @Nullable String context,
    @Nullable String goal,
    List<Task> activeTasks,
    List<String> lessonsLearned,
    List<Decision> decisions,
    List<Entity> entities,
    List<String> reasoningChains,
    List<String> agreementsReached,
    List<String> disagreementsResolved,
    List<String> files) {
  public static final Content EMPTY =
      new Content(
          null, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
          List.of());

  public Content {
    context = Text.clean(context);
    goal = Text.clean(goal);
    activeTasks = Text.distinct(activeTasks, Task::identity);
    lessonsLearned = Text.cleanList(lessonsLearned);
    decisions = Text.distinct(decisions, Decision::identity);
    entities = Text.distinct(entities, Entity::identity);
    reasoningChains = Text.cleanList(reasoningChains);
    agreementsReached = Text.cleanList(agreementsReached);
    disagreementsResolved = Text.cleanList(disagreementsResolved);
    files = Text.cleanList(files);
  }

  /// The content as a memory holds it: what a new item may leave open has its usual value.
  public Content settled() {
    return activeTasks.stream().allMatch(Task::isSettled)
        ? this
        : new Content(
            context,
            goal,
            activeTasks.stream().map(Task::settled).toList(),
            lessonsLearned,
            decisions,
            entities,
            reasoningChains,
            agreementsReached,
            disagreementsResolved,
            files);
  }

  /// Whether no field says anything.
  public boolean isEmpty() {
    return equals(EMPTY);
  }
}
