package dev.pactmemory.project;

import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a process works: its project, its session, and the directories whose files are the
/// project's.
///
/// @param roots absolute, in every spelling known for them; the directory of the worktree first,
///   then the main root; empty where no directory is the project's
/// @param home of the user, for paths that begin with `~`; null leaves those as they are
public record Workspace(Project project, SessionId session, List<Path> roots, @Nullable Path home) {
  public Workspace {
    roots = List.copyOf(roots);
  }

  /// A workspace without a home.
  public Workspace(Project project, SessionId session, List<Path> roots) {
    this(project, session, roots, null);
  }

  /// Makes paths comparable as they are meant here.
  public FilePaths paths() {
    return new FilePaths(
        roots.stream().map(Path::toString).toList(), home == null ? null : home.toString());
  }
}
