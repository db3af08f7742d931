package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something to do. Status and priority are free words; `pending`, `in_progress`, `completed` and
/// `low`, `medium`, `high` are the usual ones.
///
/// @param status null where an offered task leaves it open; in a memory it never is
public record Task(String task, @Nullable String status, @Nullable String priority) {
  public static final String PENDING = "pending";

  /// More than there are priorities.
  private static final int AFTER_BLOCKED = 10;

  public Task {
    task = Text.required(task, "task");
    status = Text.clean(status);
    priority = Text.clean(priority);
  }

  public Task(String task) {
    this(task, null, null);
  }

  boolean isSettled() {
    return status != null;
  }

  /// The task as a memory holds it: `pending` where the status was left open.
  Task settled() {
    return new Task(task, settledStatus(), priority);
  }

  /// Whether work on it is left: any status but the words for done and dropped.
  public boolean isOpen() {
    return switch (Text.key(settledStatus())) {
      case "completed", "complete", "done", "closed", "resolved", "cancelled", "canceled" -> false;
      default -> true;
    };
  }

  /// Whether work on it waits for something else, by the usual words for that.
  public boolean isBlocked() {
    String status = Text.key(settledStatus()).replace('_', ' ').replace('-', ' ');
    return status.startsWith("block")
        || status.startsWith("stuck")
        || status.startsWith("waiting")
        || status.startsWith("on hold");
  }

  /// The place of the task among others, least first: blocked ones, then by priority; a priority in
  /// other words, or none, counts as medium.
  public int urgency() {
    int byPriority =
        switch (priority == null ? "" : Text.key(priority)) {
          case "critical", "urgent", "blocker", "highest", "p0" -> 0;
          case "high", "p1" -> 1;
          case "low", "minor", "p3" -> 3;
          case "lowest", "trivial", "p4" -> 4;
          default -> 2;
        };
    return isBlocked() ? byPriority : byPriority + AFTER_BLOCKED;
  }

  /// Tasks with equal identities say the same, whatever the spelling of their accents.
  public Object identity() {
    return List.of(Text.nfc(task), Text.nfc(settledStatus()), Text.nfc(priority));
  }

  /// Tasks with equal keys are one task at different times.
  public String key() {
    return Text.key(task);
  }

  private String settledStatus() {
    return status == null ? PENDING : status;
  }
}
