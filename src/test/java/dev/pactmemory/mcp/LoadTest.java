package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Many calls at once, slow ones, and what becomes of them at the end.
class LoadTest {
  @Test
  void callsThatComputeOnEveryCoreDoNotHoldUpAQuickOne() {
    int spinning = 2 * Runtime.getRuntime().availableProcessors();
    try (Served served = new Served(Toys.limits(1 << 20, spinning + 1, 8, 100)).initialized()) {
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < spinning; i++) {
        ids.add(served.client.send("tools/call", Map.of("name", "spin")));
      }

      JsonNode quick = served.client.callTool("echo", Map.of("text", "quick"));

      assertThat(quick.path("structuredContent").path("text").asString()).isEqualTo("quick");
      ids.forEach(id -> served.client.notify("notifications/cancelled", Map.of("requestId", id)));
    }
  }

  @Test
  void whatIsBeyondTheQueueIsRefusedAsBusyAndTheRestIsServed() throws Exception {
    try (Served served = new Served(Toys.limits(1 << 20, 1, 2, 100)).initialized()) {
      RawClient client = served.client;
      List<Integer> ids = new ArrayList<>();
      ids.add(client.send("tools/call", Map.of("name", "wait")));
      served.toys.waiting.await();
      ids.add(client.send("tools/call", Map.of("name", "wait")));
      ids.add(client.send("tools/call", Map.of("name", "wait")));

      JsonNode refused = client.request("tools/call", Map.of("name", "echo"));

      assertThat(refused.path("error").toString())
          .isEqualTo(
              "{\"code\":-32000,\"message\":\"busy: 2 requests are waiting; ask again later\"}");
      assertThat(client.request("ping", Map.of()).has("result")).isTrue();
      served.toys.gate.release(3);
      for (int id : ids) {
        assertThat(client.await(id).path("result").has("structuredContent")).isTrue();
      }
    }
  }

  @Test
  void aCallWaitingInLineCanBeCancelled() throws Exception {
    try (Served served = new Served(Toys.limits(1 << 20, 1, 2, 100)).initialized()) {
      RawClient client = served.client;
      int first = client.send("tools/call", Map.of("name", "wait"));
      served.toys.waiting.await();
      int second = client.send("tools/call", Map.of("name", "echo"));
      client.notify("notifications/cancelled", Map.of("requestId", second));
      client.request("ping", Map.of());
      served.toys.gate.release();
      client.await(first);
      client.endInput();
      client.awaitEnd();

      assertThat(client.unclaimed()).isEmpty();
      assertThat(served.toys.touched).hasValue(1);
    }
  }

  @Test
  void answersAreWholeWhateverTheirSizeAndNumber() {
    try (Served served = new Served(Toys.limits(1 << 20, 8, 1000, 100)).initialized()) {
      List<Integer> ids = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String text = i + "x".repeat(i * 37 % 5000);
        ids.add(
            served.client.send(
                "tools/call", Map.of("name", "echo", "arguments", Map.of("text", text))));
      }

      for (int i = 0; i < ids.size(); i++) {
        assertThat(
                served
                    .client
                    .await(ids.get(i))
                    .path("result")
                    .path("structuredContent")
                    .path("text")
                    .asString())
            .isEqualTo(i + "x".repeat(i * 37 % 5000));
      }
    }
  }

  @Test
  void aCallOutOfTimeSaysSo() {
    McpEndpoint.Limits hasty =
        new McpEndpoint.Limits(1 << 20, 2, 2, Duration.ofMillis(50), Duration.ofSeconds(10), 100);
    try (Served served = new Served(hasty).initialized()) {
      JsonNode result = served.client.callTool("wait", Map.of());

      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(result.path("content").path(0).path("text").asString())
          .isEqualTo("the call ran out of time; ask again, or ask for less");
    }
  }

  @Test
  void whatIsInFlightAtTheEndOfInputIsDelivered() throws Exception {
    try (Served served = new Served().initialized()) {
      RawClient client = served.client;
      int slow = client.send("tools/call", Map.of("name", "wait"));
      served.toys.waiting.await();
      int last = client.nextId();
      client.sendBytes(
          ("{\"jsonrpc\":\"2.0\",\"id\":"
                  + last
                  + ",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\"}}")
              .getBytes(UTF_8));
      client.endInput();

      assertThat(client.await(last).has("result")).isTrue();
      served.toys.gate.release();
      assertThat(client.await(slow).has("result")).isTrue();
      client.awaitEnd();
    }
  }

  @Test
  void inputThatEndsWithinARequestIsAParseError() {
    try (Served served = new Served().initialized()) {
      served.client.sendBytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"meth".getBytes(UTF_8));
      served.client.endInput();

      assertThat(served.client.awaitAnonymousError().path("error").path("code").asInt())
          .isEqualTo(-32700);
      served.client.awaitEnd();
    }
  }

  @Test
  void aCallThatOutlivesTheGraceTimeIsCancelledAndTheServerEnds() throws Exception {
    McpEndpoint.Limits impatient =
        new McpEndpoint.Limits(1 << 20, 2, 2, Duration.ofSeconds(60), Duration.ofMillis(50), 100);
    try (Served served = new Served(impatient).initialized()) {
      served.client.send("tools/call", Map.of("name", "wait"));
      served.toys.waiting.await();
      served.client.endInput();

      served.client.awaitEnd();
      served.toys.wasCancelled.await();
      assertThat(served.client.unclaimed()).isEmpty();
    }
  }
}
