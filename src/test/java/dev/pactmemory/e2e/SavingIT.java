package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/// What becomes of a save.
class SavingIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void aSavedMemoryHasAnIdAndReadsBack_P1() {
    JsonNode receipt = SERVER.done("memory_save", "context", "x", "project", project);

    String id = SERVER.idOf(receipt);
    assertThat(id).matches("[0-9a-f]{32}").startsWith(receipt.path("id").asString());
    assertThat(SERVER.get(id).path("context").asString()).isEqualTo("x");
  }

  @Test
  void aHundredIdsAreDistinctHex_P2() {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      ids.add(SERVER.save(project, "context", "memory " + i));
    }

    assertThat(ids).hasSize(100).allMatch(id -> id.matches("[0-9a-f]{32}"));
  }

  @Test
  void aMemoryCarriesTheProjectAndTheSessionOfTheServer_P3() {
    JsonNode memory = SERVER.get(SERVER.idOf(SERVER.done("memory_save", "context", "ours")));

    assertThat(memory.path("project").asString()).isEqualTo("shop");
    assertThat(memory.path("session").asString()).isNotEmpty();
  }

  @Test
  void aNamedProjectIsKept_P4() {
    String id = SERVER.save(project, "context", "elsewhere");

    assertThat(SERVER.get(id).path("project").asString()).isEqualTo(project);
  }

  @Test
  void aMemoryThatSaysNothingIsRefused_P5() {
    for (Map<String, Object> nothing :
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("context", "   "),
            Map.<String, Object>of("lessons_learned", List.of()),
            Map.<String, Object>of("active_tasks", List.of(), "goal", ""))) {
      assertNothingStored(nothing, "context");
    }
  }

  @Test
  void anUnknownFieldIsNamedWithTheAllowedOnesAndNothingIsStored_P6_P7() {
    assertNothingStored(Map.of("bogus", 1), "bogus", "context", "lessons_learned");
    assertNothingStored(Map.of("context", "good", "bogus", 1), "bogus");
    assertNothingStored(
        Map.of("context", "good", "lesson_learned", List.of("a")), "did you mean lessons_learned");
  }

  @Test
  void anUnknownPartOfAnItemIsNamedWithTheAllowedOnes_P8_P9() {
    assertNothingStored(
        Map.of("entities", List.of(Map.of("name", "A", "description", "d"))),
        "description",
        "name, type, notes");
    assertNothingStored(
        Map.of("decisions", List.of(Map.of("decision", "D", "reason", "r"))),
        "reason",
        "rationale");
    assertNothingStored(
        Map.of("active_tasks", List.of(Map.of("task", "T", "due", "now"))), "due", "status");
    assertNothingStored(Map.of("active_tasks", List.of(Map.of("id", 1, "subject", "s"))), "task");
  }

  @Test
  void oneBadItemRefusesTheWholeCall_P10() {
    assertNothingStored(
        Map.of("entities", List.of(Map.of("name", "Good"), Map.of("name", "Bad", "x", 1))),
        "entities[1]");
  }

  @Test
  void aTaskWithoutStatusIsPendingAndHasNoPriority_P11() {
    JsonNode task =
        saved("active_tasks", List.of(Map.of("task", "T"))).path("active_tasks").path(0);

    assertThat(task).isEqualTo(Json.tree(Json.object("task", "T", "status", "pending")));
  }

  @Test
  void aTextWhereAnObjectIsExpectedIsItsMainKey_P12_P13() {
    JsonNode memory =
        saved(
            "entities",
            List.of("Redis", "Postgres"),
            "decisions",
            List.of("Use X"),
            "active_tasks",
            List.of("Do Y"));

    assertThat(Json.texts(memory.path("entities"), "name")).containsExactly("Redis", "Postgres");
    assertThat(Json.texts(memory.path("decisions"), "decision")).containsExactly("Use X");
    assertThat(Json.texts(memory.path("active_tasks"), "task")).containsExactly("Do Y");
  }

  @Test
  void listsAreTrimmedAndHoldNothingTwice_P14() {
    assertThat(lessons(List.of("a", "a", "b"))).containsExactly("a", "b");
    assertThat(lessons(List.of("  a  ", "", "a"))).containsExactly("a");
  }

  @Test
  void aBareTextIsAListOfOneAndNeverLetters_P15() {
    assertThat(lessons("a lesson in words")).containsExactly("a lesson in words");
  }

  @Test
  void aListAsJsonTextIsTheList_P16() {
    JsonNode memory =
        saved(
            "lessons_learned",
            "[\"one\", \"two\"]",
            "entities",
            "[{\"name\": \"Redis\", \"type\": \"cache\"}]",
            "decisions",
            "{\"decision\": \"Use it\"}");

    assertThat(Json.texts(memory.path("lessons_learned"))).containsExactly("one", "two");
    assertThat(Json.texts(memory.path("entities"), "type")).containsExactly("cache");
    assertThat(Json.texts(memory.path("decisions"), "decision")).containsExactly("Use it");
    assertThat(lessons("[sic] a sentence")).containsExactly("[sic] a sentence");
  }

  @Test
  void nullIsAbsence_P17() {
    JsonNode memory = saved("context", "c", "lessons_learned", null, "goal", null);

    assertThat(memory.path("lessons_learned")).isEmpty();
    assertThat(memory.hasNonNull("goal")).isFalse();
  }

  @Test
  void nullItemsAreDroppedAndOthersThatAreNoTextRefused_P18() {
    assertThat(lessons(Arrays.asList("a", null, "b"))).containsExactly("a", "b");
    assertNothingStored(Map.of("lessons_learned", List.of("a", 1, true)), "lessons_learned[1]");
  }

  @Test
  void statusAndPriorityAreFreeWords_P19() {
    JsonNode task =
        saved(
                "active_tasks",
                List.of(Json.object("task", "T", "status", "waiting for QA", "priority", "P0")))
            .path("active_tasks")
            .path(0);

    assertThat(task.path("status").asString()).isEqualTo("waiting for QA");
    assertThat(task.path("priority").asString()).isEqualTo("P0");
  }

  @Test
  void alternativesKeepTheirOrderAndMayBeAbsentOrOne_P20_P21() {
    JsonNode decisions =
        saved(
                "decisions",
                List.of(
                    Json.object("decision", "A", "alternatives", List.of("z", "a", "m")),
                    Json.object("decision", "B"),
                    Json.object("decision", "C", "alternatives", "the only other way")))
            .path("decisions");

    assertThat(Json.texts(decisions.path(0).path("alternatives"))).containsExactly("z", "a", "m");
    assertThat(decisions.path(1).path("alternatives")).isEmpty();
    assertThat(Json.texts(decisions.path(2).path("alternatives")))
        .containsExactly("the only other way");
  }

  @Test
  void anEntityNeedsAName_P22() {
    assertNothingStored(Map.of("entities", List.of(Map.of("type", "service"))), "entities[0].name");
    assertNothingStored(Map.of("entities", List.of(Map.of("name", " "))), "entities[0].name");
  }

  @Test
  void theTimeIsTheServersNotTheCallers_P23() {
    JsonNode memory = saved("context", "c", "created_at", "1999-01-01T00:00:00Z");

    assertThat(memory.path("created_at").asString()).doesNotStartWith("1999");
    assertThat(SERVER.done("memory_list", "project", "*", "until", "2000-01-01").path("total"))
        .isEqualTo(Json.tree(0));
  }

  @Test
  void anIdOfTheCallersOwnIsRefused_P24_P25() {
    String id = SERVER.save(project, "context", "first");

    assertNothingStored(Map.of("context", "c", "id", "ABC"), "id");
    assertNothingStored(Map.of("context", "c", "id", id), "id");
    assertThat(SERVER.get(id).path("context").asString()).isEqualTo("first");
  }

  @Test
  void aTextThatIsNoTextIsRefusedByName_P26() {
    for (Object wrong : List.of(List.of("a"), 5, true, Map.of("a", 1))) {
      assertNothingStored(Map.of("context", wrong), "context");
    }
  }

  @Test
  void whatLooksLikeSqlIsText_P27() {
    String sql = "'); DROP TABLE memory; --";

    assertNothingStored(Map.of(sql, "x", "context", "c"), "DROP TABLE");
    assertThat(saved("context", sql).path("context").asString()).isEqualTo(sql);
    assertThat(SERVER.search(project, sql)).hasSize(1);
  }

  @Test
  void everyTextReadsBackAsItWas_P28() {
    for (String text :
        List.of(
            "emoji 🧠👩‍👩‍👧 and flags 🇩🇪",
            "認証トークンの有効期限は短くする",
            "שלום עולם مرحبا",
            "it's \"quoted\" {braces} [x] # heading > quote `code` \\ back\\slash",
            "line one\nline two\ttabbed\r\nline three",
            "\u202eright to left\u202c \u00a0 e\u0301 vs \u00e9",
            "x".repeat(65_000))) {
      JsonNode memory = saved("context", text, "lessons_learned", List.of(text));

      assertThat(memory.path("context").asString()).isEqualTo(text);
      assertThat(Json.texts(memory.path("lessons_learned"))).containsExactly(text);
    }
  }

  @Test
  void whatIsAcknowledgedIsReadableAndFoundAtOnce_P29() {
    for (int i = 0; i < 10; i++) {
      String id = SERVER.save(project, "context", "zebra" + i + " crossing");

      assertThat(SERVER.get(id).path("context").asString()).isEqualTo("zebra" + i + " crossing");
      assertThat(SERVER.search(project, "zebra" + i)).first().matches(id::startsWith);
    }
  }

  @Test
  void withoutAModelASaveSucceedsSaysSoAndIsFoundByItsWords_P30() {
    JsonNode receipt =
        SERVER.done(
            "memory_save", "context", "giraffe", "project", project, "files", List.of("a.py"));
    String id = SERVER.idOf(receipt);

    JsonNode found = SERVER.done("memory_search", "query", "giraffe", "project", project);

    assertThat(found.path("hits").path(0).path("id").asString()).matches(id::startsWith);
    assertThat(found.path("degraded").toString()).contains("model");
    assertThat(SERVER.done("memory_status").path("degraded").toString()).contains("model");
    assertThat(
            SERVER
                .done("memory_search_by_file", "path", "a.py", "project", project)
                .path("total")
                .asInt())
        .isEqualTo(1);
  }

  private JsonNode saved(@Nullable Object... keysAndValues) {
    return SERVER.get(SERVER.save(project, keysAndValues));
  }

  private List<String> lessons(Object given) {
    return Json.texts(saved("lessons_learned", given).path("lessons_learned"));
  }

  private void assertNothingStored(Map<String, Object> arguments, String... named) {
    int before = SERVER.count();

    String message = SERVER.call("memory_save", arguments).refused();

    assertThat(message).contains(named);
    assertThat(SERVER.count()).isEqualTo(before);
  }
}
