package dev.pactmemory.memory;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.store.MemoryStore;

/// What a memory on this machine is made of, each part opened when asked for. The seam at which
/// tests let a disk fail.
///
/// Opening throws [dev.pactmemory.model.MemoryException]; who asked for a part closes it.
interface Parts {
  /// Takes the home for this process; waits a bounded time for another process to leave it.
  HomeLock lock();

  Journal journal();

  MemoryStore store();

  /// Moves the store's files away, so that the next [#store] is a new one. Nothing is deleted.
  void setStoreAside();

  /// An index that cannot be read comes empty: it is only a view.
  SearchIndex index();

  /// Told how far the opening is, where it takes long.
  default void progress(String line) {}
}
