package dev.pactmemory.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How one memory came to be what it is.
///
/// @param deleted whether it is deleted now; it can be brought back until purged
/// @param session the session that saved it
/// @param revisions newest first, as many as one answer holds
/// @param total how many revisions there are
public record History(
    MemoryId id,
    Project project,
    SessionId session,
    boolean deleted,
    List<Revision> revisions,
    int total) {
  public History {
    revisions = List.copyOf(revisions);
  }

  /// One revision.
  ///
  /// @param session that made it, where it is known; null for a deletion
  /// @param changes what differs from the revision before, a line for each item, beginning with `+`
  ///   for what was added, `-` for what was taken out, `~` for what was changed, then the field
  public record Revision(
      int number, Instant at, @Nullable SessionId session, List<String> changes) {
    public Revision {
      changes = List.copyOf(changes);
    }
  }
}
