package dev.pactmemory.tools;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.project.Workspace;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/// What every tool works with.
record Setting(Memories memories, Supplier<Workspace> workspaces, InstantSource clock) {
  Workspace workspace() {
    return workspaces.get();
  }

  /// Makes paths comparable.
  UnaryOperator<String> paths(Workspace workspace) {
    return path -> path;
  }
}
