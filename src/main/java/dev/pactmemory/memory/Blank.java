package dev.pactmemory.memory;

import dev.pactmemory.model.Problem;

/// The refusal of an argument that is there and says nothing. Pure.
final class Blank {
  private Blank() {}

  /// @param remedy what would be right, as "say a topic in words"
  static Problem problem(String field, String remedy) {
    return new Problem(
        Problem.Code.INVALID_VALUE, field, field + " is blank; " + remedy + ", or leave it out");
  }
}
