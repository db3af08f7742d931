package dev.pactmemory.model;

import org.jspecify.annotations.Nullable;

/// What would make a memory that was just stored more useful, or a doubt about it. Never a reason
/// to refuse.
///
/// @param fix one line: what to do about it
/// @param id of the memory it points to, as short as names it alone; null where it points to none
public record Advice(Code code, Severity severity, String fix, @Nullable String id) {
  /// Advice that points to no other memory.
  public Advice(Code code, Severity severity, String fix) {
    this(code, severity, fix, null);
  }

  /// What shows, under its name on the wire in lower case.
  public enum Code {
    /// Nothing in it could be acted on later.
    TOO_VAGUE,
    /// A fix so small that nobody will look for it.
    TOO_GRANULAR,
    /// A decision without its reason.
    MISSING_RATIONALE,
    /// A decision without what was rejected.
    NO_ALTERNATIVES,
    /// No component and no file connects it to other memories.
    NO_ENTITY_LINKS,
    /// Another memory of the project says the same, or nearly.
    NEAR_DUPLICATE,
    /// Something in it looks like a password, a key or a token.
    LIKELY_SECRET,
    /// A text was sent as a list of its letters.
    SHREDDED_LIST,
    /// A task has a status that does not tell whether it is over.
    UNKNOWN_STATUS
  }

  /// How much it matters.
  public enum Severity {
    /// As it is the memory will hardly help.
    WARNING,
    /// It could be richer.
    HINT
  }
}
