package dev.pactmemory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.MemoryId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The revision without a handshake: every request stands alone.
class ModernTest {
  private static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  private static final String META =
      "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
          + "{\"name\":\"toys\",\"title\":\"Toys\",\"version\":\"1.0\"}}";

  private final Served served = new Served();
  private final RawClient client = served.client;

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void discoveryIsPinned() {
    assertThat(served.modern("server/discover", Map.of()).path("result").toString())
        .isEqualTo(
            "{\"supportedVersions\":[\"2026-07-28\"],"
                + "\"capabilities\":{\"tools\":{},"
                + "\"resources\":{\"subscribe\":true,\"listChanged\":true},"
                + "\"prompts\":{},\"completions\":{}},"
                + "\"instructions\":\"Use echo to hear yourself.\","
                + "\"resultType\":\"complete\",\"ttlMs\":3600000,\"cacheScope\":\"public\","
                + META
                + "}");
    assertThat(served.toys.touched).hasValue(0);
  }

  @Test
  void aCallNeedsNoHandshake() {
    assertThat(
            served
                .modern("tools/call", Map.of("name", "echo", "arguments", Map.of("text", "hi")))
                .path("result")
                .toString())
        .isEqualTo(
            "{\"content\":[{\"type\":\"text\",\"text\":\"{\\\"text\\\":\\\"hi\\\"}\"}],"
                + "\"structuredContent\":{\"text\":\"hi\"},\"resultType\":\"complete\","
                + META
                + "}");
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, 3600000, public",
    "resources/templates/list, 3600000, public",
    "prompts/list, 3600000, public",
    "resources/list, 0, private",
  })
  void listsSayHowLongAndForWhomTheyHold(String method, int ttlMs, String scope) {
    JsonNode result = served.modern(method, Map.of()).path("result");

    assertThat(result.path("ttlMs").asInt()).isEqualTo(ttlMs);
    assertThat(result.path("cacheScope").asString()).isEqualTo(scope);
    assertThat(result.path("resultType").asString()).isEqualTo("complete");
  }

  @Test
  void aResourceIsReadAndIsTheUsersOwn() {
    JsonNode result = served.modern("resources/read", Map.of("uri", "toy://a")).path("result");

    assertThat(result.path("contents").path(0).path("text").asString())
        .isEqualTo("This is toy://a");
    assertThat(result.path("ttlMs").asInt(-1)).isZero();
    assertThat(result.path("cacheScope").asString()).isEqualTo("private");
  }

  @Test
  void aMissingResourceIsAnInvalidParameter() {
    assertThat(served.modern("resources/read", Map.of("uri", "toy://")).path("error").toString())
        .isEqualTo(
            "{\"code\":-32602,\"message\":\"no resource 'toy://'\",\"data\":{\"uri\":\"toy://\"}}");
  }

  @Test
  void aRequestNeedsVersionAndCapabilities() {
    assertThat(refusal(Map.of(VERSION, "2026-07-28")))
        .isEqualTo("params._meta must have " + CAPABILITIES + " (an object)");
    assertThat(refusal(Map.of(CAPABILITIES, Map.of())))
        .isEqualTo("params._meta must have " + VERSION + " (a string)");
    assertThat(refusal(Map.of(VERSION, 7, CAPABILITIES, "x")))
        .isEqualTo(
            "params._meta must have "
                + VERSION
                + " (a string) and "
                + CAPABILITIES
                + " (an object)");
    assertThat(refusal(Map.of())).startsWith("send initialize first, or name the protocol version");
  }

  private String refusal(Map<String, Object> meta) {
    JsonNode error = client.request("tools/list", Map.of("_meta", meta)).path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32602);
    return error.path("message").asString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2025-11-25", "2099-01-01"})
  void aVersionThatIsNotServedIsRefusedWithTheOnesThatAre(String version) {
    JsonNode error =
        client
            .request(
                "tools/list", Map.of("_meta", Map.of(VERSION, version, CAPABILITIES, Map.of())))
            .path("error");

    assertThat(error.path("code").asInt()).isEqualTo(-32022);
    assertThat(error.path("data").path("supported").toString()).isEqualTo("[\"2026-07-28\"]");
    assertThat(error.path("data").path("requested").asString()).isEqualTo(version);
  }

  @Test
  void clientInfoAndTracingAreNeitherNeededNorRefused() {
    Map<String, Object> meta = new HashMap<>(RawClient.MODERN);
    meta.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    meta.put("com.example/unknown", List.of(1));

    assertThat(client.request("tools/list", Map.of("_meta", meta)).has("result")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "initialize",
        "ping",
        "logging/setLevel",
        "resources/subscribe",
        "resources/unsubscribe",
        "nonsense"
      })
  void removedAndUnknownMethodsAreNotServed(String method) {
    assertThat(served.modern(method, Map.of("uri", "toy://a")).path("error").path("code").asInt())
        .isEqualTo(-32601);
  }

  @Test
  void bothErasShareOnePipe() {
    client.initialize();

    assertThat(served.modern("tools/list", Map.of()).path("result").has("resultType")).isTrue();
    assertThat(client.request("tools/list", Map.of()).path("result").has("resultType")).isFalse();
  }

  @Test
  void nothingIsAskedOfAModernClient() {
    Map<String, Object> params = new HashMap<>(Map.of("name", "echo"));
    params.put("_meta", Map.of(VERSION, "2026-07-28", CAPABILITIES, Map.of("roots", Map.of())));
    client.request("tools/call", params);
    client.notify("notifications/roots/list_changed", Map.of());
    served.modern("server/discover", Map.of());

    assertThat(client.unclaimed()).isEmpty();
  }

  @Test
  void aSubscriptionIsAcknowledgedTaggedAndHearsWhatItAskedFor() {
    int id =
        listen(
            Map.of(
                "toolsListChanged",
                true,
                "resourcesListChanged",
                true,
                "resourceSubscriptions",
                List.of("toy://a")));
    assertThat(client.awaitMethod("notifications/subscriptions/acknowledged").toString())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                + id
                + "},\"notifications\":{\"resourcesListChanged\":true,"
                + "\"resourceSubscriptions\":[\"toy://a\"]}}}");

    served.change(ID, true);

    String tag = "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":" + id + "}";
    assertThat(client.awaitMethod("notifications/resources/updated").path("params").toString())
        .isEqualTo("{" + tag + ",\"uri\":\"toy://a\"}");
    assertThat(client.awaitMethod("notifications/resources/list_changed").path("params").toString())
        .isEqualTo("{" + tag + "}");
  }

  @Test
  void aSubscriptionHearsNothingElse() {
    listen(Map.of("resourceSubscriptions", List.of("toy://other")));
    client.awaitMethod("notifications/subscriptions/acknowledged");
    int second = listen(Map.of("resourceSubscriptions", List.of("toy://a")));
    client.awaitMethod("notifications/subscriptions/acknowledged");

    served.change(ID, true);

    JsonNode heard = client.awaitMethod("notifications/resources/updated");
    assertThat(heard.path("params").path("_meta").toString()).endsWith(":" + second + "}");
    served.modern("server/discover", Map.of());
    assertThat(client.unclaimed()).isEmpty();
  }

  @Test
  void aCancelledSubscriptionIsSilentAndItsIdIsFree() {
    int id = listen(Map.of("resourceSubscriptions", List.of("toy://a")));
    client.awaitMethod("notifications/subscriptions/acknowledged");
    client.notify("notifications/cancelled", Map.of("requestId", id));
    client.send(id, "server/discover", Map.of("_meta", RawClient.MODERN));
    assertThat(client.await(id).has("result")).isTrue();

    served.change(ID, true);
    served.modern("tools/list", Map.of());

    assertThat(client.unclaimed()).isEmpty();
  }

  @Test
  void theIdOfALiveSubscriptionIsNotTakenTwice() {
    int id = listen(Map.of());
    client.awaitMethod("notifications/subscriptions/acknowledged");
    client.send(id, "server/discover", Map.of("_meta", RawClient.MODERN));

    assertThat(client.await(id).path("error").path("code").asInt()).isEqualTo(-32600);
  }

  @Test
  void atTheEndASubscriptionEndsByResultAndCancellation() {
    int id = listen(Map.of("resourcesListChanged", true));
    client.awaitMethod("notifications/subscriptions/acknowledged");
    client.endInput();

    assertThat(client.await(id).path("result").toString())
        .isEqualTo(
            "{\"resultType\":\"complete\","
                + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":"
                + id
                + ",\"io.modelcontextprotocol/serverInfo\":"
                + "{\"name\":\"toys\",\"title\":\"Toys\",\"version\":\"1.0\"}}}");
    assertThat(client.awaitMethod("notifications/cancelled").path("params").toString())
        .isEqualTo("{\"requestId\":" + id + "}");
    client.awaitEnd();
    assertThat(served.toys.listeners).isEmpty();
  }

  @Test
  void aFilterThatIsNoneIsInvalid() {
    assertThat(served.modern("subscriptions/listen", Map.of()).path("error").path("code").asInt())
        .isEqualTo(-32602);
    assertThat(
            served
                .modern(
                    "subscriptions/listen",
                    Map.of("notifications", Map.of("resourceSubscriptions", List.of(7))))
                .path("error")
                .path("code")
                .asInt())
        .isEqualTo(-32602);
  }

  private int listen(Map<String, ?> filter) {
    return served.sendModern("subscriptions/listen", Map.of("notifications", filter));
  }
}
