package dev.pactmemory.model;

import java.util.List;
import java.util.Map;

/// The memories asked for by id, in the order asked, and one problem for each that is not there.
///
/// @param supersededBy for the full id of each that another memory replaces, the short id of the
///   newest that does
public record Got(List<Memory> memories, List<Problem> problems, Map<String, String> supersededBy) {
  public Got {
    memories = List.copyOf(memories);
    problems = List.copyOf(problems);
    supersededBy = Map.copyOf(supersededBy);
  }

  /// Memories that nothing is known to replace.
  public Got(List<Memory> memories, List<Problem> problems) {
    this(memories, problems, Map.of());
  }
}
