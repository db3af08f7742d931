package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question for what is known about a file.
///
/// @param path a comparable path, a trailing part of one, a bare name, a directory (ending in `/`),
///   or a glob
/// @param otherNames of the files that the path means, nearest first
public record FileQuery(
    String path, List<OtherName> otherNames, Scope scope, int limit, @Nullable String cursor) {
  public FileQuery {
    otherNames = List.copyOf(otherNames);
  }

  /// A question about files that were never renamed.
  public FileQuery(String path, Scope scope, int limit, @Nullable String cursor) {
    this(path, List.of(), scope, limit, cursor);
  }

  /// A name that a file had before, or has got since.
  ///
  /// @param path comparable
  public record OtherName(String path, boolean isFormer) {}
}
