package dev.pactmemory.exchange;

import java.util.List;

/// What came in with a file of memories, or would come in.
///
/// @param memories that are new here or got revisions
/// @param revisions that are new here
/// @param alreadyThere memories of which nothing was new
/// @param leftOut what could not be taken in
/// @param notes on what was taken in not quite as it was
public record Imported(
    Format format,
    int memories,
    int revisions,
    int alreadyThere,
    List<Finding> leftOut,
    List<Finding> notes) {
  public Imported {
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }

  /// A place in the file and what there is to say of it.
  public record Finding(String where, String what) {}
}
