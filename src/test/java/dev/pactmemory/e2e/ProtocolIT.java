package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the real tools say on the wire.
class ProtocolIT {
  private static final JsonSchemaValidator VALIDATOR = McpJsonDefaults.getSchemaValidator();

  @TempDir Path directory;

  private final Map<String, Map<String, Object>> schemas = new HashMap<>();
  private final Set<String> called = new HashSet<>();

  @Test
  void everyAnswerConformsToTheSchemaThatIsListed() {
    Path project = Directories.repository(directory.resolve("shop"), "a");
    try (RawPipe pipe =
        Launch.on(directory.resolve("home"), project).wordsOnly().rawInitialized()) {
      pipe.client()
          .request("tools/list", Map.of())
          .path("result")
          .path("tools")
          .forEach(tool ->
              schemas.put(tool.path("name").asString(), Json.map(tool.path("outputSchema"))));
      String id =
          pipe.idOf(
              conforming(
                  pipe,
                  "memory_save",
                  "context",
                  "Chose Redis for the token cache",
                  "decisions",
                  List.of(Map.of("decision", "Redis", "rationale", "shared")),
                  "active_tasks",
                  List.of(Map.of("task", "measure it", "status", "blocked")),
                  "entities",
                  List.of(Map.of("name", "Redis", "type", "service", "notes", "the cache")),
                  "files",
                  List.of("a")));
      conforming(pipe, "memory_search", "query", "token cache");
      conforming(pipe, "memory_search", "query", "token cache", "detail", "full");
      conforming(pipe, "memory_search", "query", "nothing of the kind", "entity", "None");
      conforming(pipe, "memory_search_by_file", "path", "a");
      conforming(pipe, "memory_update", "id", id, "goal", "quick logins");
      conforming(pipe, "memory_get", "ids", List.of(id));
      conforming(pipe, "memory_get", "ids", List.of(id), "revision", 1);
      conforming(pipe, "memory_list", "has", List.of("open_tasks"));
      conforming(pipe, "memory_tracked_files", "add", List.of("a"));
      for (String each : List.copyOf(schemas.keySet())) {
        // Those left over can be asked without arguments.
        if (!called.contains(each) && !each.equals("memory_delete")) {
          conforming(pipe, each);
        }
      }
      conforming(pipe, "memory_delete", "id", id);
      conforming(pipe, "memory_list");

      assertThat(called).isEqualTo(schemas.keySet());
    }
  }

  private JsonNode conforming(RawPipe pipe, String tool, Object... keysAndValues) {
    JsonNode answer = pipe.done(tool, keysAndValues);
    JsonSchemaValidator.ValidationResponse checked =
        VALIDATOR.validate(
            Objects.requireNonNull(schemas.get(tool), tool + " is not listed"), Json.map(answer));
    assertThat(checked.valid()).as("%s: %s", tool, checked.errorMessage()).isTrue();
    called.add(tool);
    return answer;
  }
}
