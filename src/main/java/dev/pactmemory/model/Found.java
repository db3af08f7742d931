package dev.pactmemory.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A page of hits, best first (newest first for a list).
///
/// @param total how many there are over all pages
/// @param cursor asks for the next page; null on the last one
/// @param searched the project looked in; null for all projects
/// @param nothing why there is nothing; null where there is something
public record Found(
    List<Hit> hits,
    int total,
    @Nullable String cursor,
    @Nullable Project searched,
    Set<Degradation> degraded,
    @Nullable Nothing nothing) {
  public Found {
    hits = List.copyOf(hits);
    degraded = Set.copyOf(degraded);
  }

  /// Why an answer is empty.
  ///
  /// @param filteredOut how many would have matched without the filters (project, dates, fields)
  /// @param nearest titles of the memories that came nearest, best first; empty where none
  public record Nothing(Why why, int filteredOut, List<String> nearest) {
    /// The reason, most basic first.
    public enum Why {
      NOTHING_STORED,
      FILTERED_OUT,
      NO_MATCH
    }

    public Nothing {
      nearest = List.copyOf(nearest);
    }
  }
}
