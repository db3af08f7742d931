package dev.pactmemory.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON for tests: nodes to ask, maps to send.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  static Map<String, Object> map(JsonNode node) {
    return MAPPER.convertValue(node, new TypeReference<Map<String, Object>>() {});
  }

  /// An object with these keys and values in turn; unlike `Map.of` it keeps their order and takes
  /// nulls.
  static Map<String, Object> object(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    @SuppressWarnings({"NullAway", "unchecked"}) // nulls are what some callers test
    Map<String, Object> sent = (Map<String, Object>) (Map<String, ?>) object;
    return sent;
  }

  /// The texts of an array, or of one member of each of its objects.
  static List<String> texts(JsonNode array, String... member) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(item -> member.length == 0 ? item : item.path(member[0]))
        .map(item -> item.asString())
        .toList();
  }
}
