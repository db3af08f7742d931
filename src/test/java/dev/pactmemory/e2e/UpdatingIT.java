package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an update changes, and what it leaves.
class UpdatingIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void aTextIsReplacedAndTheRestLeftAlone_P41() {
    String id = save("context", "old", "goal", "stays", "lessons_learned", List.of("a"));

    update(id, "context", "new");

    assertThat(SERVER.get(id).path("context").asString()).isEqualTo("new");
    assertThat(SERVER.get(id).path("goal").asString()).isEqualTo("stays");
    assertThat(lessons(id)).containsExactly("a");
  }

  @Test
  void listsMergeAndHoldNothingTwice_P42() {
    String id = save("lessons_learned", List.of("a", "b"));

    update(id, "lessons_learned", List.of("c"));
    update(id, "lessons_learned", List.of("b", "c"));

    assertThat(lessons(id)).containsExactly("a", "b", "c");
  }

  @Test
  void theFullOldListWithNewItemsIsTheUnion_P43() {
    String id = save("lessons_learned", List.of("a", "b"));

    update(id, "lessons_learned", List.of("a", "b", "c", "d"));

    assertThat(lessons(id)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void theSameUpdateTwiceIsOneUpdate_P44() {
    String id = save("lessons_learned", List.of("a"));

    JsonNode first = update(id, "lessons_learned", List.of("b"), "goal", "g");
    JsonNode before = SERVER.get(id);
    JsonNode second = update(id, "lessons_learned", List.of("b"), "goal", "g");

    assertThat(first.path("revision").asInt()).isEqualTo(2);
    assertThat(second.path("revision").asInt()).isEqualTo(2);
    assertThat(SERVER.get(id)).isEqualTo(before);
  }

  @Test
  void anEmptyListChangesNothingUnlessItReplaces_P45() {
    String id = save("context", "c", "lessons_learned", List.of("a"));

    assertThat(update(id, "lessons_learned", List.of()).path("revision").asInt()).isEqualTo(1);
    assertThat(lessons(id)).containsExactly("a");
    update(id, "lessons_learned", List.of("x"), "mode", "replace");
    assertThat(lessons(id)).containsExactly("x");
    update(id, "lessons_learned", List.of(), "mode", "replace");
    assertThat(lessons(id)).isEmpty();
  }

  @Test
  void replacingChecksAndCleansAsSavingDoes_P46() {
    String id = save("context", "c");

    assertRefused(
        id, "entities[0]", "entities", List.of(Map.of("name", "A", "x", 1)), "mode", "replace");
    update(id, "lessons_learned", List.of("a", " a ", "b"), "mode", "replace");
    assertThat(lessons(id)).containsExactly("a", "b");
  }

  @Test
  void textsAndListsChangeInOneCall_P47() {
    String id = save("context", "old", "lessons_learned", List.of("a"));

    JsonNode receipt = update(id, "context", "new", "lessons_learned", List.of("b"));

    assertThat(receipt.path("revision").asInt()).isEqualTo(2);
    assertThat(SERVER.get(id).path("context").asString()).isEqualTo("new");
    assertThat(lessons(id)).containsExactly("a", "b");
  }

  @Test
  void anUnknownFieldChangesNothing_P48() {
    String id = save("context", "old");

    assertRefused(id, "bogus", "context", "new", "bogus", 1);
  }

  @Test
  void aMemoryAsReadCanBeSentBackWhole_P49() {
    String id =
        save(
            "context",
            "c",
            "goal",
            "g",
            "active_tasks",
            List.of("t"),
            "decisions",
            List.of(Json.object("decision", "d", "alternatives", List.of("e"))),
            "entities",
            List.of(Json.object("name", "n", "type", "file")),
            "files",
            List.of("src/a.py"));
    JsonNode before = SERVER.get(id);
    Map<String, Object> whole = Json.map(before);

    JsonNode receipt = SERVER.call("memory_update", whole).done();

    assertThat(receipt.path("revision").asInt()).isEqualTo(1);
    assertThat(SERVER.get(id)).isEqualTo(before);
  }

  @Test
  void twoSpellingsOfOneAccentAreOneItem_P50() {
    String id = save("lessons_learned", List.of("caf\u00e9"));

    update(id, "lessons_learned", List.of("cafe\u0301"));

    assertThat(lessons(id)).containsExactly("caf\u00e9");
  }

  @Test
  void theOrderOfKeysAndNullsMakeNoNewItem_P51_P52() {
    String id = save("entities", List.of(Json.object("name", "X", "notes", "n")));

    JsonNode receipt =
        update(id, "entities", List.of(Json.object("type", null, "notes", "n", "name", "X")));

    assertThat(receipt.path("revision").asInt()).isEqualTo(1);
    assertThat(SERVER.get(id).path("entities")).hasSize(1);
  }

  @Test
  void anEntityOrDecisionOfTheSameNameIsBroughtUpToDate_P53() {
    String id =
        save(
            "entities",
            List.of(Json.object("name", "X", "notes", "old"), "Y"),
            "decisions",
            List.of("Use Z"));

    update(
        id,
        "entities",
        List.of(Json.object("name", "x", "notes", "new")),
        "decisions",
        List.of(Json.object("decision", "Use Z", "rationale", "because")));

    JsonNode memory = SERVER.get(id);
    assertThat(Json.texts(memory.path("entities"), "notes").getFirst()).isEqualTo("new");
    assertThat(memory.path("entities")).hasSize(2);
    assertThat(Json.texts(memory.path("decisions"), "rationale")).containsExactly("because");
  }

  @Test
  void aTaskMovesOn_P54() {
    String id = save("active_tasks", List.of(Json.object("task", "T", "priority", "high"), "U"));

    update(id, "active_tasks", List.of(Json.object("task", "T", "status", "completed")));

    JsonNode tasks = SERVER.get(id).path("active_tasks");
    assertThat(Json.texts(tasks, "task")).containsExactly("T", "U");
    assertThat(Json.texts(tasks, "status")).containsExactly("completed", "pending");
    JsonNode again = update(id, "active_tasks", List.of(Json.object("task", "T")));
    assertThat(again.path("changed").asBoolean(true)).isFalse();
  }

  @Test
  void updatesAtTheSameTimeAllCount_P55(@TempDir Path directory) {
    try (RawPipe pipe =
        Launch.on(directory.resolve("home"), directory).wordsOnly().rawInitialized()) {
      String id = pipe.save("p", "lessons_learned", List.of("first"));
      List<Integer> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        calls.add(
            pipe.post("memory_update", Json.object("id", id, "lessons_learned", "lesson " + i)));
      }

      calls.forEach(call -> pipe.replyTo(call).done());

      JsonNode memory = pipe.get(id);
      assertThat(memory.path("lessons_learned")).hasSize(13);
      assertThat(memory.path("revision").asInt()).isEqualTo(13);
    }
  }

  @Test
  void aMemoryThatIsNotThereIsNotFound_P57() {
    String id = save("context", "c");

    assertThat(SERVER.refused("memory_update", "id", "0".repeat(32), "context", "x"))
        .contains("not_found");
    assertThat(update(id.substring(0, 8), "context", "by prefix").path("id").asString())
        .matches(id::startsWith);
    assertThat(SERVER.get(id).path("context").asString()).isEqualTo("by prefix");
  }

  @Test
  void theNewTextIsFoundAndTheOldIsNot_P58() {
    String id = save("context", "walrus", "active_tasks", List.of("feed the walrus pup"));

    update(id, "context", "penguin");
    update(id, "active_tasks", List.of("feed the penguin"), "mode", "replace");

    assertThat(SERVER.search(project, "penguin")).hasSize(1);
    assertThat(SERVER.search(project, "walrus")).isEmpty();
  }

  @Test
  void aRevisionAskedForThatIsNotTheNewestIsRefused() {
    String id = save("context", "one");
    update(id, "context", "two", "if_revision", 1);

    assertRefused(id, "revision", "context", "three", "if_revision", 1);

    assertThat(SERVER.get(id).path("context").asString()).isEqualTo("two");
  }

  @Test
  void itemsCanBeRemovedAndAnEarlierRevisionReadBack() {
    String id =
        save("context", "c", "lessons_learned", List.of("a", "b"), "entities", List.of("X", "Y"));

    update(id, "remove", Map.of("lessons_learned", List.of("a"), "entities", List.of("x")));

    assertThat(lessons(id)).containsExactly("b");
    assertThat(Json.texts(SERVER.get(id).path("entities"), "name")).containsExactly("Y");
    JsonNode first = SERVER.done("memory_get", "ids", List.of(id), "revision", 1);
    assertThat(Json.texts(first.path("memories").path(0).path("lessons_learned")))
        .containsExactly("a", "b");
  }

  @Test
  void anUpdateSaysThatItDoesNotMoveAMemory() {
    String id = save("context", "c");

    assertThat(Json.texts(update(id, "goal", "g", "project", "elsewhere").path("hints")))
        .containsExactly("an update does not move a memory: it stays in its project");
    assertThat(update(id, "goal", "h", "project", project).has("hints")).isFalse();
  }

  private String save(Object... keysAndValues) {
    return SERVER.save(project, keysAndValues);
  }

  private static JsonNode update(String id, Object... keysAndValues) {
    return SERVER.call("memory_update", withId(id, keysAndValues)).done();
  }

  private static void assertRefused(String id, String named, Object... keysAndValues) {
    JsonNode before = SERVER.get(id);

    String message = SERVER.call("memory_update", withId(id, keysAndValues)).refused();

    assertThat(message).contains(named);
    assertThat(SERVER.get(id)).isEqualTo(before);
  }

  private static Map<String, Object> withId(String id, Object... keysAndValues) {
    Map<String, Object> arguments = new LinkedHashMap<>(Json.object(keysAndValues));
    arguments.put("id", id);
    return arguments;
  }

  private static List<String> lessons(String id) {
    return Json.texts(SERVER.get(id).path("lessons_learned"));
  }
}
