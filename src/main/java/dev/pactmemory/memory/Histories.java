package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.History;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.store.StoreReads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a memory, deleted or not, became what it is, told revision by revision.
record Histories(StoreReads reads) {
  /// Older ones can be read one by one.
  private static final int MAX_REVISIONS = 50;

  Outcome<History> history(String ref) {
    return new References(reads).resolve(ref, "ids", true).then(this::history);
  }

  private Outcome<History> history(MemoryId id) {
    Optional<StoreReads.Deletion> deletion = reads.deletion(id);
    // One more than is told, to tell it from.
    List<Memory> kept = reads.revisions(id, MAX_REVISIONS + 1);
    if (kept.isEmpty()) {
      return Outcome.refused(
          new Problem(Problem.Code.NOT_FOUND, "ids", "nothing is left of memory " + id));
    }
    List<History.Revision> revisions = new ArrayList<>();
    Memory before = null;
    for (Memory memory : kept) {
      List<String> changes = new ArrayList<>();
      if (before != null) {
        if (memory.revision() > before.revision() + 1) {
          changes.add("restored; deleted at revision " + (memory.revision() - 1));
        }
        changes.addAll(Differences.between(before, memory));
      } else {
        changes.addAll(Differences.between(Content.EMPTY, memory.content()));
      }
      revisions.add(
          new History.Revision(memory.revision(), memory.updatedAt(), madeIn(memory), changes));
      before = memory;
    }
    Memory last = kept.getLast();
    int newest = deletion.map(StoreReads.Deletion::revision).orElse(last.revision());
    if (newest - kept.getFirst().revision() >= MAX_REVISIONS && kept.size() > 1) {
      revisions.removeFirst(); // Nothing is known to tell it from.
    }
    deletion.ifPresent(gone ->
        revisions.add(new History.Revision(gone.revision(), gone.at(), null, List.of("deleted"))));
    return Outcome.done(
        new History(
            id,
            last.project(),
            last.session(),
            deletion.isPresent(),
            revisions.reversed(),
            newest));
  }

  private static @Nullable SessionId madeIn(Memory memory) {
    return memory.revision() == 1 ? memory.session() : memory.updatedIn();
  }
}
