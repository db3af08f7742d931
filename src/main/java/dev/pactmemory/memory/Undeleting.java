package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.store.StoreReads;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A deleted memory coming back as it was, at a revision of its own. One that is not deleted stays
/// as it is.
///
/// @param session that asks for it; null where it is not known
record Undeleting(String ref, @Nullable SessionId session, Instant now, Set<Degradation> degraded)
    implements Write<Saved> {
  @Override
  public Decision<Saved> decide(StoreReads reads) {
    return switch (new References(reads).resolve(ref, "id", true)) {
      case Outcome.Refused<MemoryId>(Problem problem) ->
          new Decision.Answer<>(Outcome.refused(problem));
      case Outcome.Done<MemoryId>(MemoryId id) ->
          reads
              .deletion(id)
              .map(deletion -> restore(reads, id, deletion))
              .orElseGet(() ->
                  new Decision.Answer<>(
                      Outcome.done(
                          Receipts.saved(
                              reads.find(id).orElseThrow(),
                              false,
                              List.of("it is not deleted"),
                              degraded))));
    };
  }

  private Decision<Saved> restore(StoreReads reads, MemoryId id, StoreReads.Deletion deletion) {
    Optional<Memory> last =
        reads.revisions(id, deletion.revision()).reversed().stream().findFirst();
    if (last.isEmpty()) {
      return new Decision.Answer<>(
          Outcome.refused(
              new Problem(
                  Problem.Code.NOT_FOUND,
                  "id",
                  "nothing is left of memory " + id + " to bring back")));
    }
    Memory restored =
        new Memory(
            id,
            last.get().content(),
            last.get().supersedes(),
            last.get().project(),
            last.get().session(),
            last.get().createdAt(),
            now.isBefore(deletion.at()) ? deletion.at() : now, // The clock was set back.
            session,
            deletion.revision() + 1);
    return new Decision.Apply<>(
        new Change.Put(restored),
        after -> Receipts.saved(after, id, List.of(), degraded),
        Changed.appearance(restored));
  }

  @Override
  public Saved again(StoreReads reads, StoreReads.AppliedRequest before) {
    return Receipts.savedBefore(reads, before, degraded);
  }
}
