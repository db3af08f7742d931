package dev.pactmemory.memory;

import dev.pactmemory.model.MemoryId;
import java.time.Instant;
import java.util.List;

/// What was, or would be, purged.
///
/// @param memories oldest deletion first
/// @param olderCopies names in the data directory of files and directories that were kept aside
///   earlier, or backed up, and may hold the same texts; nothing touches them
/// @param done false if it was only asked what would be
public record Purged(List<Deletion> memories, List<String> olderCopies, boolean done) {
  public Purged {
    memories = List.copyOf(memories);
    olderCopies = List.copyOf(olderCopies);
  }

  /// A deleted memory.
  ///
  /// @param title a few words of it
  public record Deletion(MemoryId id, String title, Instant deletedAt) {}
}
