package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an answer may weigh and how long an end may take.
class BudgetIT {
  @TempDir Path directory;

  @Test
  void theListOfToolsIsSmallOnTheWire() {
    try (RawPipe pipe = launch().rawInitialized()) {
      JsonNode tools = pipe.client().request("tools/list", Map.of());

      String line = pipe.client().lines().getLast();
      assertThat(Json.parse(line)).isEqualTo(tools);
      assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(9000);
      assertThat(Json.texts(tools.path("result").path("tools"), "name"))
          .contains(
              "memory_save",
              "memory_search",
              "memory_search_by_file",
              "memory_update",
              "memory_get",
              "memory_list",
              "memory_delete",
              "memory_tracked_files",
              "memory_status");
      for (JsonNode tool : tools.path("result").path("tools")) {
        assertThat(tool.path("annotations").has("readOnlyHint")).as(tool.toString()).isTrue();
        assertThat(tool.path("inputSchema").path("type").asString()).isEqualTo("object");
        assertThat(tool.path("outputSchema").path("type").asString()).isEqualTo("object");
      }
    }
  }

  @Test
  void theInstructionsFitWhatClientsShow() {
    try (RawPipe pipe = launch().raw()) {
      JsonNode greeting = pipe.client().initialize();

      assertThat(greeting.path("instructions").asString().getBytes(StandardCharsets.UTF_8))
          .hasSizeBetween(200, 2048);
    }
  }

  @Test
  void theProcessEndsWithItsInput() {
    RawPipe pipe = launch().rawInitialized();
    pipe.save("p", "context", "something to flush");

    pipe.client().endInput();

    assertThat(pipe.exit(Duration.ofSeconds(2))).isZero();
  }

  @Test
  void aProcessThatWasNeverGreetedEndsWithItsInput() {
    RawPipe pipe = launch().raw();

    pipe.client().endInput();

    assertThat(pipe.exit(Duration.ofSeconds(5))).isZero();
    assertThat(pipe.client().lines()).isEmpty();
  }

  private Launch launch() {
    return Launch.on(directory.resolve("home"), directory).wordsOnly();
  }
}
