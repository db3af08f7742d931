package dev.pactmemory.tools;

import dev.pactmemory.model.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The first mistake found in a call's arguments. Reading goes on after it with harmless stand-ins,
/// so that readers need no early ways out; whoever acts on what was read asks here first. Confined
/// to one call.
final class FirstProblem {
  private @Nullable Problem problem;

  void report(Problem.Code code, @Nullable String field, String message) {
    if (problem == null) {
      problem = new Problem(code, field, message);
    }
  }

  Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }
}
