package dev.pactmemory.model;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A walk through the memories, newest first (by creation, then by id).
///
/// @param session only this session's; null for all
/// @param has only memories with something in each of these fields
/// @param openTasks only memories with a task that is still open
public record ListQuery(
    Scope scope,
    @Nullable SessionId session,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<Field> has,
    boolean openTasks,
    int limit,
    @Nullable String cursor) {
  public ListQuery {
    has = Set.copyOf(has);
  }
}
