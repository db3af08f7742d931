package dev.pactmemory.memory;

import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Status;
import dev.pactmemory.store.StoreReads;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the answers of search, list and by-file have in common.
final class Hits {
  /// Digits of a short id: long enough to stay unique while a session lasts.
  static final int SHORT_LENGTH = 8;

  private Hits() {}

  static Map<MemoryId, String> shortIds(StoreReads reads, Collection<Memory> memories) {
    return shortIdsOf(reads, memories.stream().map(Memory::id).toList());
  }

  static Map<MemoryId, String> shortIdsOf(StoreReads reads, Collection<MemoryId> ids) {
    return ids.isEmpty() ? Map.of() : reads.shortIds(ids, SHORT_LENGTH);
  }

  static String shortId(Memory memory, Map<MemoryId, String> shortIds) {
    return shortIds.getOrDefault(memory.id(), memory.id().value());
  }

  /// A hit whose place is not one of relevance.
  ///
  /// @param later what replaces the memories that another one replaces
  static Hit plain(
      Memory memory,
      Map<MemoryId, String> shortIds,
      List<Hit.Reason> reasons,
      Map<MemoryId, Hit.Later> later) {
    return new Hit(
        memory, shortId(memory, shortIds), 0, null, reasons, null, later.get(memory.id()), null);
  }

  /// For each of the memories that another one says it replaces, the newest that does.
  static Map<MemoryId, Hit.Later> later(StoreReads reads, Collection<Memory> memories) {
    Map<MemoryId, List<MemoryId>> replacing =
        memories.isEmpty() ? Map.of() : reads.replacing(memories.stream().map(Memory::id).toList());
    Map<MemoryId, String> shortIds =
        shortIdsOf(reads, replacing.values().stream().map(List::getFirst).distinct().toList());
    Map<MemoryId, Hit.Later> later = new HashMap<>();
    replacing.forEach((id, by) ->
        later.put(
            id,
            new Hit.Later(
                shortIds.getOrDefault(by.getFirst(), by.getFirst().value()),
                Hit.Later.Ground.SUPERSEDES)));
    return later;
  }

  /// Why a walk shows nothing.
  static Found.Nothing leftOut(StoreReads reads, @Nullable Project project) {
    int stored = stored(reads, project);
    return stored == 0
        ? new Found.Nothing(Found.Nothing.Why.NOTHING_STORED, 0, List.of())
        : new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, stored, List.of());
  }

  /// How many memories a project has, or all.
  static int stored(StoreReads reads, @Nullable Project project) {
    return project == null
        ? reads.count()
        : reads.projects().stream()
            .filter(count -> count.project().key().equals(project.key()))
            .mapToInt(Status.ProjectCount::memories)
            .sum();
  }
}
