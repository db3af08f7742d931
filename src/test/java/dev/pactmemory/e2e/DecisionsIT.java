package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The decision log and the open work, as an agent reads them.
class DecisionsIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void theLogSaysWhenWhatWhyAndWhatWasRejected() {
    String id =
        SERVER.save(
            project,
            "decisions",
            List.of(
                Json.object(
                    "decision",
                    "Use Redis for token blacklist",
                    "rationale",
                    "Fast TTL",
                    "alternatives",
                    List.of("PostgreSQL with TTL - slower"))));

    JsonNode log = SERVER.done("memory_decisions", "project", project);

    JsonNode entry = log.path("decisions").path(0);
    assertThat(log.path("total").asInt()).isEqualTo(1);
    assertThat(id).startsWith(entry.path("id").asString());
    assertThat(entry.path("date").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\dZ");
    assertThat(entry.path("decision").asString()).isEqualTo("Use Redis for token blacklist");
    assertThat(entry.path("rationale").asString()).isEqualTo("Fast TTL");
    assertThat(Json.texts(entry.path("alternatives")))
        .containsExactly("PostgreSQL with TTL - slower");
    assertThat(entry.path("in_force").asBoolean()).isTrue();
  }

  @Test
  void whatAnUpdateAndAnotherMemoryReplacedIsNoLongerInForce() {
    String first =
        SERVER.save(
            project,
            "decisions",
            List.of(Json.object("decision", "Sessions in cookies", "rationale", "simple")));
    SERVER.done(
        "memory_update",
        "id",
        first,
        "decisions",
        List.of(Json.object("decision", "Sessions in cookies", "rationale", "signed and simple")));
    String second =
        SERVER.save(project, "decisions", List.of("Sessions in Redis"), "supersedes", first);

    List<JsonNode> log = entries(SERVER.done("memory_decisions", "project", project));

    assertThat(log).hasSize(3);
    assertThat(log.get(0).path("in_force").asBoolean()).isTrue();
    assertThat(Json.texts(log.get(0).path("supersedes"))).hasSize(1).allMatch(first::startsWith);
    assertThat(log.get(1).path("rationale").asString()).isEqualTo("signed and simple");
    assertThat(second).startsWith(log.get(1).path("superseded_by").asString());
    assertThat(log.get(1).path("in_force").asBoolean()).isFalse();
    assertThat(first).startsWith(log.get(2).path("superseded_by").asString());
    assertThat(log.get(2).path("ended_revision").asInt()).isEqualTo(2);
  }

  @Test
  void theLogIsAskedByTopicEntityFileAndTime() {
    SERVER.save(
        project,
        "decisions",
        List.of("Cache rendered pages in memory", "Name branches after issues"),
        "entities",
        List.of("Renderer"),
        "files",
        List.of("src/render/cache.py"));
    SERVER.save(project, "decisions", List.of("Deploy on Fridays"));

    assertThat(decisions("about", "caching of pages"))
        .containsExactly("Cache rendered pages in memory");
    assertThat(decisions("entity", "renderer")).hasSize(2);
    assertThat(decisions("file", "cache.py")).hasSize(2);
    assertThat(decisions("since", "1d")).hasSize(3);
    assertThat(decisions("until", "2001-01-01")).isEmpty();
    JsonNode none = SERVER.done("memory_decisions", "project", project, "entity", "Rendrer");
    assertThat(none.path("nothing").path("why").asString()).isEqualTo("filtered_out");
    assertThat(Json.texts(none.path("nothing").path("nearest"))).containsExactly("Renderer");
  }

  private List<String> decisions(String argument, String value) {
    return entries(SERVER.done("memory_decisions", "project", project, argument, value)).stream()
        .map(entry -> entry.path("decision").asString())
        .toList();
  }

  private static List<JsonNode> entries(JsonNode log) {
    List<JsonNode> entries = new ArrayList<>();
    log.path("decisions").forEach(entries::add);
    return entries;
  }

  @Test
  void theLogIsWalkedByCursor() {
    for (int i = 0; i < 5; i++) {
      SERVER.save(project, "decisions", List.of("decision " + i));
    }

    List<String> walked = new ArrayList<>();
    Map<String, Object> arguments = new LinkedHashMap<>(Map.of("project", project, "limit", 2));
    JsonNode page = SERVER.call("memory_decisions", arguments).done();
    while (true) {
      entries(page).forEach(entry -> walked.add(entry.path("decision").asString()));
      if (page.path("cursor").isMissingNode()) {
        break;
      }
      arguments.put("cursor", page.path("cursor").asString());
      page = SERVER.call("memory_decisions", arguments).done();
    }

    assertThat(walked)
        .containsExactly("decision 4", "decision 3", "decision 2", "decision 1", "decision 0");
    arguments.put("entity", "another question");
    assertThat(SERVER.call("memory_decisions", arguments).refused()).contains("cursor");
  }

  @Test
  void openTasksComeAcrossMemoriesBlockedFirst() {
    String first =
        SERVER.save(
            project,
            "active_tasks",
            List.of(
                Json.object("task", "write docs", "priority", "low"),
                Json.object("task", "ship", "status", "completed"),
                Json.object("task", "fix login", "priority", "high")));
    String second =
        SERVER.save(
            project,
            "active_tasks",
            List.of(Json.object("task", "get access", "status", "blocked"), "tidy up"));

    JsonNode open = SERVER.done("memory_list", "project", project, "has", List.of("open_tasks"));

    assertThat(Json.texts(open.path("hits"), "task"))
        .containsExactly("get access", "fix login", "tidy up", "write docs");
    assertThat(open.path("total").asInt()).isEqualTo(4);
    assertThat(second).startsWith(open.path("hits").path(0).path("id").asString());
    assertThat(first).startsWith(open.path("hits").path(1).path("id").asString());
    assertThat(open.path("hits").path(0).path("status").asString()).isEqualTo("blocked");
    assertThat(open.path("hits").path(1).path("priority").asString()).isEqualTo("high");
  }
}
