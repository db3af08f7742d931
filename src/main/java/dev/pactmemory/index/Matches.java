package dev.pactmemory.index;

import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import java.util.List;
import java.util.Set;

/// What a search came to.
///
/// @param matches best first, at most as many as asked for
/// @param total memories that match at all
/// @param filteredOut memories that would match without the filters; counted only when `matches` is
///   empty
/// @param nearest the best of those below the floor; filled only when `matches` is empty
public record Matches(List<Match> matches, int total, int filteredOut, List<MemoryId> nearest) {

  /// One memory.
  ///
  /// @param score 0 to 1 before boosts
  /// @param textScore share of the text leg before weighting, 0 to 1; 0 where no word matched
  /// @param cosine of the best passage; 0 where the vector leg did not name it
  public record Match(MemoryId id, double score, double textScore, double cosine) {}

  /// Why a memory matches. One of its passages is read for it.
  ///
  /// @param terms words of the question found in it, as the question spells them; marked where it
  ///   says only what means the same
  /// @param entities names of its entities that the question names
  /// @param field of the passage that speaks most to the question
  /// @param snippet of that passage, at most 240 characters, cut at word ends with `…`
  public record Evidence(Set<String> terms, List<String> entities, Field field, String snippet) {}
}
