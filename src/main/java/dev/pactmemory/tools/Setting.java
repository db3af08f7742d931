package dev.pactmemory.tools;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.project.TouchedFiles;
import dev.pactmemory.project.Workspace;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What every tool works with.
record Setting(
    Memories memories, Supplier<Workspace> workspaces, TouchedFiles touched, InstantSource clock) {
  Workspace workspace() {
    return workspaces.get();
  }
}
