package dev.pactmemory.memory;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.index.Matches;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.memory.InForce.Candidate;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.store.StoreReads;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts what the index found into the order in which it is shown: the best of it by what is in
/// force (see [InForce]), the rest as it is. The order is one over all pages.
///
/// @param except a memory that is not shown; null for none
/// @param embedder null while there is none: then only what memories say of each other counts
record Ranking(
    StoreReads reads,
    SearchIndex.Asked asked,
    @Nullable Embedder embedder,
    @Nullable MemoryId except) {
  /// More steps from a memory to what replaces it than anyone takes.
  private static final int MAX_STEPS = 50;

  Ranked ranked(
      SearchQuery query,
      @Nullable Project project,
      Map<MemoryId, Double> boosts,
      List<Matches.Match> found) {
    Map<MemoryId, Matches.Match> matches = new LinkedHashMap<>();
    found.forEach(match -> matches.put(match.id(), match));
    List<MemoryId> window = matches.keySet().stream().limit(InForce.WINDOW).toList();
    Map<MemoryId, MemoryId> replacements = replacements(List.copyOf(matches.keySet()));
    Tense tense = query.until() == null ? Tense.of(query.text()) : Tense.PAST;
    boolean reorder = tense.wantsNewest();

    Set<MemoryId> wanted = new HashSet<>(window);
    window.forEach(id -> wanted.add(replacements.getOrDefault(id, id)));
    Map<MemoryId, Memory> memories = reads.find(wanted);
    List<MemoryId> shown = new ArrayList<>();
    for (MemoryId id : window) {
      MemoryId newest = replacements.getOrDefault(id, id);
      Memory replacing = memories.get(newest);
      boolean missing = !window.contains(newest) && !shown.contains(newest);
      if (reorder && missing && replacing != null && isWithin(replacing, query, project)) {
        shown.add(newest);
      }
      shown.add(id);
    }
    InForce.Order order =
        InForce.order(
            candidates(shown, matches, memories, boosts),
            replacements,
            embedder == null ? 1 : embedder.cosineFloor(),
            tense);
    List<MemoryId> ids = new ArrayList<>(order.ids());
    Set<MemoryId> placed = Set.copyOf(ids);
    matches.keySet().stream()
        .skip(InForce.WINDOW)
        .filter(id -> !placed.contains(id))
        .forEach(ids::add);
    return new Ranked(
        new InForce.Order(List.copyOf(ids), order.later(), order.above()), matches, memories);
  }

  /// What is now in force of those that are replaced, over any number of steps.
  private Map<MemoryId, MemoryId> replacements(List<MemoryId> ids) {
    Map<MemoryId, MemoryId> next = new HashMap<>();
    List<MemoryId> ends = ids;
    for (int step = 0; step < MAX_STEPS && !ends.isEmpty(); step++) {
      List<MemoryId> reached = new ArrayList<>();
      reads
          .replacing(ends)
          .forEach((id, replacing) -> {
            // Of several the newest; what was passed already would lead round in a circle.
            if (next.putIfAbsent(id, replacing.getFirst()) == null) {
              reached.add(replacing.getFirst());
            }
          });
      ends = reached;
    }
    Map<MemoryId, MemoryId> replacements = new HashMap<>();
    for (MemoryId id : ids) {
      MemoryId end = end(id, next);
      if (!end.equals(id)) {
        replacements.put(id, end);
      }
    }
    return replacements;
  }

  /// Where the steps lead; where they go round in a circle, nowhere.
  private static MemoryId end(MemoryId id, Map<MemoryId, MemoryId> next) {
    Set<MemoryId> passed = new HashSet<>();
    MemoryId end = id;
    for (MemoryId step = next.get(id); step != null; step = next.get(step)) {
      if (!passed.add(step) || step.equals(id)) {
        return id;
      }
      end = step;
    }
    return end;
  }

  /// Whether a memory that the index did not name may be shown: what narrows a question narrows it
  /// for the index only.
  private boolean isWithin(Memory memory, SearchQuery query, @Nullable Project project) {
    return !memory.id().equals(except)
        && query.fields().isEmpty()
        && query.entity() == null
        && (query.since() == null || !memory.updatedAt().isBefore(query.since()))
        && (project == null || memory.project().key().equals(project.key()));
  }

  private List<Candidate> candidates(
      List<MemoryId> shown,
      Map<MemoryId, Matches.Match> matches,
      Map<MemoryId, Memory> memories,
      Map<MemoryId, Double> boosts) {
    Map<MemoryId, List<Embedding>> vectors = settling(shown, memories);
    List<Candidate> candidates = new ArrayList<>();
    double score = 0;
    for (MemoryId id : shown.reversed()) {
      Memory memory = memories.get(id);
      if (memory == null) {
        continue; // Deleted since the index was asked.
      }
      Matches.Match match = matches.get(id);
      // A boost may have put a memory above one with a better score: its place is what counts.
      score = Math.max(score, match == null ? 0 : match.score());
      candidates.add(
          new Candidate(
              id,
              memory.project().key(),
              memory.createdAt(),
              score,
              boosts.getOrDefault(id, 0.0),
              Topic.of(memory, vectors.getOrDefault(id, List.of()))));
    }
    return candidates.reversed();
  }

  /// The vectors of what says which matter each memory settles.
  private Map<MemoryId, List<Embedding>> settling(
      List<MemoryId> shown, Map<MemoryId, Memory> memories) {
    Map<Field, List<MemoryId>> byField = new EnumMap<>(Field.class);
    for (MemoryId id : shown) {
      Memory memory = memories.get(id);
      if (memory != null) {
        byField.computeIfAbsent(Topic.settling(memory.content()), _ -> new ArrayList<>()).add(id);
      }
    }
    Map<MemoryId, List<Embedding>> vectors = new HashMap<>();
    byField.forEach((field, ids) -> vectors.putAll(asked.vectors(ids, Set.of(field))));
    return vectors;
  }
}
