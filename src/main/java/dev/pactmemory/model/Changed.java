package dev.pactmemory.model;

/// News: a memory was saved, updated or deleted, by whichever session.
///
/// @param project it belongs to
/// @param appearance true when it is new or gone, so that lists of memories differ
public record Changed(MemoryId id, Project project, boolean appearance) {}
