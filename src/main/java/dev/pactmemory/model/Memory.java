package dev.pactmemory.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One stored memory at one revision.
///
/// @param content settled: nothing in it is left open
/// @param supersedes the memories this one replaces as the word in force, oldest first
/// @param createdAt to the microsecond, as all times here
/// @param updatedAt the time of the newest revision; equals `createdAt` at revision 1
/// @param updatedIn the session that made the newest revision; null for the first, which `session`
///   made, and where it is not known
/// @param revision from 1, one more with each change
public record Memory(
    MemoryId id,
    Content content,
    List<MemoryId> supersedes,
    Project project,
    SessionId session,
    Instant createdAt,
    Instant updatedAt,
    @Nullable SessionId updatedIn,
    int revision) {
  public Memory {
    if (content.isEmpty()) {
      throw new IllegalArgumentException("a memory needs at least one content field");
    }
    if (revision < 1) {
      throw new IllegalArgumentException("revisions count from 1");
    }
    content = content.settled();
    supersedes = Text.distinct(supersedes, MemoryId::value);
    createdAt = createdAt.truncatedTo(ChronoUnit.MICROS);
    updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /// A memory of which it is not known in which session it was updated.
  public Memory(
      MemoryId id,
      Content content,
      List<MemoryId> supersedes,
      Project project,
      SessionId session,
      Instant createdAt,
      Instant updatedAt,
      int revision) {
    this(id, content, supersedes, project, session, createdAt, updatedAt, null, revision);
  }
}
