package dev.pactmemory.model;

/// The receipt of a deletion.
///
/// @param revision the revision at which it was deleted; it can be restored until purged
public record Deleted(MemoryId id, int revision) {}
