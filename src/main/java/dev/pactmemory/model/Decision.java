package dev.pactmemory.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was decided, why, and what was rejected (with the reason, in free words).
///
/// @param alternatives in the order given; empty where none were recorded
public record Decision(String decision, @Nullable String rationale, List<String> alternatives) {
  public Decision {
    decision = Text.required(decision, "decision");
    rationale = Text.clean(rationale);
    alternatives = Text.cleanList(alternatives);
  }

  public Decision(String decision) {
    this(decision, null, List.of());
  }

  /// Decisions with equal identities say the same, whatever the spelling of their accents.
  public Object identity() {
    return List.of(
        Text.nfc(decision), Text.nfc(rationale), alternatives.stream().map(Text::nfc).toList());
  }

  /// Decisions with equal keys are one decision at different times.
  public String key() {
    return Text.key(decision);
  }
}
