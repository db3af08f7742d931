package dev.pactmemory.model;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A question to the memory. All filters hold at once, in every leg of the search.
///
/// @param text free words; never parsed as a query language
/// @param limit how many hits at most, from 1
/// @param currentFile a comparable path; memories linked to it rank higher
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
    @Nullable Instant since,
    @Nullable Instant until,
    Set<Field> fields,
    @Nullable String entity,
    @Nullable String cursor) {
  public SearchQuery {
    fields = Set.copyOf(fields);
  }
}
