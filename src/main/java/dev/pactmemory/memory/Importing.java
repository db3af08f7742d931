package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.store.StoreReads;
import java.util.Optional;

/// One revision of a memory from elsewhere, taken in as it is: its id, dates and number.
record Importing(Memory memory) implements Write<Importing.Result> {
  /// What became of it.
  enum Result {
    ADDED,
    ALREADY_THERE,
    /// The memory is here with another history.
    DIFFERS,
    DELETED_HERE
  }

  /// What would become of it now.
  Result look(StoreReads now) {
    Optional<Memory> newest = now.find(memory.id());
    if (newest.isEmpty()) {
      return now.countStartingWith(memory.id().value(), true) > 0
          ? Result.DELETED_HERE
          : Result.ADDED;
    }
    Optional<Memory> same = now.revision(memory.id(), memory.revision());
    if (same.isPresent()) {
      return same.get().equals(memory) ? Result.ALREADY_THERE : Result.DIFFERS;
    }
    return newest.get().revision() < memory.revision() ? Result.ADDED : Result.DIFFERS;
  }

  @Override
  public Decision<Result> decide(StoreReads now) {
    return switch (look(now)) {
      case ADDED ->
          new Decision.Apply<>(
              new Change.Put(memory),
              _ -> Result.ADDED,
              now.find(memory.id())
                  .map(before -> Changed.revision(before, memory))
                  .orElseGet(() -> Changed.appearance(memory)));
      case ALREADY_THERE, DIFFERS, DELETED_HERE -> new Decision.Answer<>(Outcome.done(look(now)));
    };
  }

  @Override
  public Result again(StoreReads now, StoreReads.AppliedRequest before) {
    return Result.ADDED;
  }
}
