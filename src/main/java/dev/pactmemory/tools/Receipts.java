package dev.pactmemory.tools;

import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a save and an update answer: nothing of what was sent.
final class Receipts {
  private Receipts() {}

  static Answer answer(Outcome<Saved> outcome) {
    return switch (outcome) {
      case Outcome.Refused<Saved>(var problem) -> Refusals.answer(problem);
      case Outcome.Done<Saved>(Saved saved) -> Answer.of(receipt(saved));
    };
  }

  /// What an update answers that came with the name of a project.
  ///
  /// @param project as the caller wrote it; null where it was left out
  static Answer answer(Outcome<Saved> outcome, @Nullable Object project) {
    return answer(
        switch (outcome) {
          case Outcome.Done<Saved>(Saved saved)
              when project instanceof String name && !isOf(saved.memory().project(), name) ->
              Outcome.done(stays(saved));
          case Outcome<Saved> other -> other;
        });
  }

  private static boolean isOf(Project project, String name) {
    return name.isBlank()
        || project.key().equals(name.strip())
        || Text.key(project.name()).equals(Text.key(name));
  }

  private static Saved stays(Saved saved) {
    List<String> hints = new ArrayList<>(saved.hints());
    hints.add("an update does not move a memory: it stays in its project");
    return new Saved(
        saved.memory(),
        saved.changed(),
        saved.linkedFiles(),
        hints,
        saved.advice(),
        saved.degraded());
  }

  private static Map<String, Object> receipt(Saved saved) {
    Map<String, Object> receipt = new LinkedHashMap<>();
    receipt.put("id", saved.memory().id().value());
    receipt.put("revision", saved.memory().revision());
    receipt.put("project", saved.memory().project().name());
    if (!saved.changed()) {
      receipt.put("changed", false);
    }
    if (saved.linkedFiles() > 0) {
      receipt.put("linked_files", saved.linkedFiles());
    }
    if (!saved.hints().isEmpty()) {
      receipt.put("hints", saved.hints());
    }
    if (!saved.advice().isEmpty()) {
      receipt.put("advice", saved.advice().stream().map(Receipts::advice).toList());
    }
    Views.degraded(receipt, saved.degraded());
    return receipt;
  }

  /// A warning, unless it says that it is a hint.
  private static Map<String, Object> advice(Advice advice) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("code", advice.code().name().toLowerCase(Locale.ROOT));
    if (advice.severity() == Advice.Severity.HINT) {
      told.put("severity", "hint");
    }
    if (advice.id() != null) {
      told.put("id", advice.id());
    }
    told.put("fix", advice.fix());
    return told;
  }
}
