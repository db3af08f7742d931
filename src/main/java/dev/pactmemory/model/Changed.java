package dev.pactmemory.model;

import org.jspecify.annotations.Nullable;

/// News: a memory was saved, updated or deleted, by whichever session.
///
/// @param id null when it is not known which one: some news was missed
/// @param project it belongs to; null when it is not known
/// @param appearance true when it is new or gone, so that lists of memories differ
public record Changed(@Nullable MemoryId id, @Nullable Project project, boolean appearance) {
  /// Anything may have changed since the last news.
  public static final Changed ANYTHING = new Changed(null, null, true);

  /// Whether it is not known what changed.
  public boolean isAnything() {
    return id == null || project == null;
  }
}
