package dev.pactmemory.sharing;

import dev.pactmemory.model.MemoryException;
import java.util.function.Consumer;

/// Chooses one leader among all who stand.
interface Election {
  /// Stands for election; returns at once.
  ///
  /// @param elected run once, on another thread, when this process leads; it leads until what is
  ///   returned is closed
  /// @param failed told, on that thread, if it can never be elected; it may stand again
  /// @throws MemoryException if it cannot even stand
  Candidacy stand(Runnable elected, Consumer<MemoryException> failed);

  /// One who stands, or leads.
  interface Candidacy extends AutoCloseable {
    /// Stands no more, leads no more. May be called twice.
    @Override
    void close();
  }
}
