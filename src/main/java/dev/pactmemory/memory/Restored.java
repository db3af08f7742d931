package dev.pactmemory.memory;

/// What a backup brought into a home.
///
/// @param flaws damage that was in the journal when it was backed up
/// @param asideSuffix what the names of the data that was there before end with now, in the home;
///   empty if there was none
public record Restored(long changes, int memories, int flaws, String asideSuffix) {}
