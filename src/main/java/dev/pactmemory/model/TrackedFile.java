package dev.pactmemory.model;

import java.time.Instant;

/// A file touched in a session.
///
/// @param path comparable
public record TrackedFile(String path, Instant firstSeen, Instant lastSeen) {}
