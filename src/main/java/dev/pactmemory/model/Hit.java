package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One memory found, and why.
///
/// @param shortId a prefix of the id that names it alone in this store at this moment
/// @param score comparable within one answer; 0 to 1 for a search, 0 where order is not by score
/// @param band null where the order is not by relevance
/// @param matched the passage that speaks most to the question; null where none does
public record Hit(
    Memory memory,
    String shortId,
    double score,
    @Nullable Band band,
    List<Reason> reasons,
    @Nullable Matched matched) {
  public Hit {
    reasons = List.copyOf(reasons);
  }

  /// How sure the answer is.
  public enum Band {
    STRONG,
    FAIR,
    WEAK
  }

  /// One ground for the hit; the detail is a word or two for a person: the words matched, the file,
  /// the entity; empty where the kind says it all.
  public record Reason(Kind kind, String detail) {
    /// Grounds, in the order they are told.
    public enum Kind {
      ENTITY,
      WORDS,
      MEANING,
      FILE,
      CO_LINKED_FILE,
      SAME_DIRECTORY
    }
  }

  /// A passage of the memory: the field it stands in and a snippet of it.
  public record Matched(Field field, String snippet) {}
}
