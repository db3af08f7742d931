package dev.pactmemory.model;

import dev.pactmemory.model.FileQuery.OtherName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A question to the memory. All filters hold at once, in every leg of the search.
///
/// @param text free words, never parsed as a query language; or nothing but a memory's id or a
///   unique beginning of it, which asks for the memories like that one
/// @param limit how many hits at most, from 1
/// @param currentFile a comparable path; memories linked to it rank higher
/// @param otherNames of the current file, nearest first
/// @param since updated at or after
/// @param until updated before or at
/// @param fields search in these only; empty for all
/// @param entity only memories that have an entity of this name
/// @param cursor from the answer before; null for the first page
public record SearchQuery(
    String text,
    Scope scope,
    int limit,
    @Nullable String currentFile,
    List<OtherName> otherNames,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<Field> fields,
    @Nullable String entity,
    @Nullable String cursor) {
  public SearchQuery {
    otherNames = List.copyOf(otherNames);
    fields = Set.copyOf(fields);
  }

  /// A question about a file that was never renamed, or about none.
  public SearchQuery(
      String text,
      Scope scope,
      int limit,
      @Nullable String currentFile,
      @Nullable Instant since,
      @Nullable Instant until,
      Set<Field> fields,
      @Nullable String entity,
      @Nullable String cursor) {
    this(text, scope, limit, currentFile, List.of(), since, until, fields, entity, cursor);
  }
}
