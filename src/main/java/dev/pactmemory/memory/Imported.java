package dev.pactmemory.memory;

/// What came in with a file of memories.
///
/// @param memories that are new here or got revisions
/// @param revisions that are new here
/// @param alreadyThere memories of which nothing was new
/// @param skipped lines that could not be taken in
public record Imported(int memories, int revisions, int alreadyThere, int skipped) {}
