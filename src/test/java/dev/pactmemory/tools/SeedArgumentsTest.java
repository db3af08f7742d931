package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Draft;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The calls of the usage patterns, word for word.
class SeedArgumentsTest {
  static Stream<Map<?, ?>> calls() throws IOException {
    try (InputStream json =
        Objects.requireNonNull(
            SeedArgumentsTest.class.getResourceAsStream("/dev/pactmemory/demo/seed.json"))) {
      List<?> calls = (List<?>) Json.parse(new String(json.readAllBytes(), StandardCharsets.UTF_8));
      return Objects.requireNonNull(calls).stream().map(call -> (Map<?, ?>) call);
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallIsTakenAndNothingOfItIsLost(Map<?, ?> call) {
    Bench bench = new Bench();
    Map<?, ?> arguments = (Map<?, ?>) Objects.requireNonNull(call.get("arguments"));

    Answer answer = bench.call(String.valueOf(call.get("tool")), Json.write(arguments));

    assertThat(answer.error()).isEmpty();
    if (bench.asked.getFirst() instanceof Draft draft) {
      Map<String, Object> kept = MemoryJson.toMap(draft.content());
      kept.forEach((field, value) -> assertThat(value).isEqualTo(arguments.get(field)));
      assertThat(
              arguments.keySet().stream()
                  .filter(key -> !kept.containsKey(key) && !"include_tracked".equals(key)))
          .isEmpty();
    }
  }
}
