package dev.pactmemory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What holds for every message, whatever the method.
class ProtocolTest {
  private static final Map<String, Map<String, ?>> REQUESTS = requests();

  private final Served served = new Served().initialized();
  private final RawClient client = served.client;

  @AfterEach
  void stop() {
    served.close();
  }

  private static Map<String, Map<String, ?>> requests() {
    Map<String, Map<String, ?>> requests = new LinkedHashMap<>();
    requests.put("tools/list", Map.of());
    requests.put("tools/call", Map.of("name", "echo", "arguments", Map.of("text", "x")));
    requests.put("resources/list", Map.of());
    requests.put("resources/templates/list", Map.of());
    requests.put("resources/read", Map.of("uri", "toy://a"));
    requests.put("prompts/list", Map.of());
    requests.put("prompts/get", Map.of("name", "greet", "arguments", Map.of("whom", "x")));
    requests.put(
        "completion/complete",
        Map.of(
            "ref",
            Map.of("type", "ref/prompt", "name", "greet"),
            "argument",
            Map.of("name", "whom", "value", "1")));
    return requests;
  }

  @Test
  void everyResponseIsAResultOrAnError() {
    List<JsonNode> responses = new ArrayList<>();
    REQUESTS.forEach((method, params) -> {
      responses.add(client.request(method, params));
      responses.add(served.modern(method, params));
      responses.add(client.request(method, Map.of("cursor", 7, "name", 7, "uri", 7, "ref", 7)));
      responses.add(served.modern(method, Map.of("cursor", 7, "name", 7, "uri", 7, "ref", 7)));
    });
    responses.add(client.request("nonsense", Map.of()));

    assertThat(responses)
        .allSatisfy(response -> {
          assertThat(response.path("jsonrpc").asString()).isEqualTo("2.0");
          assertThat(response.has("result")).isNotEqualTo(response.has("error"));
          if (response.has("error")) {
            assertThat(response.path("error").path("code").isInt()).isTrue();
            assertThat(response.path("error").path("message").asString()).isNotBlank();
          }
        });
  }

  @Test
  void everyModernResultSaysWhatItIsAndWhoGaveIt() {
    REQUESTS.forEach((method, params) -> {
      JsonNode modern = served.modern(method, params).path("result");
      JsonNode legacy = client.request(method, params).path("result");

      assertThat(modern.path("resultType").asString("")).as(method).isEqualTo("complete");
      assertThat(
              modern
                  .path("_meta")
                  .path("io.modelcontextprotocol/serverInfo")
                  .path("name")
                  .asString(""))
          .as(method)
          .isEqualTo("toys");
      assertThat(legacy.has("resultType")).as(method).isFalse();
    });
  }

  @Test
  void ownMetadataHasNoReservedPrefix() {
    JsonNode tools = client.request("tools/list", Map.of()).path("result").path("tools");

    assertThat(tools.path(0).path("_meta").toString()).isEqualTo("{\"anthropic/alwaysLoad\":true}");
    assertThat(tools.findValues("_meta")).hasSize(1);
  }

  @Test
  void extensionsThatAreUnknownAreIgnored() {
    Map<String, Object> unknown = Map.of("extensions", Map.of("com.example/x", Map.of("y", 1)));
    Map<String, Object> meta = new LinkedHashMap<>(RawClient.MODERN);
    meta.put("io.modelcontextprotocol/clientCapabilities", unknown);

    assertThat(client.request("tools/list", Map.of("_meta", meta)).has("result")).isTrue();
    try (Served other = new Served()) {
      assertThat(other.client.initialize("2025-11-25", unknown).has("capabilities")).isTrue();
    }
  }

  @Test
  void cancellingWhatIsNotThereIsIgnored() {
    int done = client.send("ping", Map.of());
    client.await(done);
    client.notify("notifications/cancelled", Map.of("requestId", done));
    client.notify("notifications/cancelled", Map.of("requestId", "never sent"));
    client.notify("notifications/cancelled", Map.of("requestId", List.of(1)));
    client.notify("notifications/cancelled", Map.of());

    assertThat(client.request("ping", Map.of()).has("result")).isTrue();
    assertThat(client.unclaimed()).isEmpty();
  }
}
