package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.TrackedFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The answers as they go over the wire, written out: keys, their order, and what is left out.
class AnswersTest {
  private static final Memory RICH =
      new Memory(
          new MemoryId("aabbccddeeff00112233445566778899"),
          new Content(
              "Blocked on M1",
              "Embed locally",
              List.of(new Task("Add fallback", "pending", "high")),
              List.of("Needs Rosetta"),
              List.of(new Decision("Chain fallbacks", "degrades", List.of("fail hard"))),
              List.of(new Entity("Embedder", "class", null)),
              List.of("x because y"),
              List.of("agreed"),
              List.of("settled"),
              List.of("src/embed.py")),
          List.of(Bench.MEMORY.id()),
          new Project("/work/blog", "blog"),
          Bench.SESSION,
          Instant.parse("2026-01-30T08:00:00Z"),
          Instant.parse("2026-02-01T09:30:59.5Z"),
          3);

  static final Hit HIT =
      new Hit(
          RICH,
          "aabbccd",
          0.81249,
          Hit.Band.STRONG,
          List.of(
              new Hit.Reason(Hit.Reason.Kind.WORDS, "rosetta, m1"),
              new Hit.Reason(Hit.Reason.Kind.MEANING, "")),
          new Hit.Matched(Field.LESSONS_LEARNED, "Needs Rosetta"),
          null,
          new Hit.Parts(0.6, 0.8578, 0.43124, 0.15));

  private final Bench bench = new Bench();

  private void finds(Hit... hits) {
    bench.found =
        Outcome.done(new Found(List.of(hits), hits.length, null, Bench.SHOP, Set.of(), null));
  }

  @Test
  void aSaveAnswersIdAndRevisionAndNothingOfWhatWasSent() {
    assertThat(bench.answer("memory_save", "{\"context\": \"Added JWT auth\"}"))
        .isEqualTo(
            "{\"id\":\"3f9a2c0011223344556677889900aabb\",\"revision\":1,\"project\":\"shop\"}");
  }

  @Test
  void aReceiptSaysWhatWasLinkedUnchangedHintedOrDegraded() {
    bench.saved =
        Outcome.done(
            new Saved(
                Bench.MEMORY,
                false,
                3,
                List.of("status \"Done\" is not a usual one"),
                List.of(),
                Set.of(Degradation.MODEL_UNAVAILABLE, Degradation.INDEX_CATCHING_UP)));

    assertThat(bench.answer("memory_update", "{\"id\": \"3f9a2c\", \"goal\": \"g\"}"))
        .isEqualTo(
            "{\"id\":\"3f9a2c0011223344556677889900aabb\",\"revision\":1,\"project\":\"shop\","
                + "\"changed\":false,\"linked_files\":3,\"hints\":[\"status \\\"Done\\\" is not a"
                + " usual one\"],\"degraded\":[\"words only: the embedding model cannot be used"
                + " (see memory_status)\",\"the index is catching up: some memories are not found"
                + " yet; ask again soon\"]}");
  }

  @Test
  void aReceiptGivesAdviceAndSaysWhatIsOnlyAHint() {
    bench.saved =
        Outcome.done(
            new Saved(
                Bench.MEMORY,
                true,
                0,
                List.of(),
                List.of(
                    new Advice(
                        Advice.Code.NEAR_DUPLICATE, Advice.Severity.WARNING, "update it", "3f9a2c"),
                    new Advice(
                        Advice.Code.NO_ALTERNATIVES, Advice.Severity.HINT, "say what was left")),
                Set.of()));

    assertThat(bench.answer("memory_save", "{\"context\": \"c\"}"))
        .isEqualTo(
            "{\"id\":\"3f9a2c0011223344556677889900aabb\",\"revision\":1,\"project\":\"shop\",\"advice\":[{\"code\":\"near_duplicate\",\"id\":\"3f9a2c\",\"fix\":\"update"
                + " it\"},{\"code\":\"no_alternatives\",\"severity\":\"hint\",\"fix\":\"say what"
                + " was left\"}]}");
  }

