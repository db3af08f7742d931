package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaveArgumentsTest {
  private final Bench bench = new Bench();

  @Test
  void everyFieldArrivesAsItWasSaid() {
    Draft draft =
        bench.asked(
            Draft.class,
            "memory_save",
            """
            {"context": "c", "goal": "g",
             "active_tasks": [{"task": "t", "status": "blocked", "priority": "urgent"}],
             "lessons_learned": ["l"],
             "decisions": [{"decision": "d", "rationale": "r", "alternatives": ["a", "b"]}],
             "entities": [{"name": "E", "type": "service", "notes": "n"}],
             "reasoning_chains": ["x because y"], "agreements_reached": ["ok"],
             "disagreements_resolved": ["done"], "files": ["src/a.py"],
             "include_tracked": false, "project": "other", "supersedes": ["abc123"]}\
            """);

    assertThat(draft)
        .isEqualTo(
            new Draft(
                new Content(
                    "c",
                    "g",
                    List.of(new Task("t", "blocked", "urgent")),
                    List.of("l"),
                    List.of(new Decision("d", "r", List.of("a", "b"))),
                    List.of(new Entity("E", "service", "n")),
                    List.of("x because y"),
                    List.of("ok"),
                    List.of("done"),
                    List.of("src/a.py")),
                List.of("abc123"),
                new Scope.Named("other", Bench.SHOP),
                Bench.SESSION,
                false));
  }

  @Test
  void theCallersArgumentsAreNotChanged() {
    String given =
        """
        {"context":" c ","active_tasks":["t",{"task":"u"}],"lessons_learned":"a","decisions":\
        [{"decision":"d","alternatives":"x"}],"entities":"[\\"E\\"]","files":["./src/../src/a.py"],\
        "project":null}\
        """;
    Map<String, Object> arguments = Bench.object(given);

    for (String tool : List.of("memory_save", "memory_update")) {
      assertThat(bench.call(tool, arguments).isError()).isEqualTo(tool.equals("memory_update"));
      assertThat(Json.write(arguments)).isEqualTo(given);
    }
    Map<String, Object> update = Bench.object("{\"id\":\"3f9a2c\",\"memory\":" + given + "}");
    String before = Json.write(update);
    assertThat(bench.call("memory_update", update).isError()).isFalse();
    assertThat(Json.write(update)).isEqualTo(before);
  }

  @Test
  void withoutOptionsItGoesToTheCurrentProjectWithTrackedFiles() {
    Draft draft = bench.asked(Draft.class, "memory_save", "{\"context\": \"c\"}");

    assertThat(draft.scope()).isEqualTo(new Scope.Current(Bench.SHOP));
    assertThat(draft.includeTracked()).isTrue();
    assertThat(draft.supersedes()).isEmpty();
  }

  @Test
  void aTaskWithoutStatusLeavesItOpen() {
    assertThat(bench.content("{\"active_tasks\": [{\"task\": \"T\"}]}").activeTasks())
        .containsExactly(new Task("T", null, null));
  }

  @Test
  void aTextIsAnObjectWithItsMainKey() {
    Content content =
        bench.content(
            "{\"entities\": [\"Redis\", \"Postgres\"], \"decisions\": [\"Use X\"],"
                + " \"active_tasks\": [\"Do Y\"]}");

    assertThat(content.entities()).containsExactly(new Entity("Redis"), new Entity("Postgres"));
    assertThat(content.decisions()).containsExactly(new Decision("Use X"));
    assertThat(content.activeTasks()).containsExactly(new Task("Do Y"));
  }

  @Test
  void aTextForAListIsAListOfOneAndNeverLetters() {
    Content content =
        bench.content(
            "{\"lessons_learned\": \"Mock Redis\", \"entities\": \"Redis\", \"files\":"
                + " \"src/a.py\"}");

    assertThat(content.lessonsLearned()).containsExactly("Mock Redis");
    assertThat(content.entities()).containsExactly(new Entity("Redis"));
    assertThat(content.files()).containsExactly("src/a.py");
  }

  @Test
  void listsAndObjectsAsJsonTextAreTaken() {
    Content content =
        bench.content(
            Json.write(
                Map.of(
                    "lessons_learned", " [\"a\", \"b\"]\n",
                    "decisions", "[{\"decision\": \"d\", \"alternatives\": \"[\\\"x\\\"]\"}]",
                    "entities", List.of("{\"name\": \"E\", \"type\": \"service\"}"),
                    "active_tasks", "{\"task\": \"t\"}")));

    assertThat(content.lessonsLearned()).containsExactly("a", "b");
    assertThat(content.decisions()).containsExactly(new Decision("d", null, List.of("x")));
    assertThat(content.entities()).containsExactly(new Entity("E", "service", null));
    assertThat(content.activeTasks()).containsExactly(new Task("t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[WIP] finish this",
        "[1] see the log, [2] too",
        "{broken",
        "[\"a\",]",
        "[] == []"
      })
  void aSentenceThatBeginsWithABracketStaysASentence(String lesson) {
    assertThat(bench.content(Json.write(Map.of("lessons_learned", lesson))).lessonsLearned())
        .containsExactly(lesson);
  }

  @Test
  void anAlternativeByItselfIsAListOfOne() {
    assertThat(
            bench
                .content("{\"decisions\": [{\"decision\": \"d\", \"alternatives\": \"Postgres\"}]}")
                .decisions())
        .containsExactly(new Decision("d", null, List.of("Postgres")));
  }

  @Test
  void nullsAreNothing() {
    assertThat(
            bench.content(
                """
                {"context": "c", "goal": null, "lessons_learned": null,
                 "reasoning_chains": ["a", null, "b"], "entities": [null, "E"],
                 "decisions": [{"decision": "d", "rationale": null, "alternatives": null}],
                 "active_tasks": [{"task": "t", "status": null, "priority": null}]}\
                """))
        .isEqualTo(
            new Content(
                "c",
                null,
                List.of(new Task("t")),
                List.of(),
                List.of(new Decision("d")),
                List.of(new Entity("E")),
                List.of("a", "b"),
                List.of(),
                List.of(),
                List.of()));
  }

  @Test
  void textsAreTrimmedAndSaidOnce() {
    assertThat(
            bench
                .content("{\"lessons_learned\": [\"  a  \", \"a\", \"b\", \" \"]}")
                .lessonsLearned())
        .containsExactly("a", "b");
  }

  @Test
  void anyTextComesThroughUnchanged() {
    String text =
        "O'Brien {'verify_exp': True} \"q\" \\ # > % _ ; DROP TABLE 漢字 مرحبا 👩‍👩‍👧 é\ttab\nline";

    assertThat(bench.content(Json.write(Map.of("context", text))).context()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"context\": \"c\", \"bogus\": 1} | unknown_field bogus: Allowed here: context, goal,",
        "{\"lessons\": [\"a\"]} | unknown_field lessons: did you mean lessons_learned? Allowed"
            + " here:",
        "{\"tasks\": []} | unknown_field tasks: did you mean active_tasks?",
        "{\"activeTasks\": []} | unknown_field activeTasks: did you mean active_tasks?",
        "{\"descisions\": []} | unknown_field descisions: did you mean decisions?",
        "{\"title\": \"t\"} | unknown_field title: did you mean context?",
        "{\"project_id\": \"p\"} | unknown_field project_id: did you mean project?",
        "{\"context\": \"c\", \"id\": \"abc123\"} | unknown_field id: the server gives ids; to"
            + " change a memory use memory_update",
        "{\"context\": \"c\", \"session\": \"s\"} | unknown_field session: the server knows",
        "{\"decisions\": [{\"decision\": \"d\", \"reason\": \"r\"}]} | unknown_field"
            + " decisions[0].reason: did you mean rationale? Allowed here: decision, rationale,"
            + " alternatives",
        "{\"entities\": [\"A\", {\"name\": \"B\", \"description\": \"x\"}]} | unknown_field"
            + " entities[1].description: did you mean notes? Allowed here: name, type, notes",
        "{\"active_tasks\": [{\"task\": \"t\", \"due\": \"x\"}]} | unknown_field"
            + " active_tasks[0].due: Allowed here: task, status, priority",
        "{\"active_tasks\": [{\"id\": 1, \"subject\": \"x\"}]} | unknown_field active_tasks[0].id:",
        "{\"entities\": [{\"type\": \"service\"}]} | missing_field entities[0].name: it is"
            + " required, like {\"name\": \"AuthService\"",
        "{\"entities\": [{\"name\": \"  \"}]} | missing_field entities[0].name:",
        "{\"entities\": [{}]} | missing_field entities[0].name:",
        "{\"decisions\": \"[{\\\"decision\\\": \\\"cut\"} | invalid_value decisions[0]: the text"
            + " \"[{\"decision\": \"cut\" came, which is no valid JSON; send the list itself",
        "{\"entities\": [\"{'name': 'AuthService'}\"]} | invalid_value entities[0]: the text"
            + " \"{'name': 'AuthService'}\" came, which is no valid JSON;",
        "{\"context\": [\"a\"]} | wrong_type context: a list came; a text is expected",
        "{\"context\": 5} | wrong_type context: the number 5 came; a text is expected",
        "{\"goal\": {\"a\": 1}} | wrong_type goal: an object came; a text is expected",
        "{\"lessons_learned\": [\"a\", 1]} | wrong_type lessons_learned[1]: the number 1 came; a"
            + " text is expected",
        "{\"lessons_learned\": [true]} | wrong_type lessons_learned[0]: true came; a text is"
            + " expected",
        "{\"lessons_learned\": 5} | wrong_type lessons_learned: the number 5 came; a list of texts"
            + " is expected",
        "{\"lessons_learned\": {\"a\": 1}} | wrong_type lessons_learned: an object came; a list of"
            + " texts is expected",
        "{\"lessons_learned\": [[\"a\"]]} | wrong_type lessons_learned[0]: a list came; a text is"
            + " expected",
        "{\"decisions\": [5]} | wrong_type decisions[0]: the number 5 came; an object with"
            + " decision, or a text is expected",
        "{\"decisions\": [{\"decision\": 5}]} | wrong_type decisions[0].decision: the number 5"
            + " came; a text is expected",
        "{\"decisions\": [{\"decision\": \"d\", \"alternatives\": [1]}]} | wrong_type"
            + " decisions[0].alternatives[0]: the number 1 came",
        "{\"context\": \"c\", \"include_tracked\": \"maybe\"} | wrong_type include_tracked: the"
            + " text \"maybe\" came; true or false is expected",
        "{\"context\": \"c\", \"project\": \"\"} | invalid_value project: it is empty; leave it"
            + " out",
        "{\"context\": \"c\", \"project\": \"*\"} | invalid_value project: a memory belongs to one"
            + " project; name it, or leave it out for shop",
        "{} | empty_memory: nothing to store; give at least one of context, goal, active_tasks",
        "{\"context\": \"  \", \"lessons_learned\": [\" \"]} | empty_memory:",
        "{\"context\": \"\\u3000\\u00a0\\u200b\"} | empty_memory:",
        "{\"include_tracked\": true} | empty_memory:",
      })
  void aMistakeIsNamedWithItsRemedyAndNothingIsStored(String arguments, String error) {
    assertThat(bench.error("memory_save", arguments)).startsWith(error);
  }

  @Test
  void oneBadItemAmongGoodOnesRefusesTheCall() {
    assertThat(
            bench.error(
                "memory_save",
                "{\"context\": \"c\", \"entities\": [{\"name\": \"A\"}, {\"name\": \"B\", \"x\":"
                    + " 1}]}"))
        .startsWith("unknown_field entities[1].x:");
  }

  @Test
  void timesOfAMemoryReadBackAreIgnored() {
    assertThat(
            bench
                .content("{\"context\": \"c\", \"created_at\": \"2020\", \"updated_at\": 7}")
                .context())
        .isEqualTo("c");
  }

  @Test
  void aMemoryWrappedInAnObjectIsUnwrapped() {
    Draft draft =
        bench.asked(
            Draft.class,
            "memory_save",
            "{\"memory\": {\"context\": \"c\"}, \"files\": [\"a\"], \"include_tracked\":"
                + " \"false\"}");

    assertThat(draft.content().context()).isEqualTo("c");
    assertThat(draft.content().files()).containsExactly("a");
    assertThat(draft.includeTracked()).isFalse();
    assertThat(bench.content(Json.write(Map.of("memory", "{\"goal\": \"g\"}"))).goal())
        .isEqualTo("g");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"memory\": {\"goal\": \"a\"}, \"goal\": \"b\"} | invalid_value goal: given twice, inside"
            + " memory and beside it",
        "{\"memory\": 5} | wrong_type memory: the number 5 came; an object is expected",
        "{\"memory\": {\"lessons\": []}} | unknown_field lessons: did you mean lessons_learned?",
      })
  void aWrapperIsReadAsStrictly(String arguments, String error) {
    assertThat(bench.error("memory_save", arguments)).startsWith(error);
  }

  @Test
  void tooMuchIsRefusedWithTheLimitAndNeverCut() {
    String longest = "x".repeat(Limits.TEXT_BYTES);
    assertThat(bench.content(Json.write(Map.of("context", longest))).context()).isEqualTo(longest);

    bench.asked.clear();
    assertThat(bench.error("memory_save", Json.write(Map.of("goal", longest + "x"))))
        .isEqualTo(
            "too_long goal: 65,537 bytes came; one text may have 65,536. Nothing was cut or stored;"
                + " shorten it, or put it in a file and name the file");
    assertThat(
            bench.error(
                "memory_save",
                Json.write(Map.of("files", java.util.Collections.nCopies(501, "a")))))
        .startsWith("too_long files: 501 items came; a list may have 500.");
    assertThat(
            bench.error(
                "memory_save",
                Json.write(
                    Map.of(
                        "lessons_learned",
                        java.util.stream.IntStream.range(0, 20)
                            .mapToObj(i -> i + "é".repeat(30_000))
                            .toList()))))
        .startsWith("too_long: the memory is 1,200,");
    assertThat(bench.error("memory_save", Json.write(Map.of("files", "a/".repeat(2049)))))
        .startsWith("too_long files: a path has 4,098 characters; it may have 4,096");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\u0000b", "a\\ud83d", "\\udc00a", "a\\ud83d\\ud83d\\ude00"})
  void whatIsNotTextIsRefusedWithItsPlace(String json) {
    assertThat(
            bench.error(
                "memory_save", "{\"entities\": [{\"name\": \"E\", \"notes\": \"" + json + "\"}]}"))
        .matches(
            "invalid_value entities\\[0\\]\\.notes: the character at index [01] is .*; remove it");
  }

  @Test
  void anErrorIsShortWhateverCame() {
    String name = "naïve\n" + "名".repeat(3000);

    String error = bench.error("memory_save", Json.write(Map.of("context", "c", name, 1)));

    assertThat(error.getBytes(StandardCharsets.UTF_8).length).isLessThan(500);
    assertThat(error).startsWith("unknown_field naïve?名").contains("Allowed here: context");
  }

  @Test
  void pathsAreKeptInOneFormAndThoseOutsideTheProjectAsTheyAre() {
    Content content =
        bench.content(
            """
            {"files": ["/work/shop/src/a.py", "./src/a.py", "src\\\\b.py", "/etc/hosts"],
             "entities": [{"name": "./src/../src/c.py", "type": "File"},
                          {"name": "./not a path", "type": "service"}]}\
            """);

    assertThat(content.files()).containsExactly("src/a.py", "src/b.py", "/etc/hosts");
    assertThat(content.entities())
        .extracting(Entity::name)
        .containsExactly("src/c.py", "./not a path");
  }
}
