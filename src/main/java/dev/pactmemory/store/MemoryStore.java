package dev.pactmemory.store;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryId;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Every memory at its newest revision, with what is needed to ask for it: typed parts, entities
/// and files with their edges, revisions, vectors.
///
/// It is made by applying the journal's changes in order, and can be made again from them. Reading
/// is safe for many threads; each read sees one committed state. Writing is one transaction at a
/// time.
///
/// Failures of disk or file are [dev.pactmemory.model.MemoryException]s with a code.
public interface MemoryStore extends StoreReads, AutoCloseable {
  /// Tells this store from one rebuilt in its place; changes when the store is made anew.
  UUID incarnation();

  /// Whether the machine stopped while the store was open: of what was not forced to disk any part
  /// may be missing, and reading it may answer wrongly. Make it anew, or [#trust] it.
  boolean isSuspect();

  /// Takes the store as it is, for want of a better one. Without effect on one that is not suspect.
  void trust();

  /// The number of the last change applied; 0 for a new store.
  long position();

  /// The highest touch number handed out. Every committed write touches the memories it is about:
  /// gives them the next number, so that an index can ask what it has not seen.
  long lastTouch();

  /// Makes sure that the next touch is higher than `touch`. For an index that is ahead of a store
  /// which lost unforced commits with the power.
  void touchBeyond(long touch);

  /// Begins the one write transaction; waits for a running one to end.
  Transaction begin();

  /// A write transaction: sees its own writes; others see them after the commit. One thread.
  interface Transaction extends StoreReads, AutoCloseable {
    /// Applies the change and moves the position to its number. What was applied before (its number
    /// is not above the position) is passed over.
    void apply(Change change);

    /// Keeps the vectors of a memory's passages: those given are added, those of other models or of
    /// hashes that are not in `current` are dropped. Without effect if the memory is no longer at
    /// this revision.
    ///
    /// @param vectors by passage hash, of unit length
    void putVectors(
        MemoryId id,
        int revision,
        String model,
        Set<String> current,
        Map<String, Embedding> vectors);

    /// What was applied so far becomes visible. Not forced to disk: the journal is.
    void commit();

    /// Undoes what was not committed.
    @Override
    void close();
  }

  @Override
  void close();
}
