package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.store.StoreReads;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A change that a caller asks for. It looks at the memories as they are when its turn comes and
/// decides; it writes nothing itself, so that it can be asked again. Runs on the writer thread.
interface Write<T> {
  Decision<T> decide(StoreReads now);

  /// The answer to the same request sent again after it was carried out.
  T again(StoreReads now, StoreReads.AppliedRequest before);

  /// What is to be done.
  sealed interface Decision<T> {
    /// Nothing is written.
    record Answer<T>(Outcome<T> outcome) implements Decision<T> {}

    /// One change.
    ///
    /// @param receipt makes the answer of the store after the change
    /// @param news what to tell the listeners; null where nobody listens to such
    record Apply<T>(Change.Effect effect, Function<StoreReads, T> receipt, @Nullable Changed news)
        implements Decision<T> {}
  }
}
