package dev.pactmemory.memory;

import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Saved;
import dev.pactmemory.store.StoreReads;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Answers to writes, read back from the store.
final class Receipts {
  private Receipts() {}

  static Saved saved(StoreReads reads, MemoryId id, List<String> hints, Set<Degradation> degraded) {
    Memory memory =
        reads
            .find(id)
            .orElseThrow(() -> new IllegalStateException("memory " + id + " was not stored"));
    return saved(memory, true, hints, degraded);
  }

  static Saved savedBefore(
      StoreReads reads, StoreReads.AppliedRequest before, Set<Degradation> degraded) {
    MemoryId id = idOf(before);
    Memory memory =
        reads
            .revision(id, before.revision())
            .orElseThrow(() -> new IllegalStateException("memory " + id + " has no such revision"));
    return saved(memory, true, List.of(), degraded);
  }

  static Saved saved(
      Memory memory, boolean changed, List<String> hints, Set<Degradation> degraded) {
    long links =
        Stream.concat(
                memory.content().files().stream(),
                memory.content().entities().stream().filter(Entity::isFile).map(Entity::name))
            .distinct()
            .count();
    return new Saved(memory, changed, (int) links, hints, List.of(), degraded);
  }

  /// The memory that a request sent again was about.
  static MemoryId idOf(StoreReads.AppliedRequest before) {
    MemoryId id = before.id();
    if (id == null) {
      throw new IllegalStateException("request id was used for a change of another kind");
    }
    return id;
  }

  static Problem empty(String what) {
    return new Problem(
        Problem.Code.EMPTY_MEMORY,
        null,
        what
            + " needs at least one of context, goal, active_tasks, lessons_learned, decisions,"
            + " entities, reasoning_chains, agreements_reached, disagreements_resolved, files");
  }
}
