package dev.pactmemory.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Advice;
import dev.pactmemory.model.Advice.Code;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Update;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvisorTest {
  private static final String RICH =
      """
      "context": "Moved session storage from Redis to PostgreSQL because failover lost sessions",
      "entities": ["SessionStore"]\
      """;

  /// A save of the usage patterns.
  ///
  /// @param verdict `bad`, `good`, or empty for a pattern
  record Example(String section, String verdict, Content content) {
    @Override
    public String toString() {
      return section + " " + verdict;
    }
  }

  static Stream<Example> examples() throws IOException {
    try (InputStream json =
        Objects.requireNonNull(
            AdvisorTest.class.getResourceAsStream("/dev/pactmemory/demo/seed.json"))) {
      List<?> calls = (List<?>) Json.parse(new String(json.readAllBytes(), StandardCharsets.UTF_8));
      return Objects.requireNonNull(calls).stream()
          .map(call -> (Map<?, ?>) call)
          .filter(call -> "memory_save".equals(call.get("tool")))
          .map(call ->
              new Example(
                  String.valueOf(call.get("section")),
                  Objects.requireNonNullElse(call.get("verdict"), "").toString(),
                  Contents.of((Map<?, ?>) Objects.requireNonNull(call.get("arguments")))));
    }
  }

  static Stream<Example> goodExamples() throws IOException {
    return examples().filter(example -> !example.verdict().equals("bad"));
  }

  private static List<Code> warnings(List<Advice> advice) {
    return advice.stream()
        .filter(one -> one.severity() == Advice.Severity.WARNING)
        .map(Advice::code)
        .toList();
  }

  private static List<Code> codes(List<Advice> advice) {
    return advice.stream().map(Advice::code).toList();
  }

  private static List<Advice> onSave(String json) {
    return Advisor.onSave(Contents.of("{" + json + "}"));
  }

  @Test
  void everyBadExampleOfTheUsagePatternsHasItsOwnWarning() throws IOException {
    Map<String, Code> expected =
        Map.of(
            "Too Vague", Code.TOO_VAGUE,
            "Too Granular", Code.TOO_GRANULAR,
            "Missing Rationale", Code.MISSING_RATIONALE,
            "No Entity Links", Code.NO_ENTITY_LINKS);

    List<Example> bad = examples().filter(example -> example.verdict().equals("bad")).toList();

    assertThat(bad).hasSize(4);
    for (Example example : bad) {
      Code own =
          expected.entrySet().stream()
              .filter(entry -> example.section().endsWith(entry.getKey()))
              .findFirst()
              .orElseThrow()
              .getValue();
      assertThat(warnings(Advisor.onSave(example.content())))
          .as(example.toString())
          .containsExactly(own);
    }
  }

  @ParameterizedTest
  @MethodSource("goodExamples")
  void noGoodExampleOfTheUsagePatternsHasAWarning(Example example) {
    assertThat(warnings(Advisor.onSave(example.content()))).isEmpty();
  }

  @Test
  void thereAreAsManyGoodExamplesAsTheDocumentHas() throws IOException {
    assertThat(goodExamples()).hasSize(9);
  }

  @Test
  void aMemoryThatHasEverythingHasNoAdvice() {
    assertThat(
            onSave(
                RICH
                    + """
                    , "active_tasks": [{"task": "Drop the Redis client", "status": "todo"}],
                    "decisions": [{"decision": "Keep sessions in PostgreSQL",
                      "rationale": "One store to fail over", "alternatives": ["Redis Sentinel"]}]\
                    """))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Working on the code",
        "Fixed some bugs today, it was tricky",
        "Session 3: made good progress",
        "x",
        "🎉"
      })
  void whatNobodyCanActOnIsTooVague(String context) {
    assertThat(warnings(onSave("\"context\": \"" + context + "\", \"files\": [\"a.py\"]")))
        .containsExactly(Code.TOO_VAGUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "libpq 16 needs sslmode=require on the staging cluster",
        "認証サービスのトークン失効をRedisに移した",
        "Die Anmeldung über LDAP scheitert an Umlauten",
        "Сессии хранятся теперь в базе данных",
        "CI caches ~/.gradle by wrapper hash"
      })
  void aShortFactIsNotVagueInAnyScript(String lesson) {
    assertThat(warnings(onSave("\"lessons_learned\": [\"" + lesson + "\"]"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"context\": \"Whitespace before a colon breaks the YAML of our helm values\"",
        "\"lessons_learned\": [\"Typo tolerance is off for words of fewer than four letters"
            + " because cats must not find bats\"]",
        "\"context\": \"Renamed variable FOO\", \"decisions\": [{\"decision\": \"Screaming case\","
            + " \"rationale\": \"constants\"}]"
      })
  void aSmallThingWithAReasonIsWorthKeeping(String json) {
    assertThat(codes(onSave(json))).doesNotContain(Code.TOO_GRANULAR);
  }

  @Test
  void aDecisionThatGivesItsReasonInItsOwnWordsLacksNone() {
    assertThat(
            codes(
                onSave(
                    RICH
                        + ", \"decisions\": [{\"decision\": \"Pin H2 because newer ones lose"
                        + " rows\", \"alternatives\": [\"newest\"]}]")))
        .isEmpty();
  }

  @Test
  void theDecisionsThatLackSomethingArePointedTo() {
    List<Advice> advice =
        onSave(
            RICH
                + """
                , "decisions": [
                {"decision": "A", "rationale": "r", "alternatives": ["x"]},
                {"decision": "B"},
                {"decision": "C", "rationale": "r"},
                {"decision": "D"}]\
                """);

    assertThat(advice)
        .containsExactly(
            new Advice(
                Code.MISSING_RATIONALE,
                Advice.Severity.WARNING,
                "decisions[1] and 1 more: add rationale, why it was decided and when it applies"),
            new Advice(
                Code.NO_ALTERNATIVES,
                Advice.Severity.HINT,
                "decisions[1] and 2 more: add alternatives, each with why it was rejected"));
  }

  @Test
  void whatHasLessonsButNoLinksIsHintedAtOnly() {
    List<Advice> advice =
        onSave("\"lessons_learned\": [\"Gradle caches the wrapper by its distribution hash\"]");

    assertThat(codes(advice)).containsExactly(Code.NO_ENTITY_LINKS);
    assertThat(warnings(advice)).isEmpty();
  }

  @Test
  void linkedFilesAreLinksEnough() {
    assertThat(
            onSave(
                "\"context\": \"Refactored the authentication service into two modules\","
                    + " \"files\": [\"src/auth.py\"]"))
        .isEmpty();
  }

  @Test
  void theLettersOfATextAreNoList() {
    assertThat(
            warnings(onSave(RICH + ", \"lessons_learned\": [\"R\", \"e\", \"d\", \"i\", \"s\"]")))
        .containsExactly(Code.SHREDDED_LIST);
  }

  @Test
  void someShortNamesAreAList() {
    assertThat(
            codes(
                onSave(RICH.replace("\"SessionStore\"", "\"x\", \"y\", \"z\", \"SessionStore\""))))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"pending,0", "In Progress,0", "done,0", "BLOCKED,0", "fertig,1", "50%,1"})
  void aStatusThatDoesNotSayWhetherItIsOverIsHintedAt(String status, int hints) {
    assertThat(
            codes(
                onSave(
                    RICH
                        + ", \"active_tasks\": [{\"task\": \"t\", \"status\": \""
                        + status
                        + "\"}]")))
        .hasSize(hints)
        .allMatch(Code.UNKNOWN_STATUS::equals);
  }

  // Update

  private static final Content BARE =
      Contents.of("{\"context\": \"x\", \"decisions\": [{\"decision\": \"Use Redis\"}]}");

  private static Update update(Set<Field> named, String values, String removals) {
    return new Update(
        "abc123",
        Contents.of(values),
        named,
        Update.Mode.MERGE,
        Contents.of(removals),
        List.of(),
        OptionalInt.empty());
  }

  @Test
  void anUpdateIsNotToldWhatTheMemoryLackedBefore() {
    Update update =
        update(EnumSet.of(Field.ACTIVE_TASKS), "{\"active_tasks\": [\"Measure it\"]}", "{}");

    assertThat(Advisor.onUpdate(BARE, update)).isEmpty();
  }

  @Test
  void anUpdateIsJudgedByTheMemoryItLeaves() {
    Update added =
        update(
            EnumSet.of(Field.DECISIONS), "{\"decisions\": [{\"decision\": \"use redis\"}]}", "{}");
    Content after =
        Contents.of(
            """
            {"decisions": [{"decision": "Ours", "rationale": "r", "alternatives": ["x"]},
              {"decision": "Use Redis", "rationale": "known before", "alternatives": ["y"]}]}\
            """);

    assertThat(Advisor.onUpdate(after, added)).isEmpty();
    assertThat(codes(Advisor.onUpdate(BARE, added)))
        .containsExactly(Code.MISSING_RATIONALE, Code.NO_ALTERNATIVES);
  }

  @Test
  void anUpdateThatEmptiesAMemoryOfItsWordsIsWarned() {
    Update update = update(EnumSet.of(Field.CONTEXT), "{\"context\": \"wip\"}", "{}");

    assertThat(warnings(Advisor.onUpdate(Contents.of("{\"context\": \"wip\"}"), update)))
        .containsExactly(Code.TOO_VAGUE);
  }

  @Test
  void takingOutTheLastEntityIsNoticed() {
    Content after =
        Contents.of("{\"lessons_learned\": [\"Gradle caches the wrapper by distribution hash\"]}");
    Update update = update(Set.of(), "{}", "{\"entities\": [\"Gradle\"]}");

    assertThat(codes(Advisor.onUpdate(after, update))).containsExactly(Code.NO_ENTITY_LINKS);
  }

  @Test
  void everyFixIsOneShortLine() throws IOException {
    List<Advice> all =
        Stream.concat(
                examples().flatMap(example -> Advisor.onSave(example.content()).stream()),
                onSave("\"active_tasks\": [{\"task\": \"t\", \"status\": \"?\"}]").stream())
            .toList();

    assertThat(all)
        .isNotEmpty()
        .allSatisfy(
            advice -> assertThat(advice.fix()).hasSizeBetween(20, 110).doesNotContain("\n"));
  }
}
