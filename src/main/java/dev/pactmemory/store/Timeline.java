package dev.pactmemory.store;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Since when a memory says what it says: folded over its revisions, oldest first. Confined to one
/// thread.
///
/// A task is the same one as long as its name stays, whatever its state; an entity's note and a
/// decision are others as soon as a word of them changes.
final class Timeline {
  private boolean begun;
  private Map<String, Instant> tasks = new HashMap<>();
  private Map<Object, Instant> entities = new HashMap<>();
  private final List<Decided> decisions = new ArrayList<>();

  /// One wording of a decision.
  ///
  /// @param place among the memory's decisions at the revision that first said it
  /// @param endedRevision the one that no longer says it; null while it is said
  record Decided(
      Decision decision, int revision, int place, Instant at, @Nullable Integer endedRevision) {
    private Decided endedBy(int later) {
      return new Decided(decision, revision, place, at, later);
    }
  }

  /// @param revisions oldest first
  static Timeline over(List<Memory> revisions) {
    Timeline timeline = new Timeline();
    revisions.forEach(timeline::advance);
    return timeline;
  }

  /// A timeline as it was kept, to be advanced.
  static Timeline resumed(
      Map<String, Instant> tasks, Map<Object, Instant> entities, List<Decided> decisions) {
    Timeline timeline = new Timeline();
    timeline.begun = true;
    timeline.tasks = tasks;
    timeline.entities = entities;
    timeline.decisions.addAll(decisions);
    return timeline;
  }

  /// Takes in the next revision.
  void advance(Memory memory) {
    // What the first revision known says, was said when the memory was made.
    Instant now = begun ? memory.updatedAt() : memory.createdAt();
    begun = true;
    Content content = memory.content();
    Map<String, Instant> tasksNow = new HashMap<>();
    for (Task task : content.activeTasks()) {
      tasksNow.putIfAbsent(task.key(), tasks.getOrDefault(task.key(), now));
    }
    tasks = tasksNow;
    Map<Object, Instant> entitiesNow = new HashMap<>();
    for (Entity entity : content.entities()) {
      Object said = identity(entity.name(), entity.type(), entity.notes());
      entitiesNow.putIfAbsent(said, entities.getOrDefault(said, now));
    }
    entities = entitiesNow;
    decide(content.decisions(), memory.revision(), now);
  }

  private void decide(List<Decision> now, int revision, Instant at) {
    Set<Object> left = new HashSet<>(now.stream().map(Decision::identity).toList());
    decisions.replaceAll(old ->
        old.endedRevision() != null || left.remove(old.decision().identity())
            ? old
            : old.endedBy(revision));
    for (int place = 0; place < now.size(); place++) {
      Decision decision = now.get(place);
      if (left.remove(decision.identity())) {
        decisions.add(new Decided(decision, revision, place, at, null));
      }
    }
  }

  Instant since(Task task) {
    return Objects.requireNonNull(tasks.get(task.key()), "a task of the last revision");
  }

  Instant since(Entity entity) {
    return Objects.requireNonNull(
        entities.get(identity(entity.name(), entity.type(), entity.notes())),
        "an entity of the last revision");
  }

  /// All wordings, in the order decided.
  List<Decided> decisions() {
    return decisions;
  }

  /// Equal for entities that say the same of one thing.
  static Object identity(String name, @Nullable String type, @Nullable String notes) {
    return List.of(Text.key(name), Text.nfc(type), Text.nfc(notes));
  }
}
