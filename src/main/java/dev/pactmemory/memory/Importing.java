package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.store.StoreReads;
import java.util.Optional;

/// A memory from elsewhere, taken in with its id and its dates.
record Importing(Memory memory, Kind kind) implements Write<Importing.Result> {
  /// What is known of it.
  enum Kind {
    /// One of its revisions, which keeps its number.
    REVISION,
    /// How another program has it now; whatever number that is here.
    STATE
  }

  /// What became of it.
  enum Result {
    ADDED,
    ALREADY_THERE,
    /// The memory is here with another history.
    DIFFERS,
    /// The memory is here, and was changed here after it was changed there.
    NEWER_HERE,
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
    return switch (kind) {
      case REVISION -> revisionOf(newest.get(), now);
      case STATE -> stateOf(newest.get(), now);
    };
  }

  private Result revisionOf(Memory newest, StoreReads now) {
    Optional<Memory> same = now.revision(memory.id(), memory.revision());
    if (same.isPresent()) {
      return same.get().equals(memory) ? Result.ALREADY_THERE : Result.DIFFERS;
    }
    return newest.revision() < memory.revision() ? Result.ADDED : Result.DIFFERS;
  }

  private Result stateOf(Memory newest, StoreReads now) {
    for (int revision = newest.revision(); revision >= 1; revision--) {
      Optional<Memory> known = now.revision(memory.id(), revision);
      if (known.isPresent() && known.get().content().equals(memory.content())) {
        return Result.ALREADY_THERE;
      }
    }
    return memory.updatedAt().isAfter(newest.updatedAt()) ? Result.ADDED : Result.NEWER_HERE;
  }

  @Override
  public Decision<Result> decide(StoreReads now) {
    Result result = look(now);
    if (result != Result.ADDED) {
      return new Decision.Answer<>(Outcome.done(result));
    }
    Memory newest = now.find(memory.id()).orElse(null);
    Memory added =
        kind == Kind.REVISION || newest == null
            ? memory
            : new Memory(
                newest.id(),
                memory.content(),
                newest.supersedes(),
                newest.project(),
                memory.session(),
                newest.createdAt(),
                memory.updatedAt(),
                newest.revision() + 1);
    return new Decision.Apply<>(
        new Change.Put(added),
        _ -> Result.ADDED,
        newest == null ? Changed.appearance(added) : Changed.revision(newest, added));
  }

  @Override
  public Result again(StoreReads now, StoreReads.AppliedRequest before) {
    return Result.ADDED;
  }
}
