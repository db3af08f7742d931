package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a model pays for in every session: the list of tools and the instructions.
class ToolListTest {
  private static final Set<String> PORTABLE_KEYWORDS =
      Set.of(
          "type",
          "properties",
          "required",
          "items",
          "enum",
          "description",
          "default",
          "minimum",
          "maximum",
          "additionalProperties");

  private final List<Tool> tools = new Bench().toolBox.tools();

  private static Map<String, Object> listed(Tool tool) {
    Map<String, Object> hints = new LinkedHashMap<>();
    hints.put("readOnlyHint", tool.hints().readOnly());
    if (!tool.hints().readOnly()) {
      hints.put("destructiveHint", tool.hints().destructive());
      hints.put("idempotentHint", tool.hints().idempotent());
    }
    hints.put("openWorldHint", false);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", tool.name());
    entry.put("title", tool.title());
    entry.put("description", tool.description());
    entry.put("inputSchema", tool.inputSchema());
    entry.put("outputSchema", tool.outputSchema());
    entry.put("annotations", hints);
    return entry;
  }

  @Test
  void theToolsComeInTheirOrder() {
    assertThat(tools)
        .extracting(Tool::name)
        .containsExactly(
            "memory_save",
            "memory_search",
            "memory_search_by_file",
            "memory_update",
            "memory_get",
            "memory_list",
            "memory_decisions",
            "memory_entities",
            "memory_delete",
            "memory_tracked_files",
            "memory_status");
  }

  @Test
  void theListIsSmall() {
    String list = Json.write(Map.of("tools", tools.stream().map(ToolListTest::listed).toList()));

    assertThat(list.getBytes(StandardCharsets.UTF_8).length).isLessThan(9_000);
  }

  @Test
  void descriptionsSurviveClientsThatCut() {
    assertThat(tools).allSatisfy(tool -> assertThat(tool.description()).hasSizeBetween(30, 600));
    assertThat(Instructions.TEXT.getBytes(StandardCharsets.UTF_8).length).isLessThan(2_048);
  }

  @Test
  void schemasAreClosedObjectsOfPortableKeywords() {
    for (Tool tool : tools) {
      assertThat(tool.inputSchema())
          .containsEntry("type", "object")
          .containsEntry("additionalProperties", false);
      assertThat(tool.outputSchema()).containsEntry("type", "object").containsKey("required");
      List<String> found = new ArrayList<>();
      keywords(tool.inputSchema(), found);
      keywords(tool.outputSchema(), found);
      assertThat(found).as(tool.name()).isSubsetOf(PORTABLE_KEYWORDS).doesNotContainNull();
    }
  }

  /// The keywords of a schema and of those in it; every array must say what its items are.
  private static void keywords(Map<?, ?> schema, List<String> found) {
    schema.forEach((keyword, value) -> {
      found.add((String) keyword);
      if ("properties".equals(keyword)) {
        ((Map<?, ?>) value).values().forEach(property -> keywords((Map<?, ?>) property, found));
      } else if ("items".equals(keyword)) {
        keywords((Map<?, ?>) value, found);
      }
    });
    assertThat("array".equals(schema.get("type"))).isEqualTo(schema.containsKey("items"));
  }

  @Test
  void everyArgumentOfASchemaIsTakenAndEveryOtherRefused() {
    for (Tool tool : tools) {
      Map<?, ?> properties =
          (Map<?, ?>) Objects.requireNonNull(tool.inputSchema().get("properties"));
      String refusal = new Bench().error(tool.name(), "{\"zzzzzz\": 1}");

      String allowed =
          properties.isEmpty()
              ? "no arguments are taken"
              : "Allowed here: " + String.join(", ", properties.keySet().toArray(String[]::new));
      assertThat(refusal).isEqualTo("unknown_field zzzzzz: " + allowed);
    }
  }

  @Test
  void onlyWhatReadsSaysSo() {
    assertThat(tools.stream().filter(tool -> tool.hints().readOnly()).map(Tool::name))
        .containsExactly(
            "memory_search",
            "memory_search_by_file",
            "memory_get",
            "memory_list",
            "memory_decisions",
            "memory_entities",
            "memory_status");
  }
}