  @Test
  void aBriefHitIsEnoughToDecideWhetherToReadIt() {
    finds(HIT);

    assertThat(bench.answer("memory_search", "{\"query\": \"rosetta\"}"))
        .isEqualTo(
            "{\"project\":\"shop\",\"hits\":[{\"id\":\"aabbccd\",\"date\":\"2026-01-30T08:00Z\","
                + "\"updated\":\"2026-02-01T09:30Z\",\"project\":\"blog\","
                + "\"field\":\"lessons_learned\",\"snippet\":\"Needs Rosetta\",\"band\":\"strong\","
                + "\"why\":[\"words: rosetta, m1\",\"meaning\"],\"bytes\":438}],\"total\":1}");
  }

  @Test
  void aHitNamesWhatCameAfterIt() {
    finds(
        after(new Hit.Later("3f9a2c00", Hit.Later.Ground.SUPERSEDES)),
        after(new Hit.Later("3f9a2c00", Hit.Later.Ground.DECIDES)),
        after(new Hit.Later("3f9a2c00", Hit.Later.Ground.TELLS)));

    assertThat(bench.answer("memory_search", "{\"query\": \"jwt\"}"))
        .contains(
            "\"snippet\":\"Added JWT auth\",\"note\":\"superseded by 3f9a2c00\",",
            "\"note\":\"a later decision on the same matter exists: 3f9a2c00\",",
            "\"note\":\"a later memory on the same matter exists: 3f9a2c00\",");
  }

  private static Hit after(Hit.Later later) {
    return new Hit(Bench.MEMORY, "77aa", 0.5, Hit.Band.FAIR, List.of(), null, later, null);
  }

  @Test
  void aHitWithoutAPassageShowsHowTheMemoryBegins() {
    finds(new Hit(Bench.MEMORY, "3f9a2c", 0, null, List.of(), null));

    assertThat(bench.answer("memory_list", "{}"))
        .isEqualTo(
            "{\"project\":\"shop\",\"hits\":[{\"id\":\"3f9a2c\",\"date\":\"2026-01-31T14:05Z\",\"field\":\"context\",\"snippet\":\"Added"
                + " JWT auth\",\"bytes\":28}],\"total\":1}");
  }

  @Test
  void aFullHitIsTheWholeMemoryWithItsScoreAndWhatThatCameFrom() {
    finds(HIT);

    assertThat(bench.answer("memory_search", "{\"query\": \"rosetta\", \"detail\": \"full\"}"))
        .isEqualTo(
            "{\"project\":\"shop\",\"hits\":["
                + WHOLE.substring(0, WHOLE.length() - 1)
                + ",\"band\":\"strong\",\"why\":[\"words: rosetta, m1\",\"meaning\"],"
                + "\"score\":0.812,\"parts\":{\"words\":0.6,\"meaning\":0.431,\"cosine\":0.858,"
                + "\"lift\":0.15},\"matched\":{\"field\":\"lessons_learned\","
                + "\"snippet\":\"Needs Rosetta\"}}],\"total\":1}");
  }

  private static final String WHOLE =
      "{\"id\":\"aabbccddeeff00112233445566778899\",\"context\":\"Blocked on M1\","
          + "\"goal\":\"Embed locally\",\"active_tasks\":[{\"task\":\"Add"
          + " fallback\",\"status\":\"pending\",\"priority\":\"high\"}],"
          + "\"lessons_learned\":[\"Needs Rosetta\"],\"decisions\":[{\"decision\":\"Chain"
          + " fallbacks\",\"rationale\":\"degrades\",\"alternatives\":[\"fail hard\"]}],"
          + "\"entities\":[{\"name\":\"Embedder\",\"type\":\"class\"}],"
          + "\"reasoning_chains\":[\"x because y\"],\"agreements_reached\":[\"agreed\"],"
          + "\"disagreements_resolved\":[\"settled\"],\"files\":[\"src/embed.py\"],"
          + "\"supersedes\":[\"3f9a2c0011223344556677889900aabb\"],\"project\":\"blog\","
          + "\"session\":\"s1\",\"created_at\":\"2026-01-30T08:00:00Z\","
          + "\"updated_at\":\"2026-02-01T09:30:59.500Z\",\"revision\":3}";

  @Test
  void getShowsMemoriesWholeWithoutWhatIsNotThere() {
    bench.got = Outcome.done(new Got(List.of(RICH, Bench.MEMORY), List.of()));

    assertThat(bench.answer("memory_get", "{\"ids\": [\"aabbcc\", \"3f9a2c\"]}"))
        .isEqualTo(
            "{\"memories\":["
                + WHOLE
                + ",{\"id\":\"3f9a2c0011223344556677889900aabb\",\"context\":\"Added JWT"
                + " auth\",\"project\":\"shop\",\"session\":\"s1\","
                + "\"created_at\":\"2026-01-31T14:05:09.123456Z\","
                + "\"updated_at\":\"2026-01-31T14:05:09.123456Z\",\"revision\":1}]}");
  }

