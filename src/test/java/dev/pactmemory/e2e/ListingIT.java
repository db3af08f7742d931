package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// Deleting, listing, and how the memory says it is doing.
class ListingIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void aDeletedMemoryIsGoneFromEveryView_P59() {
    String id = SERVER.save(project, "context", "ibex", "files", List.of("ibex.py"));
    String stays = SERVER.save(project, "context", "goat");

    SERVER.done("memory_delete", "id", id);

    assertThat(SERVER.has(id)).isFalse();
    assertThat(SERVER.search(project, "ibex")).isEmpty();
    assertThat(ids(SERVER.done("memory_list", "project", project))).containsExactly(stays);
    assertThat(ids(byFile("ibex.py"))).isEmpty();
    assertThat(SERVER.refused("memory_delete", "id", id)).contains("not_found");
    assertThat(SERVER.refused("memory_update", "id", id, "context", "x")).contains("not_found");
  }

  @Test
  void deletingLeavesTheOtherMemoriesOfTheFile_P60() {
    String id = SERVER.save(project, "context", "one", "files", List.of("x/a.py", "y/b.py"));
    String other = SERVER.save(project, "context", "two", "files", List.of("x/a.py"));

    SERVER.done("memory_delete", "id", id);

    assertThat(ids(byFile("x/a.py"))).containsExactly(other);
    assertThat(ids(byFile("y/b.py"))).isEmpty();
  }

  @Test
  void aListIsNewestFirstAndPagesHoldEachMemoryOnce_P62() {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(SERVER.save(project, "context", "memory " + i));
    }
    Collections.reverse(expected);

    List<String> walked = new ArrayList<>();
    String cursor = "";
    int pages = 0;
    do {
      Map<String, Object> arguments =
          new LinkedHashMap<>(Json.object("project", project, "limit", 3));
      if (!cursor.isEmpty()) {
        arguments.put("cursor", cursor);
      }
      JsonNode page = SERVER.call("memory_list", arguments).done();
      assertThat(page.path("total").asInt()).isEqualTo(7);
      assertThat(page.path("hits").size()).isLessThanOrEqualTo(3);
      walked.addAll(ids(page));
      cursor = page.path("cursor").asString("");
      pages++;
    } while (!cursor.isEmpty());

    assertThat(walked).isEqualTo(expected);
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void projectAndSessionAndContentFilterTogether_P62() {
    String task = SERVER.save(project, "context", "a", "active_tasks", List.of("open"));
    SERVER.save(
        project,
        "context",
        "b",
        "active_tasks",
        List.of(Json.object("task", "t", "status", "completed")));
    String decision = SERVER.save(project, "decisions", List.of("d"));
    String session = SERVER.get(task).path("session").asString();

    assertThat(
            ids(
                SERVER.done(
                    "memory_list",
                    "project",
                    project,
                    "session",
                    session,
                    "has",
                    List.of("open_tasks"))))
        .containsExactly(task);
    assertThat(ids(SERVER.done("memory_list", "project", project, "has", List.of("decisions"))))
        .containsExactly(decision);
    assertThat(ids(SERVER.done("memory_list", "project", project, "since", "1h"))).hasSize(3);
    assertThat(ids(SERVER.done("memory_list", "project", project, "until", "2001-01-01")))
        .isEmpty();
  }

  @Test
  void aLimitThatIsNoPositiveNumberIsRefused_P63() {
    for (Object limit : List.of(0, -1, 1_000_000, "many", 1.5)) {
      assertThat(SERVER.refused("memory_list", "limit", limit)).contains("limit");
      assertThat(SERVER.refused("memory_search", "query", "x", "limit", limit)).contains("limit");
    }
  }

  @Test
  void nothingStoredIsAGoodAnswerThatSaysSo_P64() {
    JsonNode listed = SERVER.done("memory_list");
    JsonNode found = SERVER.done("memory_search", "query", "anything");

    assertThat(listed.path("hits")).isEmpty();
    assertThat(listed.path("total").asInt()).isZero();
    assertThat(found.path("hits")).isEmpty();
    assertThat(found.path("total").asInt()).isZero();
    assertThat(found.toString()).containsIgnoringCase("nothing");
    assertThat(found.toString()).contains("shop");
  }

  @Test
  void theStatusTellsCountsPlacesAndWhatIsDegraded_P65() {
    SERVER.save(project, "context", "counted");

    JsonNode status = SERVER.done("memory_status");

    assertThat(status.path("degraded").toString()).contains("model");
    assertThat(status.path("project").asString()).isEqualTo("shop");
    assertThat(status.path("memories").asInt()).isEqualTo(SERVER.count());
    Await.until(
        "all are indexed",
        () -> SERVER.done("memory_status").path("indexed").asInt() == SERVER.count());
    assertThat(status.path("home").asString()).isEqualTo(SERVER.home().toString());
  }

  @Test
  void anUnknownSessionHasNoMemories_P66() {
    SERVER.save(project, "context", "x");

    JsonNode listed = SERVER.done("memory_list", "project", project, "session", "no-such-session");

    assertThat(listed.path("hits")).isEmpty();
    assertThat(listed.path("total").asInt()).isZero();
  }

  private JsonNode byFile(String path) {
    return SERVER.done("memory_search_by_file", "path", path, "project", project);
  }

  private static List<String> ids(JsonNode found) {
    return Json.texts(found.path("hits"), "id").stream()
        .map(id -> SERVER.get(id).path("id").asString())
        .toList();
  }
}
