package dev.pactmemory.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the memories of a project know of one entity.
///
/// @param name as first written
/// @param memories how many memories name it
/// @param types the types it was given, most used first; more than one is a conflict to settle
/// @param notes one for each time a memory names it, newest first; none where the entity is only
///   listed
/// @param neighbours entities named in the same memories, most shared first
/// @param files files linked to its memories, most shared first
public record KnownEntity(
    String name,
    Project project,
    int memories,
    List<Counted> types,
    List<Note> notes,
    List<Counted> neighbours,
    List<Counted> files) {
  public KnownEntity {
    types = List.copyOf(types);
    notes = List.copyOf(notes);
    neighbours = List.copyOf(neighbours);
    files = List.copyOf(files);
  }

  /// A name, and in how many memories it stands.
  public record Counted(String name, int memories) {}

  /// What one memory says of the entity.
  ///
  /// @param shortId a prefix of the id which names it alone at this moment
  /// @param since when the memory first said it so
  public record Note(
      MemoryId memory,
      String shortId,
      Instant since,
      @Nullable String type,
      @Nullable String text) {}
}
