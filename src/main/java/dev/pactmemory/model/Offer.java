package dev.pactmemory.model;

/// A memory from elsewhere, offered with its id and its dates.
///
/// @param dryRun whether only to say what would become of it
public record Offer(Memory memory, Kind kind, boolean dryRun) {
  /// What is known of it.
  public enum Kind {
    /// One of its revisions, which keeps its number.
    REVISION,
    /// How another program has it now; whatever number that is here.
    STATE
  }

  /// What became of it.
  public enum Result {
    ADDED,
    ALREADY_THERE,
    /// The memory is here with another history.
    DIFFERS,
    /// The memory is here, and was changed here after it was changed there.
    NEWER_HERE,
    DELETED_HERE
  }
}
