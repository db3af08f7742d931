package dev.pactmemory.model;

import java.time.Instant;
import java.util.List;

/// One acknowledged change: a line of the journal.
///
/// @param number counts up from 1 without gaps
/// @param requestId of the call that asked for it
public record Change(long number, Instant at, String requestId, Effect effect) {
  /// What the change makes true. Effects carry states, not differences: applying one twice is
  /// applying it once.
  public sealed interface Effect {}

  /// The memory is now this.
  public record Put(Memory memory) implements Effect {}

  /// The memory is gone from every view; its revisions stay until purged.
  ///
  /// @param revision the revision that the deletion is
  public record Remove(MemoryId id, int revision) implements Effect {}

  /// The session's tracked files are now these.
  public record Track(Project project, SessionId session, List<TrackedFile> files)
      implements Effect {
    public Track {
      files = List.copyOf(files);
    }
  }
}
