package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What a line may be, and what the server says to one that is none of it. After each the server
/// still answers.
class FramingTest {
  private static final int LINE_BYTES = 100_000;

  private final Served served = new Served(Toys.limits(LINE_BYTES, 4, 8, 100)).initialized();
  private final RawClient client = served.client;

  @AfterEach
  void theServerStillAnswersAndNothingElseWasSaid() {
    assertThat(client.request("ping", Map.of()).path("result").isObject()).isTrue();
    assertThat(client.unclaimed()).isEmpty();
    served.close();
  }

  @Test
  void blankLinesAreSkipped() {
    client.sendBytes("\n\r\n  \t\n".getBytes(UTF_8));
  }

  @Test
  void linesMayEndInCarriageReturnAndLineFeed() {
    client.sendBytes("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\"}\r\n".getBytes(UTF_8));

    assertThat(client.await("x").has("result")).isTrue();
  }

  @Test
  void aByteOrderMarkIsSkipped() {
    client.sendLine("\uFEFF{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\"}");

    assertThat(client.await("x").has("result")).isTrue();
  }

  @Test
  void paramsMayBeNull() {
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\",\"params\":null}");

    assertThat(client.await("x").has("result")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "hello",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} x",
        "{\"jsonrpc\":\"2.0\",\"id\":NaN,\"method\":\"ping\"}",
        "{'jsonrpc':'2.0'}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",}",
        "\u0000",
      })
  void whatIsNotJsonIsAParseErrorWithoutId(String line) {
    client.sendLine(line);

    refusedWithoutId(-32700);
  }

  @Test
  void aParseErrorNamesThePlaceAndDoesNotQuoteTheText() {
    client.sendLine("{\"secret\": passw0rd}");

    JsonNode error = client.awaitAnonymousError();
    assertThat(error.path("error").path("message").asString())
        .startsWith("not valid JSON at byte ")
        .doesNotContain("passw0rd");
  }

  @Test
  void invalidUtf8IsAParseErrorThatNamesTheByte() {
    client.sendBytes(new byte[] {'"', (byte) 0xC3, 0x28, '"', '\n'});

    assertThat(client.awaitAnonymousError().toString())
        .isEqualTo(
            "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32700,"
                + "\"message\":\"not valid UTF-8 at byte 1\"}}");
  }

  @Test
  void surrogatesEncodedInUtf8AreNotUtf8() {
    client.sendBytes(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', '\n'});

    refusedWithoutId(-32700);
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    client.sendLine("[".repeat(5000) + "]".repeat(5000));

    refusedWithoutId(-32700);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "7",
        "null",
        "\"ping\"",
        "{}",
        "{\"id\":null,\"method\":\"ping\",\"jsonrpc\":\"2.0\"}",
        "{\"id\":1.5,\"method\":\"ping\",\"jsonrpc\":\"2.0\"}",
        "{\"id\":true,\"method\":\"ping\",\"jsonrpc\":\"2.0\"}",
        "{\"id\":[1],\"method\":\"ping\",\"jsonrpc\":\"2.0\"}",
      })
  void jsonThatIsNoRequestIsInvalidWithoutId(String line) {
    client.sendLine(line);

    refusedWithoutId(-32600);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\",\"method\":\"ping\"}",
        "{\"id\":\"x\",\"method\":\"ping\",\"jsonrpc\":\"1.0\"}",
        "{\"id\":\"x\",\"method\":7,\"jsonrpc\":\"2.0\"}",
        "{\"id\":\"x\",\"jsonrpc\":\"2.0\"}",
      })
  void anInvalidRequestWithAReadableIdIsRefusedUnderIt(String line) {
    client.sendLine(line);

    assertThat(client.await("x").path("error").path("code").asInt()).isEqualTo(-32600);
  }

  @Test
  void paramsThatAreNoObjectAreInvalid() {
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\",\"params\":[1]}");

    assertThat(client.await("x").path("error").path("code").asInt()).isEqualTo(-32602);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/never-heard-of\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":{}}}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":99}}",
        "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":77,\"error\":{\"code\":1,\"message\":\"no\"}}",
        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"no\"}}",
      })
  void notificationsAndUnexpectedAnswersAreNotAnswered(String line) {
    client.sendLine(line);
  }

  @Test
  void aLineBeyondTheLimitIsRefusedAndTheNextOneIsRead() {
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":1,\"x\":\"" + "a".repeat(LINE_BYTES) + "\"}");

    assertThat(client.awaitAnonymousError().path("error").path("message").asString())
        .isEqualTo("the line is longer than 100000 bytes");
  }

  @Test
  void aLineOfExactlyTheLimitIsRead() {
    String start = "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"ping\"";
    client.sendLine(start + " ".repeat(LINE_BYTES - start.length() - 1) + "}");

    assertThat(client.await("x").has("result")).isTrue();
  }

  @Test
  void idsComeBackAsTheyWere() {
    client.sendLine(
        "{\"jsonrpc\":\"2.0\",\"id\":123456789012345678901234567890,\"method\":\"ping\"}");
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":\"5\",\"method\":\"ping\"}");
    client.sendLine("{\"jsonrpc\":\"2.0\",\"id\":-9007199254740993,\"method\":\"ping\"}");

    assertThat(
            client.await(new java.math.BigInteger("123456789012345678901234567890")).has("result"))
        .isTrue();
    assertThat(client.await("5").has("result")).isTrue();
    assertThat(client.await(-9007199254740993L).has("result")).isTrue();
  }

  private void refusedWithoutId(int code) {
    JsonNode refusal = client.awaitAnonymousError();
    assertThat(refusal.path("error").path("code").asInt()).isEqualTo(code);
    assertThat(refusal.path("error").path("message").asString()).isNotBlank();
    assertThat(refusal.has("id")).isFalse();
  }
}
