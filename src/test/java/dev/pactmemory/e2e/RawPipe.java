package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.mcp.RawClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// Tool calls on a bare pipe, for what no client library would send or survive.
///
/// @param client the pipe itself
record RawPipe(RawClient client) implements Caller, AutoCloseable {
  @Override
  public Reply call(String tool, Map<String, Object> arguments) {
    return replyTo(post(tool, arguments));
  }

  /// Sends a call and answers its id at once.
  int post(String tool, Map<String, Object> arguments) {
    return client.send("tools/call", Map.of("name", tool, "arguments", arguments));
  }

  /// Waits for the answer to a call.
  Reply replyTo(int id) {
    JsonNode answer = client.await(id);
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    JsonNode result = answer.path("result");
    return new Reply(
        result.path("isError").asBoolean(false),
        String.join("\n", Json.texts(result.path("content"), "text")),
        result.path("structuredContent"),
        "\n" + client.stderr());
  }

  /// SIGKILL, and waits until it is gone.
  void kill() {
    client.process().destroyForcibly();
    exit(Duration.ofSeconds(60));
  }

  /// Waits for the end of the process and answers its exit code.
  int exit(Duration limit) {
    try {
      assertThat(client.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
          .as("ends within %s; stderr: %s", limit, client.stderr())
          .isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return client.process().exitValue();
  }

  /// Ends it as a client does: by closing its input.
  @Override
  public void close() {
    client.endInput();
    exit(Duration.ofSeconds(60));
  }
}
