package dev.pactmemory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Prompts and completions as both eras have them.
class PromptsAndCompletionsTest {
  private final Served served = new Served(Toys.limits(1 << 20, 4, 8, 3)).initialized();

  @AfterEach
  void stop() {
    served.close();
  }

  private JsonNode ask(Era era, String method, Map<String, ?> params) {
    return switch (era) {
      case LEGACY -> served.client.request(method, params);
      case MODERN -> served.modern(method, params);
    };
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void promptsAreListedInOrderPageByPage(Era era) {
    JsonNode first = ask(era, "prompts/list", Map.of()).path("result");
    JsonNode second =
        ask(era, "prompts/list", Map.of("cursor", first.path("nextCursor").asString()))
            .path("result");

    assertThat(first.path("prompts").path(0).toString())
        .isEqualTo(
            "{\"name\":\"greet\",\"title\":\"Greet\",\"description\":\"Greets\",\"arguments\":[{\"name\":\"whom\",\"description\":\"A"
                + " name\",\"required\":true}]}");
    assertThat(names(first)).containsExactly("greet", "refused", "full");
    assertThat(names(second)).containsExactly("crash");
    assertThat(second.has("nextCursor")).isFalse();
    assertThat(ask(era, "prompts/list", Map.of("cursor", "x")).path("error").path("code").asInt())
        .isEqualTo(-32602);
    assertThat(first.path("cacheScope").asString("")).isEqualTo(era == Era.MODERN ? "public" : "");
  }

  private static List<String> names(JsonNode page) {
    return StreamSupport.stream(page.path("prompts").spliterator(), false)
        .map(prompt -> prompt.path("name").asString())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void aPromptIsOneMessageOfTheUser(Era era) {
    JsonNode result =
        ask(era, "prompts/get", Map.of("name", "greet", "arguments", Map.of("whom", "you")))
            .path("result");

    assertThat(result.path("description").asString()).isEqualTo("Greets");
    assertThat(result.path("messages").toString())
        .isEqualTo("[{\"role\":\"user\",\"content\":{\"type\":\"text\",\"text\":\"Hello you\"}}]");
    assertThat(result.path("resultType").asString(""))
        .isEqualTo(era == Era.MODERN ? "complete" : "");
    assertThat(result.has("ttlMs")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void whatIsWrongWithAPromptIsAnInvalidParameterThatSaysSo(Era era) {
    assertThat(error(era, Map.of("name", "greet")))
        .isEqualTo("-32602 prompt greet needs the arguments whom as strings");
    assertThat(error(era, Map.of("name", "greet", "arguments", Map.of("whom", 7))))
        .isEqualTo("-32602 prompt greet needs the arguments whom as strings");
    assertThat(
            error(era, Map.of("name", "greet", "arguments", Map.of("whom", "x", "y", List.of()))))
        .isEqualTo("-32602 argument 'y' of prompt greet must be a text");
    assertThat(error(era, Map.of("name", "greet", "arguments", List.of())))
        .isEqualTo("-32602 params.arguments must be a JSON object");
    assertThat(error(era, Map.of("name", "nobody")))
        .isEqualTo("-32602 unknown prompt 'nobody'; prompts/list names them");
    assertThat(error(era, Map.of())).isEqualTo("-32602 params.name must be a string");
    assertThat(error(era, Map.of("name", "refused")))
        .isEqualTo("-32602 project: no such project here");
    assertThat(served.toys.touched).hasValue(1);
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void aPromptThatFailsTellsWhatTheWorldRefusesAndNothingOfUs(Era era) {
    assertThat(error(era, Map.of("name", "full")))
        .isEqualTo("-32603 no room left; free some space");
    assertThat(error(era, Map.of("name", "crash"))).isEqualTo("-32603 internal error");
  }

  private String error(Era era, Map<String, ?> params) {
    JsonNode error = ask(era, "prompts/get", params).path("error");
    return error.path("code").asInt() + " " + error.path("message").asString();
  }

  private static Map<String, Object> completing(Map<String, ?> ref, String name, String typed) {
    return Map.of("ref", ref, "argument", Map.of("name", name, "value", typed));
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void aCompletionHasAtMostAHundredValuesAndSaysHowManyThereAre(Era era) {
    Map<String, Object> prompt = Map.of("type", "ref/prompt", "name", "greet");
    Map<String, Object> template = Map.of("type", "ref/resource", "uri", "toy://{+path}");

    JsonNode many =
        ask(era, "completion/complete", completing(prompt, "whom", ""))
            .path("result")
            .path("completion");
    JsonNode few =
        ask(era, "completion/complete", completing(template, "path", "24"))
            .path("result")
            .path("completion");

    assertThat(many.path("values").size()).isEqualTo(100);
    assertThat(many.path("total").asInt()).isEqualTo(250);
    assertThat(many.path("hasMore").asBoolean()).isTrue();
    assertThat(few.path("values").size()).isEqualTo(11);
    assertThat(few.path("total").asInt()).isEqualTo(11);
    assertThat(few.path("hasMore").asBoolean(true)).isFalse();
  }

  @Test
  void argumentsThatAreSettledAreHandedOn() {
    Map<String, Object> params =
        Map.of(
            "ref",
            Map.of("type", "ref/prompt", "name", "greet"),
            "argument",
            Map.of("name", "whom", "value", "x25"),
            "context",
            Map.of("arguments", Map.of("prefix", "x", "ignored", 7)));

    assertThat(
            served.client.request("completion/complete", params).path("result").path("completion"))
        .hasToString("{\"values\":[\"x25\",\"x250\"],\"total\":2,\"hasMore\":false}");
  }

  @ParameterizedTest
  @EnumSource(Era.class)
  void whatCannotBeCompletedIsAnInvalidParameter(Era era) {
    Map<String, Object> prompt = Map.of("type", "ref/prompt", "name", "greet");
    for (Map<String, ?> params :
        List.<Map<String, ?>>of(
            Map.of(),
            Map.of("ref", prompt),
            Map.of("ref", "greet", "argument", Map.of("name", "whom", "value", "")),
            Map.of("ref", prompt, "argument", Map.of("name", "whom")),
            completing(Map.of("type", "ref/prompt"), "whom", ""),
            completing(Map.of("type", "ref/prompt", "name", "nobody"), "whom", ""),
            completing(Map.of("type", "ref/tool", "name", "echo"), "text", ""),
            completing(Map.of("type", "ref/resource", "uri", "toy://a"), "path", ""),
            completing(prompt, "who", ""))) {
      JsonNode error = ask(era, "completion/complete", params).path("error");

      assertThat(error.path("code").asInt()).as("%s", params).isEqualTo(-32602);
      assertThat(error.path("message").asString()).isNotBlank();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools", "resources", "prompts", "completions"})
  void whatIsServedIsDeclaredInBothEras(String capability) {
    JsonNode discovered = served.modern("server/discover", Map.of()).path("result");
    try (Served other = new Served()) {
      assertThat(other.client.initialize().path("capabilities").has(capability)).isTrue();
    }
    assertThat(discovered.path("capabilities").has(capability)).isTrue();
    assertThat(discovered.path("capabilities").size()).isEqualTo(4);
  }
}
