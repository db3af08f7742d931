package dev.pactmemory.model;

/// A question for the names that something typed may be the beginning of.
///
/// @param typed so far; empty for any
/// @param scope of entities and files; ids and projects are known whatever their project
/// @param limit how many names at most, from 1
public record NamesQuery(Kind kind, String typed, Scope scope, int limit) {
  /// What is named.
  public enum Kind {
    PROJECT,
    ENTITY,
    FILE,
    /// By its id: digits typed are the first ones; where nothing is typed, the newest of the scope.
    MEMORY
  }
}
