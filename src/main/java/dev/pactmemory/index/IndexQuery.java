package dev.pactmemory.index;

import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What to look for. Filters hold inside both legs.
///
/// @param cosineFloor cosine below which the model's vectors are noise, 0 to 1; unused without them
/// @param project null for all
/// @param fields only passages of these; empty for all
/// @param entity only memories that have an entity of this name (see `model.Text.key`)
/// @param boosts what lifts a memory (linked to the current file), 0 to 1, where 1 adds [#LIFT] to
///   its score in the order; memories named here are candidates even without a match of their own
/// @param except a memory that is not in the answer: the one whose text this is; null for none
/// @param count how many matches are wanted, best first
public record IndexQuery(
    String text,
    float cosineFloor,
    @Nullable Project project,
    @Nullable Instant since,
    @Nullable Instant until,
    Set<Field> fields,
    @Nullable String entity,
    Map<MemoryId, Double> boosts,
    @Nullable MemoryId except,
    int count) {
  /// What a full boost adds to a score in the order: it passes what is a little better, never what
  /// is much better.
  public static final double LIFT = 0.15;
}
