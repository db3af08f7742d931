package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// The usage-pattern document, run from top to bottom by a real client on one home: each call with
/// the arguments that stand there, each pattern held to its promise.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeedDocumentIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(launch -> launch);

  private final List<SeedDocument.Step> steps = SeedDocument.steps();

  /// Full ids of the memories saved, by the section that saved them.
  private final Map<String, String> saved = new LinkedHashMap<>();

  private int next;

  @Test
  @Order(1)
  void pattern1KeepsEachPhaseAsItWasSaved() {
    for (String phase : List.of("Prepare", "Architect", "Code", "Test")) {
      SeedDocument.Step step =
          step("Pattern 1: Phase Completion Memory: After " + phase + " Phase");

      String id = save(step, Map.of());

      assertSaysWhatWasSaved(id, step);
    }
  }

  @Test
  @Order(2)
  void pattern2KeepsTheBlockerWithItsOpenTasks() {
    SeedDocument.Step step = step("Pattern 2: Blocker Documentation");

    String id = save(step, Map.of());

    assertSaysWhatWasSaved(id, step);
    assertThat(Json.texts(SERVER.done("memory_list", "has", "open_tasks").path("hits"), "id"))
        .anyMatch(id::startsWith);
    assertThat(hits(SERVER.done("memory_search", "query", "Blocked on installation")).getFirst())
        .isEqualTo(id);
  }

  @Test
  @Order(3)
  void pattern3FindsPastContextGoalsLessonsAndDecisions() {
    SeedDocument.Step step = step("Pattern 3: Search Before Starting");
    Map<String, Object> whole = Json.map(step.arguments());
    whole.put("detail", "full");

    JsonNode brief = SERVER.call(step.tool(), Json.map(step.arguments())).done();
    JsonNode full = SERVER.call(step.tool(), whole).done();

    Set<String> authentication = ids("Prepare", "Architect", "Code", "Test");
    assertThat(hits(brief)).containsAll(authentication);
    assertThat(hits(brief).subList(0, 4)).containsExactlyInAnyOrderElementsOf(authentication);
    JsonNode first = full.path("hits").path(0);
    JsonNode stored = SERVER.get(first.path("id").asString());
    for (String field : List.of("context", "goal", "lessons_learned", "decisions")) {
      assertThat(first.path(field)).as(field).isEqualTo(stored.path(field));
    }
  }

  @Test
  @Order(4)
  void pattern4AnswersForAFileThatNothingIsKnownOfYet() {
    SeedDocument.Step step = step("Pattern 4: File-Based Context");

    JsonNode found = SERVER.call(step.tool(), Json.map(step.arguments())).done();

    assertThat(hits(found)).isEmpty();
  }

  @Test
  @Order(5)
  void pattern5FindsTheDecisionsWithRationaleAndAlternatives() {
    SeedDocument.Step step = step("Pattern 5: Decision Tracking");
    Map<String, Object> whole = Json.map(step.arguments());
    whole.put("detail", "full");

    JsonNode found = SERVER.call(step.tool(), whole).done();

    String architect = ids("Architect").iterator().next();
    assertThat(hits(found).subList(0, 2)).contains(architect);
    JsonNode decisions = SERVER.get(architect).path("decisions");
    assertThat(Json.texts(decisions, "decision")).contains("Use Redis for token blacklist");
    assertThat(decisions.path(0).path("rationale").asString())
        .isEqualTo("Fast TTL, distributed, already in stack");
    assertThat(Json.texts(decisions.path(0).path("alternatives")))
        .containsExactly("PostgreSQL with TTL", "In-memory cache");
    assertThat(found.path("hits")).allMatch(hit -> !hit.path("created_at").asString().isEmpty());

    JsonNode log = SERVER.done("memory_decisions").path("decisions");
    assertThat(Json.texts(log, "decision")).contains("Use Redis for token blacklist");
    assertThat(log)
        .filteredOn(
            entry -> entry.path("decision").asString().equals("Use Redis for token blacklist"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(architect).startsWith(entry.path("id").asString());
          assertThat(entry.path("date").asString()).isNotEmpty();
          assertThat(entry.path("rationale")).isEqualTo(decisions.path(0).path("rationale"));
          assertThat(entry.path("alternatives")).isEqualTo(decisions.path(0).path("alternatives"));
          assertThat(entry.path("in_force").asBoolean()).isTrue();
        });
  }

  @Test
  @Order(6)
  void pattern6FindsTheComponentByName() {
    SeedDocument.Step step = step("Pattern 6: Entity Reference");

    JsonNode found = SERVER.call(step.tool(), Json.map(step.arguments())).done();

    assertThat(hits(found).getFirst()).isEqualTo(ids("Prepare").iterator().next());
  }

  @Test
  @Order(7)
  void pattern7LinksTheFilesOfTheSessionAndOnlyThose() {
    SeedDocument.Step ask = step("Pattern 7: Session Wrap-Up");
    Directories.write(SERVER.repository().resolve("src/auth/token_manager.py"), "changed\n");
    Directories.write(SERVER.repository().resolve("src/middleware/limits.py"), "new\n");
    JsonNode tracked = SERVER.call(ask.tool(), Json.map(ask.arguments())).done().path("files");
    assertThat(tracked.toString())
        .contains("src/auth/token_manager.py", "src/middleware/limits.py");
    SeedDocument.Step step = step("Pattern 7: Session Wrap-Up");
    Directories.write(SERVER.repository().resolve("src/later.py"), "not in the list\n");

    String id = save(step, Map.of("files", tracked));

    assertSaysWhatWasSaved(id, step);
    assertThat(Json.texts(SERVER.get(id).path("files")))
        .containsExactlyInAnyOrder("src/auth/token_manager.py", "src/middleware/limits.py");
    assertThat(hits(SERVER.done("memory_search_by_file", "path", "src/auth/token_manager.py")))
        .containsExactly(id);
    assertThat(hits(SERVER.done("memory_search_by_file", "path", "src/middleware/rate_limit.py")))
        .as("an entity of type file links too")
        .contains(id);
  }

  @Test
  @Order(8)
  void pattern8AddsWhatWasLearntAndNothingTwice() {
    SeedDocument.Step get = step("Pattern 8: Incremental Learning");
    assertThat(SERVER.call(get.tool(), Json.map(get.arguments())).text()).contains("abc123");
    SeedDocument.Step update = step("Pattern 8: Incremental Learning");
    assertThat(SERVER.call(update.tool(), Json.map(update.arguments())).refused())
        .contains("abc123");
    String id = ids("Code").iterator().next();
    JsonNode old = SERVER.get(id);
    List<Object> lessons = items(old.path("lessons_learned"));
    lessons.addAll(items(update.arguments().path("lessons_learned")));
    List<Object> entities = items(old.path("entities"));
    entities.addAll(items(update.arguments().path("entities")));
    Map<String, Object> arguments =
        Json.object("id", id.substring(0, 6), "lessons_learned", lessons, "entities", entities);

    JsonNode first = SERVER.call("memory_update", arguments).done();
    JsonNode again = SERVER.call("memory_update", arguments).done();

    JsonNode now = SERVER.get(id);
    assertThat(Json.texts(now.path("lessons_learned")))
        .isEqualTo(lessons.stream().map(String::valueOf).toList());
    assertThat(Json.texts(now.path("entities"), "name"))
        .containsExactly("JWTHandler", "RateLimiter", "RedisSentinel");
    assertThat(first.path("revision").asInt()).isEqualTo(2);
    assertThat(again.path("revision").asInt()).isEqualTo(2);
    assertThat(now.path("revision").asInt()).isEqualTo(2);
    assertThat(now.path("decisions")).isEqualTo(old.path("decisions"));
    assertThat(now.path("created_at")).isEqualTo(old.path("created_at"));
    assertThat(hits(SERVER.done("memory_search", "query", "RedisSentinel")).getFirst())
        .isEqualTo(id);
  }

  @Test
  @Order(9)
  void theAntiPatternsAreAcceptedAsTheyAre() {
    while (next < steps.size()) {
      SeedDocument.Step step = steps.get(next++);

      String id = save(step, Map.of());

      assertSaysWhatWasSaved(id, step);
    }
    assertThat(SERVER.count()).isEqualTo(13);
  }

  @Test
  @Order(10)
  void pattern6ReturnsEveryMemoryThatMentionsTheComponent() {
    Set<String> named = ids("Prepare", "Session Wrap-Up", "No Entity Links good");

    JsonNode found = SERVER.done("memory_search", "query", "AuthService");

    assertThat(hits(found)).containsAll(named);
    assertThat(hits(found).subList(0, 3)).containsExactlyInAnyOrderElementsOf(named);
    Set<String> notes = new LinkedHashSet<>();
    for (String id : hits(found)) {
      for (JsonNode entity : SERVER.get(id).path("entities")) {
        if (entity.path("name").asString().equals("AuthService")) {
          notes.add(entity.path("notes").asString());
        }
      }
    }
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "New service to be created for identity management",
            "Main entry point, exposes /login, /logout, /refresh, /validate endpoints",
            "Now delegates token ops to TokenManager");

    JsonNode known = SERVER.done("memory_entities", "name", "AuthService").path("entities").path(0);
    assertThat(known.path("name").asString()).isEqualTo("AuthService");
    assertThat(known.path("memories").asInt()).isEqualTo(named.size());
    assertThat(Json.texts(known.path("notes"), "note")).containsExactlyInAnyOrderElementsOf(notes);
    assertThat(Json.texts(known.path("notes"), "id"))
        .allMatch(id -> named.stream().anyMatch(full -> full.startsWith(id)))
        .hasSize(named.size());
  }

  @Test
  @Order(11)
  void pattern4FindsWhatIsKnownOfTheFile() {
    JsonNode found = SERVER.done("memory_search_by_file", "path", "src/auth/token_manager.py");

    assertThat(hits(found)).containsAll(ids("Session Wrap-Up", "No Entity Links good"));
    for (String id : ids("Session Wrap-Up", "No Entity Links good")) {
      assertThat(SERVER.get(id).path("context").asString()).isNotEmpty();
      assertThat(Json.texts(SERVER.get(id).path("files"))).contains("src/auth/token_manager.py");
    }
  }

  @Test
  @Order(12)
  void aDefaultSearchAnswerOnTheDocumentStaysUnderSixThousandBytes() {
    for (String query :
        List.of(
            "authentication security tokens",
            "caching strategy decisions",
            "AuthService",
            "Redis",
            "testing")) {
      Reply reply = SERVER.call("memory_search", Json.object("query", query));

      assertThat(reply.done().toString().length()).as(query).isLessThan(6000);
      assertThat(reply.text().length()).as(query).isLessThan(6000);
    }
  }

  private SeedDocument.Step step(String section) {
    SeedDocument.Step step = steps.get(next++);
    assertThat(step.section()).isEqualTo(section);
    return step;
  }

  private String save(SeedDocument.Step step, Map<String, Object> more) {
    Map<String, Object> arguments = Json.map(step.arguments());
    arguments.putAll(more);
    JsonNode receipt = SERVER.call("memory_save", arguments).done();
    assertThat(receipt.path("revision").asInt()).isEqualTo(1);
    String id = SERVER.idOf(receipt);
    assertThat(id).matches("[0-9a-f]{32}");
    saved.put(step.section() + " " + step.verdict(), id);
    return id;
  }

  /// Reads the memory back and finds in it all that was said, in order, and nothing else.
  private static void assertSaysWhatWasSaved(String id, SeedDocument.Step step) {
    JsonNode memory = SERVER.get(id);
    Map<String, Object> expected = Json.map(step.arguments());
    expected.remove("include_tracked");
    for (Map.Entry<String, Object> field : expected.entrySet()) {
      JsonNode said = Json.tree(field.getValue());
      JsonNode kept = memory.path(field.getKey());
      if (field.getKey().equals("active_tasks") || field.getKey().equals("entities")) {
        assertThat(kept).hasSize(said.size());
        for (int i = 0; i < said.size(); i++) {
          assertThat(Json.map(kept.path(i))).containsAllEntriesOf(Json.map(said.path(i)));
        }
      } else {
        assertThat(kept).as(field.getKey()).isEqualTo(said);
      }
    }
    Stream.of(
            "context",
            "goal",
            "active_tasks",
            "lessons_learned",
            "decisions",
            "entities",
            "reasoning_chains",
            "agreements_reached",
            "disagreements_resolved")
        .filter(field -> !expected.containsKey(field))
        .forEach(field -> assertThat(memory.path(field)).as(field).isEmpty());
  }

  /// Full ids of the memories saved by the sections whose names end (or go on) like this.
  private Set<String> ids(String... sections) {
    Set<String> ids = new LinkedHashSet<>();
    for (String section : sections) {
      saved.forEach((name, id) -> {
        if (name.strip().endsWith(section) || name.contains("After " + section + " ")) {
          ids.add(id);
        }
      });
    }
    assertThat(ids).hasSize(sections.length);
    return ids;
  }

  /// Full ids of the hits, in order.
  private static List<String> hits(JsonNode found) {
    return Json.texts(found.path("hits"), "id").stream()
        .map(id -> SERVER.get(id).path("id").asString())
        .toList();
  }

  private static List<Object> items(JsonNode array) {
    List<Object> items = new ArrayList<>();
    array.forEach(item -> items.add(item.isString() ? item.asString() : Json.map(item)));
    return items;
  }
}
