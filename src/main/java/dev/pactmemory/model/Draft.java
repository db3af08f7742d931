package dev.pactmemory.model;

import java.util.List;

/// A memory as offered for saving.
///
/// @param content paths in it are already comparable (see `project.FilePaths`)
/// @param supersedes ids or unique prefixes of the memories it replaces
/// @param includeTracked whether the session's tracked files are linked too
/// @param secrets what shall become of likely secrets in the content
public record Draft(
    Content content,
    List<String> supersedes,
    Scope scope,
    SessionId session,
    boolean includeTracked,
    Secrets secrets) {
  public Draft {
    supersedes = List.copyOf(supersedes);
  }

  /// A draft that is not stored while it holds likely secrets.
  public Draft(
      Content content,
      List<String> supersedes,
      Scope scope,
      SessionId session,
      boolean includeTracked) {
    this(content, supersedes, scope, session, includeTracked, Secrets.ASK);
  }

  /// The same with another content.
  public Draft with(Content content) {
    return new Draft(content, supersedes, scope, session, includeTracked, secrets);
  }
}
