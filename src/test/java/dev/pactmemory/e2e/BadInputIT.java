package dev.pactmemory.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Whatever comes in, the answer says what was wrong with it, nothing is changed, and the next call
/// is served. One process takes it all.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private @Nullable RawPipe started;
  private String sentinel = "";
  private JsonNode before = Json.parse("{}");

  @BeforeAll
  void start(@TempDir Path directory) {
    RawPipe pipe =
        Launch.on(directory.resolve("home"), Directories.make(directory.resolve("shop")))
            .wordsOnly()
            .rawInitialized();
    started = pipe;
    sentinel = pipe.idOf(pipe.done("memory_save", "context", "sentinel"));
  }

  @AfterAll
  void end() {
    pipe().close();
    assertThat(pipe().client().process().exitValue()).isZero();
  }

  @BeforeEach
  void look() {
    before = pipe().get(sentinel);
  }

  static Stream<Arguments> refusals() {
    String absent = "0".repeat(32);
    return Stream.of(
        call("memory_save", "lesson_learned", "x").naming("did you mean lessons_learned"),
        call("memory_search", "query", "x", "max_result", 3).naming("max_result", "limit"),
        call("memory_list", "querry", "x").naming("querry"),
        call("memory_save", "context", 5).naming("context", "text"),
        call("memory_save", "files", Map.of("a", 1)).naming("files", "list"),
        call("memory_search", "query", List.of("a", "b")).naming("query", "text"),
        call("memory_search", "query", "x", "limit", "many").naming("limit", "number"),
        call("memory_save").naming("context"),
        call("memory_save", "context", "x".repeat(70_000)).naming("context", "65,536"),
        call("memory_save", "lessons_learned", List.of("x".repeat(70_000)))
            .naming("lessons_learned", "65,536"),
        call("memory_save", "lessons_learned", numbers(501)).naming("lessons_learned", "500"),
        call("memory_save", "context", "x", "reasoning_chains", Arrays.asList(big(20)))
            .naming("1,048,576"),
        call("memory_decisions", "about", "x".repeat(20_000)).naming("about", "10,000"),
        call("memory_get", "ids", absent).naming("00000000", "not_found"),
        call("memory_delete", "id", absent).naming("not_found"),
        call("memory_update", "id", absent, "context", "x").naming("not_found"),
        call("memory_get", "ids", "abc").naming("6"),
        call("memory_get").naming("ids"),
        call("memory_list", "limit", -1).naming("limit", "1 to 100"),
        call("memory_list", "limit", 0).naming("limit", "1 to 100"),
        call("memory_search", "query", "x", "limit", 1_000_000_000L).naming("limit", "1 to 100"),
        call("memory_search", "query", "x", "since", "yesterday-ish").naming("since", "2026-01-31"),
        call("memory_list", "until", "2026-13-45").naming("until", "2026-01-31"),
        call("memory_list", "cursor", "not a cursor").naming("cursor"),
        call("memory_search", "query", "x", "cursor", "AAAA").naming("cursor"),
        call("memory_search", "query", "x", "project", "no-such-project").naming("no-such-project"),
        call("memory_list", "project", "shpo").naming("shop"),
        call("memory_save", "context", "a\u0000b").naming("context", "NUL"),
        call("memory_search", "query", "\u0000").naming("query", "NUL"),
        call("memory_search", "query", " ").naming("query"),
        call("memory_update", "id", "sentinel", "mode", "overwrite").naming("mode", "replace"));
  }

  private static List<String> numbers(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(String::valueOf).toList();
  }

  private static String[] big(int count) {
    return Stream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> i + "y".repeat(60_000))
        .toArray(String[]::new);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("refusals")
  void aRefusalNamesTheFieldAndTheRemedy(
      String tool, String shown, Map<String, Object> given, List<String> named) {
    String message = pipe().call(tool, given).refused();

    assertThat(message).contains(named);
    assertNothingChanged();
  }

  @Test
  void aPathOutsideTheProjectIsAcceptedAsItIs() {
    String id = pipe().save("paths", "context", "c", "files", List.of("/etc/hosts"));

    assertThat(Json.texts(pipe().get(id).path("files"))).containsExactly("/etc/hosts");
    pipe().done("memory_delete", "id", id);
    assertNothingChanged();
  }

  @Test
  void aLoneSurrogateWrittenAsAnEscapeIsRefused() {
    int id = pipe().client().nextId();
    pipe().client().sendLine(saveLine(id, "half a pair \\ud83d here"));

    assertThat(pipe().replyTo(id).refused()).contains("context", "surrogate");
    assertNothingChanged();
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() throws IOException {
    for (byte[] bad : List.of(bytes(0xff, 0xfe), bytes(0xc0, 0xaf), bytes(0xed, 0xa0, 0x80))) {
      int id = pipe().client().nextId();
      String line = saveLine(id, "@");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(line.substring(0, line.indexOf('@')).getBytes(UTF_8));
      out.write(bad);
      out.write((line.substring(line.indexOf('@') + 1) + "\n").getBytes(UTF_8));
      pipe().client().sendBytes(out.toByteArray());

      assertError(pipe().client().awaitAnonymousError(), -32700, "UTF-8");
      assertNothingChanged();
    }
  }

  @Test
  void aLineThatIsNoJsonIsRefused() {
    for (String line : List.of("{", "hello", "{\"jsonrpc\":\"2.0\",\"id\":7,", "\u0000", "[}")) {
      pipe().client().sendLine(line);

      assertError(pipe().client().awaitAnonymousError(), -32700, "JSON");
      assertNothingChanged();
    }
  }

  @Test
  void aMessageThatIsNoRequestIsRefused() {
    for (String line : List.of("5", "\"text\"", "null", "{}", "{\"jsonrpc\":\"2.0\"}")) {
      pipe().client().sendLine(line);

      assertError(pipe().client().awaitAnonymousError(), -32600, "");
      assertNothingChanged();
    }
  }

  @Test
  void aBatchIsRefusedWhole() {
    pipe().client().sendLine("[" + saveLine(90_001, "one") + "," + saveLine(90_002, "two") + "]");

    assertError(pipe().client().awaitAnonymousError(), -32600, "batch");
    assertNothingChanged();
  }

  @Test
  void anUnknownMethodOrToolIsNamed() {
    assertError(pipe().client().request("tools/destroy", Map.of()), -32601, "tools/destroy");
    assertError(
        pipe()
            .client()
            .request("tools/call", Map.of("name", "memory_destroy", "arguments", Map.of())),
        -32602,
        "memory_destroy");
    assertNothingChanged();
  }

  @Test
  void aLineOfAHundredMegabytesIsRefusedInABoundedHeap() {
    byte[] block = "x".repeat(1 << 20).getBytes(UTF_8);
    int id = pipe().client().nextId();
    String line = saveLine(id, "@");
    pipe().client().sendBytes(line.substring(0, line.indexOf('@')).getBytes(UTF_8));
    for (int i = 0; i < 100; i++) {
      pipe().client().sendBytes(block);
    }
    pipe().client().sendBytes((line.substring(line.indexOf('@') + 1) + "\n").getBytes(UTF_8));

    assertThat(pipe().client().awaitAnonymousError().path("error").path("message").asString())
        .hasSizeLessThan(500)
        .containsPattern("\\d");
    assertNothingChanged();
  }

  @Test
  void blankLinesAndCarriageReturnsAreNothing() {
    pipe().client().sendBytes("\n\r\n   \n".getBytes(UTF_8));

    assertNothingChanged();
  }

  @Test
  void aRequestBeforeTheHandshakeIsAnsweredAndTheServerGoesOn(@TempDir Path directory) {
    try (RawPipe early = Launch.on(directory.resolve("home"), directory).wordsOnly().raw()) {
      JsonNode answer =
          early
              .client()
              .request(
                  "tools/call",
                  Json.object("name", "memory_save", "arguments", Map.of("context", "early")));

      assertThat(answer.has("error") ^ answer.has("result")).isTrue();
      if (answer.has("error")) {
        assertThat(answer.path("error").path("message").asString()).contains("initialize");
      }
      early.client().initialize();
      assertThat(early.count()).isEqualTo(answer.has("error") ? 0 : 1);
    }
  }

  @Test
  void answersInFlightAreDeliveredWhenTheInputEnds(@TempDir Path directory) {
    Launch launch = Launch.on(directory.resolve("home"), directory).wordsOnly();
    RawPipe leaving = launch.rawInitialized();
    leaving.done("memory_status");
    List<Integer> calls =
        Stream.iterate(0, i -> i + 1)
            .limit(20)
            .map(i -> leaving.post("memory_save", Map.of("context", "last words " + i)))
            .toList();
    leaving.client().sendBytes("{\"jsonrpc\":\"2.0\",\"id\":99,\"method\":\"too".getBytes(UTF_8));

    leaving.client().endInput();

    calls.forEach(call -> leaving.replyTo(call).done());
    assertThat(leaving.exit(Duration.ofSeconds(10))).isZero();
    try (RawPipe again = launch.rawInitialized()) {
      assertThat(again.count()).isEqualTo(20);
    }
  }

  private RawPipe pipe() {
    return Objects.requireNonNull(started);
  }

  private void assertNothingChanged() {
    assertThat(pipe().count()).isEqualTo(1);
    assertThat(pipe().get(sentinel)).isEqualTo(before);
  }

  private static void assertError(JsonNode answer, int code, String named) {
    JsonNode error = answer.path("error");
    assertThat(error.path("code").asInt()).as(answer.toString()).isEqualTo(code);
    assertThat(error.path("message").asString()).isNotBlank().contains(named);
    assertThat(answer.toString().getBytes(UTF_8)).hasSizeLessThan(500);
  }

  private static String saveLine(int id, String context) {
    return """
    {"jsonrpc":"2.0","id":%d,"method":"tools/call",\
    "params":{"name":"memory_save","arguments":{"context":"%s"}}}\
    """
        .formatted(id, context);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private record Bad(String tool, Map<String, Object> given) {
    Arguments naming(String... named) {
      String shown = given.toString();
      return arguments(
          tool, shown.substring(0, Math.min(60, shown.length())), given, List.of(named));
    }
  }

  private static Bad call(String tool, Object... keysAndValues) {
    return new Bad(tool, Json.object(keysAndValues));
  }
}
