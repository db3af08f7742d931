package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something to do. Status and priority are free words; `pending`, `in_progress`, `completed` and
/// `low`, `medium`, `high` are the usual ones.
///
/// @param status `pending` where none was given
public record Task(String task, String status, @Nullable String priority) {
  public static final String PENDING = "pending";

  public Task {
    task = Text.required(task, "task");
    String given = Text.clean(status);
    status = given == null ? PENDING : given;
    priority = Text.clean(priority);
  }

  public Task(String task) {
    this(task, PENDING, null);
  }

  /// Whether work on it is left: any status but the words for done and dropped.
  public boolean isOpen() {
    return switch (Text.key(status)) {
      case "completed", "complete", "done", "closed", "resolved", "cancelled", "canceled" -> false;
      default -> true;
    };
  }

  /// Tasks with equal identities say the same, whatever the spelling of their accents.
  public Object identity() {
    return List.of(Text.nfc(task), Text.nfc(status), Text.nfc(priority));
  }

  /// Tasks with equal keys are one task at different times.
  public String key() {
    return Text.key(task);
  }
}
