package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.json.Json;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.model.Call;
import dev.pactmemory.project.Workspace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The tools over the real memory, without a model.
class RealMemoryTest {
  @TempDir private Path home;
  private LocalMemories memories;
  private ToolBox toolBox;

  @BeforeEach
  void open() {
    memories =
        LocalMemories.open(
            home.resolve("data"),
            new LazyEmbedder(() -> {
              throw new IllegalStateException("no model here");
            }),
            InstantSource.system(),
            new Random(7),
            "1.0.0");
    toolBox =
        new ToolBox(
            memories,
            () -> new Workspace(Bench.SHOP, Bench.SESSION, List.of(Path.of("/work/shop"))),
            InstantSource.system());
  }

  @AfterEach
  void close() {
    memories.close();
  }

  private Answer call(String tool, Map<String, Object> arguments) {
    return toolBox.tools().stream()
        .filter(candidate -> candidate.name().equals(tool))
        .findFirst()
        .orElseThrow()
        .call(arguments, Call.within(Duration.ofMinutes(1)));
  }

  private Map<String, Object> answer(String tool, Map<String, Object> arguments) {
    Answer answer = call(tool, arguments);
    assertThat(answer.error()).isEmpty();
    return answer.structured();
  }

  private String saved(Map<String, Object> arguments) {
    return text(answer("memory_save", arguments), "id");
  }

  private static String text(Map<?, ?> map, String key) {
    return String.valueOf(map.get(key));
  }

  private static List<?> list(Map<?, ?> map, String key) {
    return (List<?>) Objects.requireNonNull(map.get(key));
  }

  @SuppressWarnings("unchecked") // Keys of JSON objects are strings.
  private Map<String, Object> whole(String id) {
    return (Map<String, Object>)
        list(answer("memory_get", Map.of("ids", id)), "memories").getFirst();
  }

  @Test
  void aMemoryReadBackAndSentWholeChangesNothing() {
    String id =
        saved(
            Map.of(
                "context", "Refactored AuthService",
                "active_tasks", List.of(Map.of("task", "Add tests", "status", "completed")),
                "decisions", List.of(Map.of("decision", "Use Redis", "alternatives", "Postgres")),
                "entities", List.of(Map.of("name", "src/a.py", "type", "file"), "AuthService"),
                "files", List.of("./src/b.py", "/etc/hosts")));
    Map<String, Object> before = whole(id);

    Map<String, Object> receipt = answer("memory_update", before);

    assertThat(receipt).containsEntry("revision", 1).containsEntry("changed", false);
    assertThat(whole(id)).isEqualTo(before);
  }

  @Test
  void pagesCutByABudgetGoOnWhereTheyEnded() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      ids.add(saved(Map.of("context", "Rate limiter note " + i + " " + "long text ".repeat(60))));
    }

    List<String> seen = new ArrayList<>();
    int pages = 0;
    @Nullable Object cursor = null;
    do {
      Map<String, Object> arguments = new LinkedHashMap<>();
      arguments.put("query", "rate limiter");
      arguments.put("since", "7d");
      arguments.put("limit", 6);
      arguments.put("max_tokens", 300);
      if (cursor != null) {
        arguments.put("cursor", cursor);
      }
      Map<String, Object> page = answer("memory_search", arguments);
      list(page, "hits").forEach(hit -> seen.add(text((Map<?, ?>) hit, "id")));
      assertThat(page).containsEntry("total", 12);
      assertThat(Views.bytes(page)).isLessThanOrEqualTo(1200);
      cursor = page.get("cursor");
      pages++;
    } while (cursor != null);

    assertThat(pages).isGreaterThan(2);
    assertThat(seen).hasSize(12).doesNotHaveDuplicates();
    assertThat(ids).allMatch(id -> seen.stream().anyMatch(id::startsWith));
  }

  @Test
  void aDefaultSearchIsSmall() {
    for (int i = 0; i < 6; i++) {
      saved(
          Map.of(
              "context",
              "Token refresh " + i + " " + "and what it means ".repeat(100),
              "lessons_learned",
              List.of("Token refresh needs a mutex " + i + "x".repeat(2_000))));
    }

    Map<String, Object> answer = answer("memory_search", Map.of("query", "token refresh"));

    assertThat(list(answer, "hits")).hasSize(5);
    assertThat(Json.write(answer).getBytes(StandardCharsets.UTF_8).length).isLessThan(6_000);
  }

  @Test
  void refusalsOfTheMemoryAreShortAndNameTheRemedy() {
    saved(Map.of("context", "c"));

    List<String> errors =
        List.of(
            call("memory_get", Map.of("ids", "ffffff")).error(),
            call("memory_get", Map.of("ids", "ab")).error(),
            call("memory_delete", Map.of("id", "zz%zzzz")).error(),
            call("memory_list", Map.of("cursor", "nonsense")).error(),
            call("memory_search", Map.of("query", "c", "project", "shpo")).error());

    assertThat(errors)
        .allSatisfy(
            error -> assertThat(error.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(500));
    assertThat(errors.get(0)).startsWith("not_found ids: no memory has the id");
    assertThat(errors.get(1)).startsWith("prefix_too_short ids:");
    assertThat(errors.get(2)).startsWith("not_found id:");
    assertThat(errors.get(3)).startsWith("bad_cursor: cursor does not belong");
    assertThat(errors.get(4)).startsWith("unknown_project project: no project is named shpo");
  }

  @Test
  void recentMemoriesAreReadAsAResource() {
    saved(Map.of("context", "Added JWT auth"));

    String text =
        toolBox
            .resources()
            .read("memory://recent", Call.within(Duration.ofMinutes(1)))
            .orElseThrow()
            .text();

    assertThat(text).contains("\"snippet\":\"Added JWT auth\"");
  }
}
