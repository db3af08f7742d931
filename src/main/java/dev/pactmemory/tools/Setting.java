package dev.pactmemory.tools;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.project.Renames;
import dev.pactmemory.project.TouchedFiles;
import dev.pactmemory.project.Workspace;
import java.time.InstantSource;
import java.util.function.Supplier;

/// What every tool works with.
///
/// @param secrets what becomes of likely secrets where a call does not say
record Setting(
    Memories memories,
    Supplier<Workspace> workspaces,
    TouchedFiles touched,
    Renames renames,
    InstantSource clock,
    Secrets secrets) {
  Workspace workspace() {
    return workspaces.get();
  }
}
