package dev.pactmemory.model;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the memory is doing.
///
/// @param version of the program
/// @param home where the data lives
/// @param memories in all projects
/// @param projects with their number of memories, largest first
/// @param changes how many changes were ever acknowledged
/// @param indexed memories in the index
/// @param withVectors memories whose every passage has a current vector
/// @param model the embedding model's id; null while none could be loaded
/// @param modelState what can be said of it: `loading`, `ready`, or why it is not there
/// @param role `single`, `leader` or `follower`
public record Status(
    String version,
    String home,
    int memories,
    List<ProjectCount> projects,
    long changes,
    int indexed,
    int withVectors,
    @Nullable String model,
    String modelState,
    String role,
    Set<Degradation> degraded) {
  public Status {
    projects = List.copyOf(projects);
    degraded = Set.copyOf(degraded);
  }

  /// The same, seen from a process in this role.
  public Status as(String role) {
    return new Status(
        version,
        home,
        memories,
        projects,
        changes,
        indexed,
        withVectors,
        model,
        modelState,
        role,
        degraded);
  }

  /// A project and how many memories it has.
  public record ProjectCount(Project project, int memories) {}
}
