package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.store.StoreReads;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A draft becoming a memory.
///
/// @param now the time of the call
/// @param degraded what the answer shall say about parts that do less
record Saving(Draft draft, Instant now, RandomGenerator random, Set<Degradation> degraded)
    implements Write<Saved> {
  @Override
  public Decision<Saved> decide(StoreReads reads) {
    if (draft.content().isEmpty()) {
      return new Decision.Answer<>(Outcome.refused(Receipts.empty("a memory")));
    }
    Outcome<ProjectChoice.Chosen> chosen = new ProjectChoice(reads).forSaving(draft.scope());
    Outcome<List<MemoryId>> supersedes =
        new References(reads).resolveAll(draft.supersedes(), "supersedes");
    return switch (chosen) {
      case Outcome.Refused<ProjectChoice.Chosen>(Problem problem) ->
          new Decision.Answer<>(Outcome.refused(problem));
      case Outcome.Done<ProjectChoice.Chosen>(ProjectChoice.Chosen(Project project, String hint)) ->
          switch (supersedes) {
            case Outcome.Refused<List<MemoryId>>(Problem problem) ->
                new Decision.Answer<>(Outcome.refused(problem));
            case Outcome.Done<List<MemoryId>>(List<MemoryId> ids) ->
                put(reads, project, ids, hint == null ? List.of() : List.of(hint));
          };
    };
  }

  private Decision<Saved> put(
      StoreReads reads, Project project, List<MemoryId> supersedes, List<String> hints) {
    MemoryId id = freshId(reads);
    Memory memory =
        new Memory(id, content(reads, project), supersedes, project, draft.session(), now, now, 1);
    return new Decision.Apply<>(
        new Change.Put(memory),
        after -> Receipts.saved(after, id, hints, degraded),
        Changed.appearance(memory));
  }

  private Content content(StoreReads reads, Project project) {
    Content given = draft.content();
    if (!draft.includeTracked()) {
      return given;
    }
    List<String> files = new ArrayList<>(given.files());
    reads.tracked(project, draft.session()).stream().map(TrackedFile::path).forEach(files::add);
    return new Content(
        given.context(),
        given.goal(),
        given.activeTasks(),
        given.lessonsLearned(),
        given.decisions(),
        given.entities(),
        given.reasoningChains(),
        given.agreementsReached(),
        given.disagreementsResolved(),
        files);
  }

  private MemoryId freshId(StoreReads reads) {
    while (true) {
      MemoryId id = MemoryId.random(random);
      if (reads.countStartingWith(id.value(), true) == 0) {
        return id;
      }
    }
  }

  @Override
  public Saved again(StoreReads reads, StoreReads.AppliedRequest before) {
    return Receipts.savedBefore(reads, before, degraded);
  }
}
