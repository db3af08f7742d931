package dev.pactmemory.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change asked of one memory.
///
/// @param ref its id or a unique prefix
/// @param values what the named fields shall get
/// @param named the fields the caller named; a named text that is absent in `values` is cleared
/// @param mode what happens to lists: merged, or set wholesale
/// @param removals items to take out: a text by itself, a task, decision or entity by its key
/// @param supersedes ids or unique prefixes of memories this one now replaces, in addition
/// @param ifRevision refuse unless the memory is at this revision
/// @param secrets what shall become of likely secrets in the values
/// @param session that asks for it; null where it is not known
public record Update(
    String ref,
    Content values,
    Set<Field> named,
    Mode mode,
    Content removals,
    List<String> supersedes,
    OptionalInt ifRevision,
    Secrets secrets,
    @Nullable SessionId session) {
  /// How a list of the memory meets the list given.
  public enum Mode {
    /// Equal items stay one; a task, decision or entity with the key of an old one replaces it in
    /// its place; others are added at the end.
    MERGE,
    /// The list given is the list.
    REPLACE
  }

  public Update {
    named = Set.copyOf(named);
    supersedes = List.copyOf(supersedes);
  }

  /// An update of no known session that is not made while its values hold likely secrets.
  public Update(
      String ref,
      Content values,
      Set<Field> named,
      Mode mode,
      Content removals,
      List<String> supersedes,
      OptionalInt ifRevision) {
    this(ref, values, named, mode, removals, supersedes, ifRevision, Secrets.ASK, null);
  }

  /// The same with other values.
  public Update with(Content values) {
    return new Update(ref, values, named, mode, removals, supersedes, ifRevision, secrets, session);
  }
}
