package dev.pactmemory.model;

import org.jspecify.annotations.Nullable;

/// The caller's mistake, as a value: which field, what was wrong, what would be right.
///
/// @param field the argument's name on the wire, as a path for a nested one
///   (`decisions[0].reason`); null where no single one is to blame
/// @param message a complete sentence or two with the remedy in it, under 500 bytes in UTF-8,
///   without the text of any memory beyond a short title
public record Problem(Code code, @Nullable String field, String message) {
  /// Kinds of mistake, under their names on the wire in lower case.
  public enum Code {
    EMPTY_MEMORY,
    UNKNOWN_FIELD,
    MISSING_FIELD,
    WRONG_TYPE,
    INVALID_VALUE,
    TOO_LONG,
    NOT_FOUND,
    PREFIX_TOO_SHORT,
    AMBIGUOUS_PREFIX,
    UNKNOWN_PROJECT,
    AMBIGUOUS_PROJECT,
    BAD_CURSOR,
    REVISION_CONFLICT,
    LIKELY_SECRET
  }
}
