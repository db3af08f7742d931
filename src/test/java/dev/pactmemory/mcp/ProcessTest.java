package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The endpoint on the pipes of a real process.
class ProcessTest {
  @Test
  void aLineLargerThanTheHeapIsRefusedAndTheServerGoesOn() throws Exception {
    try (RawClient client =
        RawClient.start(ToyServer.command("-Xmx40m"), Map.of(), Path.of("").toAbsolutePath())) {
      client.initialize();
      byte[] chunk = "a".repeat(1 << 20).getBytes(UTF_8);
      client.sendBytes("{\"jsonrpc\":\"2.0\",\"id\":\"big\",\"method\":\"".getBytes(UTF_8));
      for (int i = 0; i < 100; i++) {
        client.sendBytes(chunk);
      }
      client.sendLine("\"}");

      assertThat(client.awaitAnonymousError().path("error").path("message").asString())
          .isEqualTo("the line is longer than 8388608 bytes");
      assertThat(client.callTool("echo", Map.of("text", "still here")).has("isError")).isFalse();
      assertThat(client.exit()).isZero();
      assertThat(client.stderr()).isEmpty();
    }
  }
}
