package dev.pactmemory.project;

import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.nio.file.Path;
import java.util.List;

/// Where a process works: its project, its session, and the directories whose files are the
/// project's.
///
/// @param roots absolute; the directory of the worktree first, then the main root; empty where the
///   project is only a name
public record Workspace(Project project, SessionId session, List<Path> roots) {
  public Workspace {
    roots = List.copyOf(roots);
  }
}
