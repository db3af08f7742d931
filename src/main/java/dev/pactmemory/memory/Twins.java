package dev.pactmemory.memory;

import dev.pactmemory.advice.Likeness;
import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.store.StoreReads.Touched;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether a draft tells again what a memory of its project tells, while the draft is being
/// written. Words only: its vectors are made when it is acknowledged already.
///
/// The candidates are few: those the index names, and what it has not seen yet. It never fails a
/// save: whatever goes wrong, there is no advice. Confined to the thread of the call.
final class Twins implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Twins.class);

  /// Of those the index names: a twin is among the first.
  private static final int MAX_ALIKE = 8;

  /// Of those the index has not seen: more only after a restart or while it is filled.
  private static final int MAX_UNSEEN = 32;

  private final Engine engine;
  private final Draft draft;
  private List<Alike> found = List.of();
  private Map<MemoryId, String> shortIds = Map.of();

  Twins(Engine engine, Draft draft) {
    this.engine = engine;
    this.draft = draft;
  }

  /// A memory and how alike it is.
  private record Alike(Memory memory, double likeness) {}

  @Override
  public void run() {
    try {
      if (new ProjectChoice(engine.store()).forSaving(draft.scope())
              instanceof Outcome.Done<ProjectChoice.Chosen>(var chosen)
          && chosen.project() != null) {
        found = in(chosen.project());
        shortIds = Hits.shortIds(engine.store(), found.stream().map(Alike::memory).toList());
      }
    } catch (RuntimeException e) {
      LOG.debug("it is not known whether a memory is told twice", e);
    }
  }

  private List<Alike> in(Project project) {
    Likeness likeness = new Likeness(draft.content());
    return candidates(project)
        .filter(memory -> memory.project().key().equals(project.key()))
        .map(memory -> new Alike(memory, likeness.to(memory.content())))
        .filter(alike -> alike.likeness() >= Likeness.NEAR)
        .sorted(
            Comparator.comparingDouble(Alike::likeness)
                .reversed()
                .thenComparing(alike -> alike.memory().updatedAt(), Comparator.reverseOrder()))
        .toList();
  }

  private Stream<Memory> candidates(Project project) {
    // In this order, so that what is indexed in between is in one of them.
    List<Memory> unseen = new ArrayList<>();
    for (Touched touched : engine.store().touchedAfter(engine.catchUp().position(), MAX_UNSEEN)) {
      if (touched.memory() != null) {
        unseen.add(touched.memory());
      }
    }
    Set<MemoryId> seen =
        new LinkedHashSet<>(engine.index().alike(project, Gist.of(draft.content()), MAX_ALIKE));
    unseen.forEach(memory -> seen.remove(memory.id()));
    Map<MemoryId, Memory> stored = engine.store().find(seen);
    return Stream.concat(unseen.stream(), stored.values().stream());
  }

  /// The receipt with a word about the nearest twin, if there is one that it does not supersede.
  Saved told(Saved saved) {
    return found.stream()
        .map(Alike::memory)
        .filter(twin -> !twin.id().equals(saved.memory().id()))
        .filter(twin -> !saved.memory().supersedes().contains(twin.id()))
        .findFirst()
        .map(twin -> saved.with(List.of(advice(twin))))
        .orElse(saved);
  }

  private Advice advice(Memory twin) {
    boolean same = new Likeness(draft.content()).isTwin(twin.content());
    return new Advice(
        Advice.Code.NEAR_DUPLICATE,
        Advice.Severity.WARNING,
        (same ? "it says the same" : "it says nearly the same")
            + ": memory_update it and memory_delete this one, unless both are meant",
        Hits.shortId(twin, shortIds));
  }
}
