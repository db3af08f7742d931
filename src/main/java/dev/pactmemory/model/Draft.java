package dev.pactmemory.model;

import java.util.List;

/// A memory as offered for saving.
///
/// @param content paths in it are already comparable (see `project.FilePaths`)
/// @param supersedes ids or unique prefixes of the memories it replaces
/// @param includeTracked whether the session's tracked files are linked too
public record Draft(
    Content content,
    List<String> supersedes,
    Scope scope,
    SessionId session,
    boolean includeTracked) {
  public Draft {
    supersedes = List.copyOf(supersedes);
  }
}
