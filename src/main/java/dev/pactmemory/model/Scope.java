package dev.pactmemory.model;

/// Which project a request is about.
public sealed interface Scope {
  /// The project the process works in.
  record Current(Project project) implements Scope {}

  /// A project as a caller wrote it: a name, or a key. The current project wins over others of the
  /// same name.
  record Named(String name, Project current) implements Scope {}

  /// Every project; for reading only.
  record All() implements Scope {}
}
