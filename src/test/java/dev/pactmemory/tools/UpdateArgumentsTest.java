package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Update;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpdateArgumentsTest {
  private final Bench bench = new Bench();

  private Update asked(String arguments) {
    return bench.asked(Update.class, "memory_update", arguments);
  }

  @Test
  void onlyNamedFieldsAreToChange() {
    Update update = asked("{\"id\": \" ABC123 \", \"lessons_learned\": [\"a\"], \"goal\": null}");

    assertThat(update.ref()).isEqualTo("ABC123");
    assertThat(update.named()).isEqualTo(Set.of(Field.LESSONS_LEARNED, Field.GOAL));
    assertThat(update.values().lessonsLearned()).containsExactly("a");
    assertThat(update.values().goal()).isNull();
    assertThat(update.mode()).isEqualTo(Update.Mode.MERGE);
    assertThat(update.removals()).isEqualTo(Content.EMPTY);
    assertThat(update.ifRevision()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void removalsAreTextsOrKeys() {
    Update update =
        asked(
            """
            {"id": "abc123", "mode": "Replace", "if_revision": 3, "supersedes": "def456",
             "remove": {"lessons_learned": "old", "active_tasks": ["t"], "files": ["a.py"],
                        "decisions": [{"decision": "d"}], "entities": ["E"]}}\
            """);

    assertThat(update)
        .isEqualTo(
            new Update(
                "abc123",
                Content.EMPTY,
                Set.of(),
                Update.Mode.REPLACE,
                new Content(
                    null,
                    null,
                    List.of(new Task("t")),
                    List.of("old"),
                    List.of(new Decision("d")),
                    List.of(new Entity("E")),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of("a.py")),
                List.of("def456"),
                OptionalInt.of(3),
                Secrets.ASK,
                Bench.SESSION));
  }

  @Test
  void aMemoryReadBackCanBeSentWhole() {
    Map<String, Object> memory =
        Map.of(
            "id", Bench.MEMORY.id().value(),
            "context", "c",
            "files", List.of("src/a.py"),
            "project", "shop",
            "session", "s0",
            "created_at", "2026-01-31T14:05:09.123456Z",
            "updated_at", "2026-01-31T14:05:09.123456Z",
            "revision", 4);

    Update update = asked(Json.write(memory));

    assertThat(update.ref()).isEqualTo(Bench.MEMORY.id().value());
    assertThat(update.named()).isEqualTo(Set.of(Field.CONTEXT, Field.FILES));
    assertThat(update.ifRevision()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void whatGetAndFullHitsSayIsWhatUpdateTakes() {
    Update got = asked(Json.write(Views.whole(Bench.MEMORY)));
    Update hit = asked(Json.write(Views.whole(AnswersTest.HIT)));

    assertThat(got.values()).isEqualTo(Bench.MEMORY.content());
    assertThat(hit.values()).isEqualTo(AnswersTest.HIT.memory().content());
  }

  @Test
  void changesWrappedInAnObjectAreUnwrapped() {
    assertThat(asked("{\"id\": \"abc123\", \"updates\": {\"goal\": \"g\"}}").values().goal())
        .isEqualTo("g");
    assertThat(asked("{\"memory\": {\"id\": \"abc123\", \"goal\": \"g\"}}").ref())
        .isEqualTo("abc123");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"goal\": \"g\"} | missing_field id: it is required, like \"3f9a2c\"",
        "{\"id\": \"\", \"goal\": \"g\"} | invalid_value id: it is empty",
        "{\"memory_id\": \"abc123\", \"goal\": \"g\"} | unknown_field memory_id: did you mean id?",
        "{\"id\": 5, \"goal\": \"g\"} | wrong_type id: the number 5 came; a text is expected",
        "{\"id\": \"abc123\"} | missing_field: nothing to change; give a content field,",
        "{\"id\": \"abc123\", \"remove\": {}} | missing_field: nothing to change;",
        "{\"id\": \"abc123\", \"lesson\": \"a\"} | unknown_field lesson: did you mean"
            + " lessons_learned?",
        "{\"id\": \"abc123\", \"goal\": \"g\", \"mode\": \"append\"} | invalid_value mode:"
            + " \"append\": One of merge, replace",
        "{\"id\": \"abc123\", \"goal\": \"g\", \"if_revision\": 0} | invalid_value if_revision: 0"
            + " is not a whole number from 1",
        "{\"id\": \"abc123\", \"goal\": \"g\", \"if_revision\": \"x\"} | wrong_type if_revision:"
            + " the text \"x\" came; a whole number from 1 is expected",
        "{\"id\": \"abc123\", \"remove\": [\"a\"]} | wrong_type remove: a list came; an object is"
            + " expected",
        "{\"id\": \"abc123\", \"remove\": {\"lessons\": [\"a\"]}} | unknown_field remove.lessons:"
            + " did you mean lessons_learned?",
        "{\"id\": \"abc123\", \"remove\": {\"goal\": true}} | invalid_value remove.goal: only items"
            + " of lists are removed; to clear a text, update it to null",
        "{\"id\": \"abc123\", \"remove\": {\"entities\": [5]}} | wrong_type remove.entities[0]: the"
            + " number 5 came",
      })
  void aMistakeIsNamedWithItsRemedyAndNothingIsChanged(String arguments, String error) {
    assertThat(bench.error("memory_update", arguments)).startsWith(error);
  }
}
