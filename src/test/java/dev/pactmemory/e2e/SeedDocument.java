package dev.pactmemory.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The calls of the usage-pattern document, in its order: as kept in the product, and as read from
/// the document itself.
final class SeedDocument {
  /// Python's literals, as the document writes them, are JSON but for comments and last commas.
  private static final JsonMapper PYTHON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_YAML_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private SeedDocument() {}

  /// One call as kept.
  record Step(String section, String verdict, String tool, JsonNode arguments) {}

  static List<Step> steps() {
    try (InputStream in =
        Objects.requireNonNull(
            SeedDocument.class.getResourceAsStream("/dev/pactmemory/demo/seed.json"))) {
      JsonNode calls = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return StreamSupport.stream(calls.spliterator(), false)
          .map(call ->
              new Step(
                  call.path("section").asString(),
                  call.path("verdict").asString(""),
                  call.path("tool").asString(),
                  call.path("arguments")))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The arguments of every save in the text of the document.
  static List<JsonNode> savesIn(String document) {
    return literalsAfter("memory.save(", document);
  }

  /// The question of every search in the text of the document.
  static List<String> searchesIn(String document) {
    return Pattern.compile("memory\\.search\\(\"([^\"]*)\"\\)")
        .matcher(document)
        .results()
        .map(result -> result.group(1))
        .toList();
  }

  /// The literal after each occurrence of `opening`.
  static List<JsonNode> literalsAfter(String opening, String document) {
    List<JsonNode> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(Pattern.quote(opening)).matcher(document);
    while (matcher.find()) {
      // Reads one value and leaves what follows it.
      found.add(PYTHON.readTree(PYTHON.createParser(document.substring(matcher.end()))));
    }
    return found;
  }
}
