package dev.pactmemory.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A question to the decision log, newest first. All conditions hold at once; null means any.
///
/// @param about a topic in free words; the search decides by words and meaning what is about it
/// @param entity only of memories that have an entity of this name
/// @param file only of memories linked to a file that this means, see [FileQuery#path]
/// @param since decided at or after
/// @param until decided before or at
public record DecisionQuery(
    @Nullable String about,
    @Nullable String entity,
    @Nullable String file,
    @Nullable Instant since,
    @Nullable Instant until,
    Scope scope,
    int limit,
    @Nullable String cursor) {}
