package dev.pactmemory.tools;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Saved;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a save and an update answer: nothing of what was sent.
final class Receipts {
  private Receipts() {}

  static Answer answer(Outcome<Saved> outcome) {
    return switch (outcome) {
      case Outcome.Refused<Saved>(var problem) -> Refusals.answer(problem);
      case Outcome.Done<Saved>(Saved saved) -> Answer.of(receipt(saved));
    };
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
    Views.degraded(receipt, saved.degraded());
    return receipt;
  }
}
