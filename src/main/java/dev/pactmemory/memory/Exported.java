package dev.pactmemory.memory;

/// What was written as lines of JSON.
///
/// @param revisions of all memories, the newest included
/// @param flaws damage in the journal that was passed over
public record Exported(int memories, int revisions, int flaws) {}
