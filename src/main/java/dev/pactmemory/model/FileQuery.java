package dev.pactmemory.model;

import org.jspecify.annotations.Nullable;

/// A question for what is known about a file.
///
/// @param path a comparable path, a trailing part of one, a bare name, a directory (ending in `/`),
///   or a glob
public record FileQuery(String path, Scope scope, int limit, @Nullable String cursor) {}
