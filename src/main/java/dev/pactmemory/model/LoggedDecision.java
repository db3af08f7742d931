package dev.pactmemory.model;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// An entry of the decision log: what was decided, when, and whether it still holds. A decision
/// that an update changed is an entry for each of its wordings.
///
/// @param memory the memory that says it
/// @param shortId a prefix of that id which names it alone at this moment
/// @param decidedAt when the memory first said it so
/// @param revision the revision that first said it so
/// @param supersedes short ids of the memories that its memory replaces, for a decision in force
/// @param replacedBy what took its place; null while it is in force
public record LoggedDecision(
    MemoryId memory,
    String shortId,
    Project project,
    Decision decision,
    Instant decidedAt,
    int revision,
    List<String> supersedes,
    @Nullable Replacement replacedBy) {
  public LoggedDecision {
    supersedes = List.copyOf(supersedes);
  }

  public boolean isInForce() {
    return replacedBy == null;
  }

  /// What a decision gave way to.
  ///
  /// @param shortId the memory that supersedes its memory; its own memory where an update changed
  ///   it or took it out
  /// @param revision the revision that did so; empty where another memory supersedes
  public record Replacement(String shortId, OptionalInt revision) {}
}
