package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.store.StoreReads;
import java.util.Optional;

/// A memory from elsewhere, taken in with its id and its dates.
record Importing(Memory memory, Offer.Kind kind) implements Write<Offer.Result> {
  /// What would become of it now.
  Offer.Result look(StoreReads now) {
    Optional<Memory> newest = now.find(memory.id());
    if (newest.isEmpty()) {
      return now.countStartingWith(memory.id().value(), true) > 0
          ? Offer.Result.DELETED_HERE
          : Offer.Result.ADDED;
    }
    return switch (kind) {
      case REVISION -> revisionOf(newest.get(), now);
      case STATE -> stateOf(newest.get(), now);
    };
  }

  private Offer.Result revisionOf(Memory newest, StoreReads now) {
    Optional<Memory> same = now.revision(memory.id(), memory.revision());
    if (same.isPresent()) {
      return same.get().equals(memory) ? Offer.Result.ALREADY_THERE : Offer.Result.DIFFERS;
    }
    return newest.revision() < memory.revision() ? Offer.Result.ADDED : Offer.Result.DIFFERS;
  }

  private Offer.Result stateOf(Memory newest, StoreReads now) {
    for (int revision = newest.revision(); revision >= 1; revision--) {
      Optional<Memory> known = now.revision(memory.id(), revision);
      if (known.isPresent() && known.get().content().equals(memory.content())) {
        return Offer.Result.ALREADY_THERE;
      }
    }
    return memory.updatedAt().isAfter(newest.updatedAt())
        ? Offer.Result.ADDED
        : Offer.Result.NEWER_HERE;
  }

  @Override
  public Decision<Offer.Result> decide(StoreReads now) {
    Offer.Result result = look(now);
    if (result != Offer.Result.ADDED) {
      return new Decision.Answer<>(Outcome.done(result));
    }
    Memory newest = now.find(memory.id()).orElse(null);
    Memory added =
        kind == Offer.Kind.REVISION || newest == null
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
        _ -> Offer.Result.ADDED,
        newest == null ? Changed.appearance(added) : Changed.revision(newest, added));
  }

  @Override
  public Offer.Result again(StoreReads now, StoreReads.AppliedRequest before) {
    return Offer.Result.ADDED;
  }
}
