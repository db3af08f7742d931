package dev.pactmemory.journal;

/// Damage met while reading; it was passed over and left as it is.
///
/// @param segment the name of the file
/// @param line counted from 1; 0 for what is not there at all
/// @param what for a person
public record Flaw(String segment, long line, String what) {}
