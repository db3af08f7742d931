package dev.pactmemory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.MemoryId;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// The revisions that open with a handshake.
class LegacyTest {
  private static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");

  private final Served served = new Served(Toys.limits(1 << 20, 4, 8, 2));
  private final RawClient client = served.client;

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, 2024-11-05",
    "2025-03-26, 2025-03-26",
    "2025-06-18, 2025-06-18",
    "2025-11-25, 2025-11-25",
    "2026-07-28, 2025-11-25",
    "1999-01-01, 2025-11-25",
  })
  void theVersionAskedForIsEchoedOrTheNewestOffered(String asked, String answered) {
    JsonNode result = client.initialize(asked, Map.of());

    assertThat(result.path("protocolVersion").asString()).isEqualTo(answered);
  }

  @Test
  void theHandshakeIsPinned() {
    assertThat(client.initialize().toString())
        .isEqualTo(
            "{\"protocolVersion\":\"2025-11-25\","
                + "\"capabilities\":{\"tools\":{},"
                + "\"resources\":{\"subscribe\":true,\"listChanged\":true},"
                + "\"prompts\":{},\"completions\":{}},"
                + "\"serverInfo\":{\"name\":\"toys\",\"title\":\"Toys\",\"version\":\"1.0\"},"
                + "\"instructions\":\"Use echo to hear yourself.\"}");
  }

  @Test
  void theHandshakeTouchesNeitherToolsNorResources() {
    client.initialize();
    client.request("tools/list", Map.of());

    assertThat(served.toys.touched).hasValue(0);
  }

  @Test
  void initializeWithoutAVersionIsRefusedAndMayBeSentAgain() {
    assertThat(refusal("initialize", Map.of())).isEqualTo(-32602);

    assertThat(client.initialize().path("protocolVersion").asString()).isEqualTo("2025-11-25");
  }

  @Test
  void aSecondInitializeIsRefused() {
    client.initialize();

    assertThat(refusal("initialize", Map.of("protocolVersion", "2025-11-25"))).isEqualTo(-32600);
  }

  @Test
  void aRequestBeforeTheHandshakeIsRefusedAndSaysWhatToDo() {
    JsonNode refusal = client.request("tools/list", Map.of());

    assertThat(refusal.path("error").path("code").asInt()).isEqualTo(-32602);
    assertThat(refusal.path("error").path("message").asString())
        .startsWith("send initialize first");
    assertThat(refusal("resources/subscribe", Map.of("uri", "toy://a"))).isEqualTo(-32602);
  }

  @Test
  void pingIsAnsweredBeforeTheHandshake() {
    assertThat(client.request("ping", Map.of()).path("result").toString()).isEqualTo("{}");
  }

  @Test
  void aRequestBetweenHandshakeAndInitializedIsAnswered() {
    client.request("initialize", Map.of("protocolVersion", "2025-11-25"));

    assertThat(client.callTool("echo", Map.of("text", "hi")).path("content")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "server/discover",
        "subscriptions/listen",
        "logging/setLevel",
        "roots/list",
        "sampling/createMessage",
        "tasks/list"
      })
  void whatIsNotDeclaredIsNotServed(String method) {
    client.initialize();

    JsonNode refusal = client.request(method, Map.of());

    assertThat(refusal.path("error").path("code").asInt()).isEqualTo(-32601);
    assertThat(refusal.path("error").path("message").asString())
        .isEqualTo("method '" + method + "' is not served");
  }

  @Test
  void aToolIsListedInFullAndInOrder() {
    client.initialize();

    JsonNode page = client.request("tools/list", Map.of()).path("result");

    assertThat(page.path("tools").path(0).propertyNames())
        .containsExactly(
            "name", "title", "description", "inputSchema", "outputSchema", "annotations", "_meta");
    assertThat(page.path("tools").path(0).path("annotations").toString())
        .isEqualTo("{\"readOnlyHint\":true,\"openWorldHint\":false}");
    assertThat(page.path("tools").path(0).path("_meta").toString())
        .isEqualTo("{\"anthropic/alwaysLoad\":true}");
    assertThat(page.path("tools").path(1).path("annotations").toString())
        .isEqualTo(
            "{\"readOnlyHint\":false,\"destructiveHint\":false,\"idempotentHint\":true,"
                + "\"openWorldHint\":false}");
    assertThat(page.path("tools").path(1).has("_meta")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, tools, name, 'echo,wait,spin,refuse,full,crash,overflow'",
    "resources/list, resources, uri, 'toy://a,toy://b,toy://c'",
    "resources/templates/list, resourceTemplates, uriTemplate, 'toy://{+path}'",
  })
  void pagesCoverAListOnceAndInOrder(String method, String list, String key, String all) {
    client.initialize();
    StringBuilder seen = new StringBuilder();
    Map<String, Object> params = new HashMap<>();
    JsonNode page;
    do {
      page = client.request(method, params).path("result");
      assertThat(page.path(list)).hasSizeBetween(1, 2);
      page.path(list).forEach(item -> seen.append(',').append(item.path(key).asString()));
      params.put("cursor", page.path("nextCursor").asString(""));
    } while (page.has("nextCursor"));

    assertThat(seen.substring(1)).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "resources/list", "resources/templates/list"})
  void aCursorThatWasNotGivenIsInvalid(String method) {
    client.initialize();
    String foreign =
        client
            .request(method.equals("tools/list") ? "resources/list" : "tools/list", Map.of())
            .path("result")
            .path("nextCursor")
            .asString();

    assertThat(refusal(method, Map.of("cursor", "bogus"))).isEqualTo(-32602);
    assertThat(refusal(method, Map.of("cursor", 3))).isEqualTo(-32602);
    assertThat(refusal(method, Map.of("cursor", foreign))).isEqualTo(-32602);
  }

  @Test
  void aResultSaysTheSameInBothForms() {
    client.initialize();

    assertThat(client.callTool("echo", Map.of("text", "héllo \"wörld\"\n")).toString())
        .isEqualTo(
            "{\"content\":[{\"type\":\"text\","
                + "\"text\":\"{\\\"text\\\":\\\"héllo \\\\\\\"wörld\\\\\\\"\\\\n\\\"}\"}],"
                + "\"structuredContent\":{\"text\":\"héllo \\\"wörld\\\"\\n\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"name\":\"echo\"}", "{\"name\":\"echo\",\"arguments\":null}"})
  void absentArgumentsAreNoArguments(String params) {
    client.initialize();
    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\",\"params\":" + params + "}");

    assertThat(client.await("x").path("result").path("structuredContent").toString())
        .isEqualTo("{\"text\":\"{}\"}");
  }

  @Test
  void anUnknownToolIsRefusedByName() {
    client.initialize();

    JsonNode refusal =
        client.request("tools/call", Map.of("name", "memory_sav", "arguments", Map.of()));

    assertThat(refusal.path("error").path("code").asInt()).isEqualTo(-32602);
    assertThat(refusal.path("error").path("message").asString())
        .isEqualTo("unknown tool 'memory_sav'; tools/list names them");
  }

  @Test
  void malformedParametersOfACallAreInvalid() {
    client.initialize();

    assertThat(refusal("tools/call", Map.of())).isEqualTo(-32602);
    assertThat(refusal("tools/call", Map.of("name", 7))).isEqualTo(-32602);
    assertThat(refusal("tools/call", Map.of("name", "echo", "arguments", List.of("a"))))
        .isEqualTo(-32602);
    assertThat(refusal("tools/call", Map.of("name", "echo", "_meta", "x"))).isEqualTo(-32602);
  }

  @ParameterizedTest
  @CsvSource({
    "refuse, text: empty; send at least one character",
    "full, no room left; free some space",
    "crash, internal error in crash; the server's log (stderr) has the details",
    "overflow, internal error in overflow; the server's log (stderr) has the details",
  })
  void whatGoesWrongInAToolIsAResultTheModelCanRead(String tool, String message) {
    client.initialize();

    assertThat(client.callTool(tool, Map.of()).toString())
        .isEqualTo(
            "{\"content\":[{\"type\":\"text\",\"text\":\"" + message + "\"}],\"isError\":true}");
    assertThat(client.lines().toString()).doesNotContain(Toys.SECRET, "Exception", ".java");
  }

  @Test
  void halfASurrogatePairIsRefusedWithItsPlace() {
    client.initialize();
    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"tools/call\",\"params\":{\"name\":\"echo\","
            + "\"arguments\":{\"tasks\":[{\"status\":\"\\ud83d!\"}]}}}");

    JsonNode result = client.await("x").path("result");
    assertThat(result.path("isError").asBoolean()).isTrue();
    assertThat(result.path("content").path(0).path("text").asString())
        .startsWith("'tasks[0].status' holds half of a surrogate pair");
    assertThat(served.toys.touched).hasValue(0);
  }

  @Test
  void nulCharactersPassThrough() {
    client.initialize();

    assertThat(
            client
                .callTool("echo", Map.of("text", "a\u0000b"))
                .path("structuredContent")
                .path("text")
                .asString())
        .isEqualTo("a\u0000b");
  }

  @Test
  void aResourceIsRead() {
    client.initialize();

    assertThat(
            client.request("resources/read", Map.of("uri", "toy://a/b")).path("result").toString())
        .isEqualTo(
            "{\"contents\":[{\"uri\":\"toy://a/b\",\"mimeType\":\"text/plain\","
                + "\"text\":\"This is toy://a/b\"}]}");
  }

  @Test
  void aMissingResourceHasItsOwnCode() {
    client.initialize();

    assertThat(client.request("resources/read", Map.of("uri", "toy://")).path("error").toString())
        .isEqualTo(
            "{\"code\":-32002,\"message\":\"no resource 'toy://'\",\"data\":{\"uri\":\"toy://\"}}");
    assertThat(refusal("resources/read", Map.of())).isEqualTo(-32602);
  }

  @Test
  void aSubscriberHearsOfItsResourceUntilItUnsubscribes() {
    client.initialize();
    client.request("resources/subscribe", Map.of("uri", "toy://a"));
    served.change(ID, false);

    assertThat(client.awaitMethod("notifications/resources/updated").toString())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                + "\"params\":{\"uri\":\"toy://a\"}}");

    client.request("resources/unsubscribe", Map.of("uri", "toy://a"));
    client.request("resources/subscribe", Map.of("uri", "toy://" + ID));
    served.change(ID, false);

    assertThat(
            client
                .awaitMethod("notifications/resources/updated")
                .path("params")
                .path("uri")
                .asString())
        .isEqualTo("toy://" + ID);
    assertThat(client.unclaimed()).isEmpty();
  }

  @Test
  void anInitializedClientHearsOfNewMemories() throws Exception {
    client.initialize();
    client.request("resources/subscribe", Map.of("uri", "toy://none"));
    served.change(ID, true);

    assertThat(client.awaitMethod("notifications/resources/list_changed").toString())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/list_changed\"}");
  }

  @Test
  void newsEndWithTheConnection() {
    client.initialize();
    client.request("resources/subscribe", Map.of("uri", "toy://a"));
    client.endInput();
    client.awaitEnd();

    assertThat(served.toys.listeners).isEmpty();
    assertThat(served.toys.detached).hasValue(1);
  }

  @Test
  void rootsAreAskedForOnceAndAgainWhenTheyChange() {
    client.onRequest(request ->
        request.path("method").asString().equals("roots/list")
            ? Map.of(
                "roots", List.of(Map.of("uri", "file:///work/" + request.path("id").asString())))
            : null);
    client.initialize("2025-11-25", Map.of("roots", Map.of("listChanged", true)));
    client.callTool("echo", Map.of("text", "x"));

    assertThat(served.roots).containsExactly(List.of(URI.create("file:///work/pact-roots-1")));

    client.notify("notifications/roots/list_changed", Map.of());
    client.callTool("echo", Map.of("text", "x"));

    assertThat(served.roots).last().isEqualTo(List.of(URI.create("file:///work/pact-roots-2")));
  }

  @Test
  void aClientWithoutRootsIsNotAskedForThem() {
    client.initialize();
    client.notify("notifications/roots/list_changed", Map.of());
    client.callTool("echo", Map.of("text", "x"));

    assertThat(client.unclaimed()).isEmpty();
  }

  @Test
  void aClientThatAnswersRootsWithAnErrorIsServed() {
    client.initialize("2025-11-25", Map.of("roots", Map.of()));
    client.awaitMethod("roots/list");
    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":\"pact-roots-1\",\"error\":{\"code\":-1,\"message\":\"no\"}}");

    assertThat(client.callTool("echo", Map.of("text", "x")).has("isError")).isFalse();
    assertThat(served.roots).isEmpty();
  }

  @Test
  void aClientThatNeverAnswersRootsIsServed() {
    client.initialize("2025-11-25", Map.of("roots", Map.of()));

    assertThat(client.callTool("echo", Map.of("text", "x")).has("isError")).isFalse();
  }

  @Test
  void theIdOfARequestInFlightIsNotTakenTwice() throws Exception {
    client.initialize();
    client.send("same", "tools/call", Map.of("name", "wait"));
    served.toys.waiting.await();
    client.send("same", "ping", Map.of());

    assertThat(client.await("same").path("error").path("code").asInt()).isEqualTo(-32600);

    served.toys.gate.release();
    assertThat(client.await("same").has("result")).isTrue();
    client.send("same", "ping", Map.of());
    assertThat(client.await("same").has("result")).isTrue();
  }

  @Test
  void aCancelledCallStopsAndStaysSilent() throws Exception {
    client.initialize();
    int id = client.send("tools/call", Map.of("name", "wait"));
    served.toys.waiting.await();
    client.notify("notifications/cancelled", Map.of("requestId", id, "reason", "changed my mind"));

    served.toys.wasCancelled.await();
    client.request("ping", Map.of());
    client.endInput();
    client.awaitEnd();
    assertThat(client.unclaimed()).isEmpty();
  }

  private int refusal(String method, Map<String, ?> params) {
    return client.request(method, params).path("error").path("code").asInt();
  }
}
