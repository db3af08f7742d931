package dev.pactmemory.model;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The receipt of a save or an update, read back from the store.
///
/// @param memory as stored now
/// @param changed false when the request said nothing new: no revision was made
/// @param linkedFiles how many files are linked to it, entities of type file included
/// @param hints short sentences about what may have been meant otherwise; empty where all is plain
/// @param advice on what the request brought, warnings first; empty where there is none
public record Saved(
    Memory memory,
    boolean changed,
    int linkedFiles,
    List<String> hints,
    List<Advice> advice,
    Set<Degradation> degraded) {
  public Saved {
    hints = List.copyOf(hints);
    advice = List.copyOf(advice);
    degraded = Set.copyOf(degraded);
  }

  /// The same with more advice.
  public Saved with(List<Advice> more) {
    List<Advice> all =
        Stream.concat(advice.stream(), more.stream())
            .sorted(Comparator.comparing(Advice::severity))
            .toList();
    return new Saved(memory, changed, linkedFiles, hints, all, degraded);
  }
}
