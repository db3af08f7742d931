package dev.pactmemory.model;

import java.util.List;

/// The memories asked for by id, in the order asked, and one problem for each that is not there.
public record Got(List<Memory> memories, List<Problem> problems) {
  public Got {
    memories = List.copyOf(memories);
    problems = List.copyOf(problems);
  }
}
