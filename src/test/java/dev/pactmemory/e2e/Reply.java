package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// What a tool call came to, as the client sees it.
///
/// @param structured missing for an error
/// @param log what the server has said on stderr since it began; empty where nobody reads it
record Reply(boolean isError, String text, JsonNode structured, String log) {
  Reply(boolean isError, String text, JsonNode structured) {
    this(isError, text, structured, "");
  }

  /// The structured answer of a call that was carried out.
  JsonNode done() {
    assertThat(isError).as(text + log).isFalse();
    return structured;
  }

  /// The message of a call that was refused; short, and complete in itself.
  String refused() {
    assertThat(isError).as(() -> "expected a refusal, got " + structured).isTrue();
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(500);
    assertThat(text).isNotBlank().doesNotContain("Exception").doesNotContain("\tat ");
    return text;
  }
}
