package dev.pactmemory.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A page of what a view of the memories shows.
///
/// @param total how many there are over all pages
/// @param cursor asks for the next page; null on the last one
/// @param searched the project looked in; null for all projects
/// @param nothing why there is nothing; null where there is something
public record Page<T>(
    List<T> items,
    int total,
    @Nullable String cursor,
    @Nullable Project searched,
    Set<Degradation> degraded,
    Found.@Nullable Nothing nothing) {
  public Page {
    items = List.copyOf(items);
    degraded = Set.copyOf(degraded);
  }

  /// A page with something on it.
  public Page(
      List<T> items,
      int total,
      @Nullable String cursor,
      @Nullable Project searched,
      Set<Degradation> degraded) {
    this(items, total, cursor, searched, degraded, null);
  }
}
