package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One memory found, and why.
///
/// @param shortId a prefix of the id that names it alone in this store at this moment
/// @param score comparable within one answer; 0 to 1 for a search, 0 where order is not by score
/// @param band null where the order is not by relevance
/// @param matched the passage that speaks most to the question; null where none does
/// @param later what came after it; null where nothing is known to have
/// @param parts of the score; null where the order is not by score
public record Hit(
    Memory memory,
    String shortId,
    double score,
    @Nullable Band band,
    List<Reason> reasons,
    @Nullable Matched matched,
    @Nullable Later later,
    @Nullable Parts parts) {
  public Hit {
    reasons = List.copyOf(reasons);
  }

  /// A hit that nothing came after, and whose score has no parts.
  public Hit(
      Memory memory,
      String shortId,
      double score,
      @Nullable Band band,
      List<Reason> reasons,
      @Nullable Matched matched) {
    this(memory, shortId, score, band, reasons, matched, null, null);
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
      SAME_DIRECTORY,
      /// It says that it replaces the one below; the detail is that one's short id.
      SUPERSEDES,
      /// It is later on the matter of the one below; the detail is that one's short id.
      LATER
    }
  }

  /// A memory that came after this one on the same matter.
  ///
  /// @param ground on which it is named
  public record Later(String shortId, Ground ground) {
    /// What the later memory does; all but the first are guesses.
    public enum Ground {
      /// It says that it replaces the earlier one.
      SUPERSEDES,
      /// It decides something on the same matter.
      DECIDES,
      /// It speaks of the same matter and decides nothing.
      TELLS
    }
  }

  /// What a score and a place came from.
  ///
  /// @param words share of the question's weight found as words, 0 to 1
  /// @param cosine of the nearest passage; 0 where there is no vector
  /// @param meaning how far that is above the model's floor, 0 to 1
  /// @param lift added for the place in the order only
  public record Parts(double words, double cosine, double meaning, double lift) {}

  /// A passage of the memory: the field it stands in and a snippet of it.
  public record Matched(Field field, String snippet) {}
}