  @Test
  void getNamesTheIdsThatAreNotThereBesideThoseThatAre() {
    Problem problem = Bench.problem(Problem.Code.NOT_FOUND, "ids", "no memory 123456");
    bench.got = Outcome.done(new Got(List.of(Bench.MEMORY), List.of(problem)));
    assertThat(bench.answer("memory_get", "{\"ids\": [\"3f9a2c\", \"123456\"]}"))
        .endsWith("}],\"problems\":[\"not_found ids: no memory 123456\"]}");

    bench.got = Outcome.done(new Got(List.of(), List.of(problem)));
    assertThat(bench.call("memory_get", "{\"ids\": \"123456\"}"))
        .isEqualTo(Answer.error("not_found ids: no memory 123456"));
  }

  @Test
  void getNeverCutsAMemoryButNamesThoseThatNoLongerFit() {
    Memory large = memory("large", "x".repeat(60_000));
    bench.got = Outcome.done(new Got(List.of(large, large, Bench.MEMORY), List.of()));

    Map<String, Object> answer =
        bench.call("memory_get", "{\"ids\": [\"a\", \"b\", \"c\"]}").structured();

    assertThat((List<?>) answer.get("memories")).hasSize(1);
    assertThat(answer.get("left_out"))
        .isEqualTo(List.of(large.id().value(), Bench.MEMORY.id().value()));
    assertThat(answer.get("cut"))
        .isEqualTo("the answer is full; ask for the ids in left_out by themselves");
  }

  @Test
  void anEmptyAnswerSaysWhy() {
    bench.found =
        Outcome.done(
            new Found(
                List.of(),
                0,
                null,
                null,
                Set.of(Degradation.MODEL_LOADING),
                new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, 4, List.of("Added JWT auth"))));

