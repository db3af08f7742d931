package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.store.StoreReads;

/// A memory going away; its revisions stay.
record Deleting(String ref) implements Write<Deleted> {
  @Override
  public Decision<Deleted> decide(StoreReads reads) {
    return switch (new References(reads).resolve(ref, "id", false)) {
      case Outcome.Refused<MemoryId>(Problem problem) ->
          new Decision.Answer<>(Outcome.refused(problem));
      case Outcome.Done<MemoryId>(MemoryId id) -> remove(reads.find(id).orElseThrow());
    };
  }

  private static Decision<Deleted> remove(Memory memory) {
    int revision = memory.revision() + 1;
    return new Decision.Apply<>(
        new Change.Remove(memory.id(), revision),
        _ -> new Deleted(memory.id(), revision),
        Changed.appearance(memory));
  }

  @Override
  public Deleted again(StoreReads reads, StoreReads.AppliedRequest before) {
    return new Deleted(Receipts.idOf(before), before.revision());
  }
}