    assertThat(bench.answer("memory_search", "{\"query\": \"x\", \"project\": \"*\"}"))
        .isEqualTo(
            "{\"project\":\"*\",\"hits\":[],\"total\":0,\"nothing\":{\"why\":\"filtered_out\","
                + "\"filtered_out\":4,\"nearest\":[\"Added JWT auth\"]},"
                + "\"degraded\":[\"words only for now: the embedding model is being loaded\"]}");
  }

  @Test
  void longPassagesAreShownByTheirBeginning() {
    finds(
        new Hit(
            Bench.MEMORY,
            "3f9a2c",
            0.5,
            Hit.Band.FAIR,
            List.of(),
            new Hit.Matched(Field.CONTEXT, "👍".repeat(1000))));

    assertThat(bench.answer("memory_search", "{\"query\": \"x\"}"))
        .contains("\"snippet\":\"" + "👍".repeat(319) + "…\"");
  }

  @Test
  void aBudgetTakesDetailFirstThenHitsAndSaysSo() {
    Hit hit =
        new Hit(
            memory("long", "y".repeat(2_000)),
            "3f9a2c",
            0.5,
            Hit.Band.FAIR,
            List.of(),
            new Hit.Matched(Field.CONTEXT, "y".repeat(400)));
    finds(hit, hit, hit, hit);

    assertThat(cut("{\"query\": \"x\", \"detail\": \"full\", \"max_tokens\": 2500}")).isNull();
    assertThat(cut("{\"query\": \"x\", \"detail\": \"full\", \"max_tokens\": 1000}"))
        .isEqualTo("detail left out to fit max_tokens");
    assertThat(cut("{\"query\": \"x\", \"max_tokens\": 1000}")).isNull();
    assertThat(cut("{\"query\": \"x\", \"max_tokens\": 400}"))
        .isEqualTo("snippets shortened to fit max_tokens");

    Map<String, Object> least =
        bench.call("memory_search", "{\"query\": \"x\", \"max_tokens\": 200}").structured();
    assertThat(least.get("cut"))
        .isEqualTo("1 of 4 hits left for the next page and snippets shortened to fit max_tokens");
    assertThat((List<?>) least.get("hits")).hasSize(3);
    assertThat(least.get("total")).isEqualTo(4);
    assertThat(least.get("cursor")).isEqualTo("a-page-begins-after-3");
  }

  private @Nullable Object cut(String arguments) {
    Map<String, Object> answer = bench.call("memory_search", arguments).structured();
    assertThat((List<?>) answer.get("hits")).hasSize(4);
    return answer.get("cut");
  }

  @Test
  void anAnswerFitsItsBudgetWhateverTheHits() {
    Hit hit =
        new Hit(
            memory("x", "漢".repeat(2_000)),
            "3f9a2c",
            0.5,
            Hit.Band.FAIR,
            Collections.nCopies(4, new Hit.Reason(Hit.Reason.Kind.WORDS, "漢".repeat(30))),
            new Hit.Matched(Field.CONTEXT, "漢".repeat(500)));
    finds(Collections.nCopies(20, hit).toArray(Hit[]::new));

    for (int tokens = 250; tokens < 6_000; tokens += 10) {
      Map<String, Object> answer =
          bench
              .call(
                  "memory_search",
                  "{\"query\": \"x\", \"limit\": 20, \"detail\": \"full\", \"max_tokens\": "
                      + tokens
                      + "}")
              .structured();
      assertThat(Json.write(answer).getBytes(StandardCharsets.UTF_8).length)
          .isLessThanOrEqualTo(tokens * Limits.BYTES_PER_TOKEN);
    }
  }

  @Test
  void aRefusalIsAnErrorWithCodeFieldAndRemedy() {
    bench.found = Outcome.refused(Bench.problem(Problem.Code.BAD_CURSOR, "cursor", "start anew"));

    assertThat(bench.call("memory_list", "{\"cursor\": \"x\"}"))
        .isEqualTo(Answer.error("bad_cursor cursor: start anew"));
    assertThat(bench.asked).hasSize(1).first().isInstanceOf(ListQuery.class);

    bench.found =
        Outcome.refused(Bench.problem(Problem.Code.BAD_CURSOR, "cursor", "cursor is old"));
    assertThat(bench.call("memory_list", "{}"))
        .isEqualTo(Answer.error("bad_cursor: cursor is old"));
  }

  @Test
  void aDeletionAnswersIdAndRevision() {
    assertThat(bench.answer("memory_delete", "{\"id\": \"3f9a2c\"}"))
        .isEqualTo("{\"id\":\"3f9a2c0011223344556677889900aabb\",\"revision\":2}");
  }

  @Test
  void trackedFilesAreAListThatASaveTakes() {
    assertThat(bench.answer("memory_tracked_files", "{}")).isEqualTo("{\"files\":[]}");

    bench.tracked = Outcome.done(List.of(new TrackedFile("src/a.py", Bench.NOW, Bench.NOW)));
    assertThat(bench.answer("memory_tracked_files", "{}")).isEqualTo("{\"files\":[\"src/a.py\"]}");

    bench.tracked =
        Outcome.done(Collections.nCopies(501, new TrackedFile("a", Bench.NOW, Bench.NOW)));
    assertThat(bench.answer("memory_tracked_files", "{}"))
        .endsWith("\"a\"],\"total\":501,\"cut\":\"only the first 500 are shown\"}");
  }

  @Test
  void theStatusIsOneGlance() {
    bench.status =
        new Status(
            "1.0.0",
            "/data",
            12,
            List.of(new Status.ProjectCount(Bench.SHOP, 12)),
            20,
            12,
            11,
            "all-minilm-l6-v2-int8",
            "ready",
            "single",
            Set.of(Degradation.VECTORS_PENDING));

    assertThat(bench.answer("memory_status", "{}"))
        .isEqualTo(
            "{\"project\":\"shop\",\"session\":\"s1\",\"memories\":12,"
                + "\"projects\":[{\"name\":\"shop\",\"memories\":12}],\"changes\":20,"
                + "\"indexed\":12,\"with_vectors\":11,\"model\":\"all-minilm-l6-v2-int8\","
                + "\"model_state\":\"ready\",\"role\":\"single\",\"version\":\"1.0.0\","
                + "\"home\":\"/data\",\"degraded\":[\"some memories are found by words only until"
                + " they are embedded\"]}");
  }

  private static Memory memory(String goal, String context) {
    return new Memory(
        Bench.MEMORY.id(),
        new Content(
            context, goal, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of()),
        List.of(),
        Bench.SHOP,
        Bench.SESSION,
        Bench.NOW,
        Bench.NOW,
        1);
  }
}
