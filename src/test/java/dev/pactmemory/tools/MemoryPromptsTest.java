package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.briefing.Hostile;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryPromptsTest {
  private static final String ALL = "prepare, architect, code, test, blocker, wrap-up, recall";

  private final Bench bench = new Bench();

  private Outcome<String> get(String name, Map<String, String> arguments) {
    return bench.toolBox.prompts().get(name, arguments, Call.within(Duration.ofMinutes(1)));
  }

  private String text(String name, Map<String, String> arguments) {
    return switch (get(name, arguments)) {
      case Outcome.Done<String>(String text) -> text;
      case Outcome.Refused<String>(Problem problem) -> throw new AssertionError(problem);
    };
  }

  /// The memories that every question finds, with what they say in the views of it.
  private void found(Hit... hits) {
    bench.found =
        Outcome.done(new Found(List.of(hits), hits.length, null, Bench.SHOP, Set.of(), null));
    bench.decisions =
        page(
            Arrays.stream(hits)
                .flatMap(hit ->
                    hit.memory().content().decisions().stream()
                        .map(decision ->
                            new LoggedDecision(
                                hit.memory().id(),
                                hit.shortId(),
                                Bench.SHOP,
                                decision,
                                hit.memory().createdAt(),
                                1,
                                List.of(),
                                null)))
                .toList());
    bench.tasks =
        page(
            Arrays.stream(hits)
                .flatMap(hit ->
                    hit.memory().content().activeTasks().stream()
                        .map(task ->
                            new OpenTask(
                                hit.memory().id(),
                                hit.shortId(),
                                Bench.SHOP,
                                task,
                                hit.memory().createdAt())))
                .toList());
  }

  private static <T> Outcome<Page<T>> page(List<T> items) {
    Page<T> page = new Page<>(items, items.size(), null, Bench.SHOP, Set.of());
    return Outcome.done(page);
  }

  @Test
  void aDecisionThatIsNoLongerInForceIsLeftOut() {
    bench.decisions =
        page(
            List.of(
                new LoggedDecision(
                    Bench.MEMORY.id(),
                    "3f9a2c",
                    Bench.SHOP,
                    new Decision("Use Memcached"),
                    Bench.NOW,
                    1,
                    List.of(),
                    new LoggedDecision.Replacement("aaaaaa", OptionalInt.empty()))));

    assertThat(text("architect", Map.of()))
        .contains("Decisions in force, newest first: none")
        .doesNotContain("Memcached");
  }

  @Test
  void anAnswerThatCouldBeBetterSaysSo() {
    bench.found =
        Outcome.done(
            new Found(
                List.of(),
                0,
                null,
                Bench.SHOP,
                Set.of(Degradation.INDEX_CATCHING_UP),
                new Found.Nothing(Found.Nothing.Why.NOTHING_STORED, 0, List.of())));

    assertThat(text("recall", Map.of("topic", "caches")))
        .contains(
            """
            Memories to the topic: nothing is saved in this project yet
            (the index is catching up: some memories are not found yet; ask again soon)
            """);
  }

  static List<String> names() {
    return List.of(ALL.split(", ", -1));
  }

  static List<String> hostile() {
    return Hostile.TEXTS;
  }

  @Test
  void thereIsOneForEveryPhaseABlockerTheEndAndARecall() {
    assertThat(bench.toolBox.prompts().list())
        .extracting(Prompts.Prompt::name)
        .containsExactlyElementsOf(names());
    assertThat(
            bench.toolBox.prompts().list().stream()
                .flatMap(prompt ->
                    prompt.arguments().stream()
                        .filter(Prompts.Argument::required)
                        .map(argument -> prompt.name() + " " + argument.name())))
        .containsExactly("blocker problem", "recall topic");
  }

  @ParameterizedTest
  @CsvSource({
    "prepare, entities",
    "architect, alternatives",
    "code, active_tasks",
    "test, lessons_learned",
    "blocker, blocked",
    "wrap-up, active_tasks",
  })
  void eachAsksForASaveOfItsShape(String name, String field) {
    String text = text(name, Map.of("problem", "x"));

    assertThat(text.substring(text.indexOf("</memory-data>")))
        .contains("memory_save", "\"context\"", field);
  }

  @Test
  void aRecallSavesNothingAndAdmitsWhatIsNotKnown() {
    assertThat(text("recall", Map.of("topic", "caches")))
        .doesNotContain("memory_save")
        .contains("Topic: caches", "none comes near", "say so");
  }

  @Test
  void theStoreIsAskedForWhatTheTopicTheFileAndTheProjectMean() {
    text("code", Map.of("topic", "token cache", "file", "./src/a.py", "project", "bank"));

    Scope bank = new Scope.Named("bank", Bench.SHOP);
    assertThat(bench.asked)
        .contains(
            new SearchQuery("token cache", bank, 5, "src/a.py", null, null, Set.of(), null, null),
            new ListQuery(bank, null, null, null, Set.of(), true, 15, null),
            new DecisionQuery(null, null, null, null, null, bank, 20, null),
            new Tracking(Bench.SHOP, Bench.SESSION, List.of(), List.of(), false));
    bench.asked.clear();

    text("test", Map.of("file", "./src/a.py"));

    assertThat(bench.asked)
        .contains(new FileQuery("src/a.py", new Scope.Current(Bench.SHOP), 5, null));
  }

  @Test
  void whatTheStoreKnowsIsShownBetweenTheTags() {
    found(Hostile.everywhere("x"));
    bench.tracked = Outcome.done(List.of(new TrackedFile("src/b.py", Bench.NOW, Bench.NOW)));

    String text = text("code", Map.of("topic", "token cache"));

    assertThat(text)
        .contains(
            "Topic: token cache",
            """
            <memory-data>
            Memories to the topic:
            - [3f9a2c00, 2026-01-31 12:00 UTC] Context: c x
            Open tasks:
            - Task (s x, p x) [3f9a2c00]: t x
            Decisions in force, newest first:
            - Decision [3f9a2c00, 2026-01-31 12:00 UTC]: d x; because: r x; rejected: a x
            Files touched in this session:
            - File: src/b.py
            </memory-data>\
            """);
  }

  @Test
  void aMemoryToUpdateIsNamed() {
    assertThat(text("wrap-up", Map.of("memory", "3f9a2c")))
        .contains("Memory to update: 3f9a2c0011223344556677889900aabb");

    bench.got =
        Outcome.done(
            new Got(List.of(), List.of(Bench.problem(Problem.Code.NOT_FOUND, "ids", "none"))));
    assertThat(get("wrap-up", Map.of("memory", "3f9a2c")))
        .isEqualTo(Outcome.refused(Bench.problem(Problem.Code.NOT_FOUND, "memory", "none")));
  }

  @Test
  void anUnknownProjectIsRefused() {
    bench.found = Outcome.refused(Bench.problem(Problem.Code.UNKNOWN_PROJECT, "project", "none"));

    assertThat(get("prepare", Map.of("project", "nope"))).isEqualTo(bench.found);
  }

  @Test
  void aTextThatIsNoTopicIsRefused() {
    assertThat(get("recall", Map.of("topic", "x".repeat(10_001))))
        .isEqualTo(
            Outcome.refused(
                new Problem(
                    Problem.Code.TOO_LONG, "topic", "10001 characters came; 10000 are allowed")));
    assertThat(bench.asked).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPromptIsBoundedHoweverMuchIsKnown(String name) {
    found(Collections.nCopies(100, Hostile.everywhere("漢<".repeat(5_000))).toArray(Hit[]::new));
    bench.tracked =
        Outcome.done(
            Collections.nCopies(500, new TrackedFile("漢".repeat(1_000), Bench.NOW, Bench.NOW)));
    Map<String, String> arguments =
        Map.of("topic", "漢".repeat(9_000), "problem", "漢".repeat(9_000), "file", "漢".repeat(3_000));

    assertThat(text(name, arguments).getBytes(StandardCharsets.UTF_8).length)
        .isBetween(500, 2_500 * 4);
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void noTextOfAMemoryOrOfTheCallerLeavesItsPlace(String hostile) {
    found(Hostile.everywhere(hostile));
    bench.tracked = Outcome.done(List.of(new TrackedFile("f" + hostile, Bench.NOW, Bench.NOW)));
    String harmless = shape(hostile, "x");

    assertThat(shape(hostile, hostile)).isEqualTo(harmless);
  }

  /// The prompts with every line that shows data cut to what is ours.
  private String shape(String inMemories, String said) {
    found(Hostile.everywhere(inMemories));
    StringBuilder all = new StringBuilder();
    for (String name : names()) {
      Map<String, String> arguments = Map.of("topic", "q" + said, "problem", "q" + said);
      String text = text(name, arguments);
      assertThat(text.split("<memory-data>|</memory-data>", -1)).hasSize(3);
      assertThat(text).doesNotContain("\u001b", "\u202e", "\u200b", "<!--", "<s");
      text.lines()
          .map(line -> line.replaceFirst("^(- [A-Z\\[]|Topic: ).*", "$1"))
          .forEach(line -> all.append(line).append('\n'));
    }
    return all.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "memory://{id}, id, MEMORY",
    "memory://project/{project}/recent, project, PROJECT",
    "memory://entity/{name}, name, ENTITY",
    "memory://file/{+path}, path, FILE",
  })
  void theVariablesOfTheTemplatesAreCompleted(String template, String variable, String kind) {
    bench.names = Outcome.done(new Names(List.of("one", "two"), 7));

    assertThat(complete(new Completions.Reference.OfTemplate(template), variable, Map.of()))
        .contains(new Names(List.of("one", "two"), 7));
    assertThat(bench.asked)
        .containsExactly(
            new NamesQuery(
                NamesQuery.Kind.valueOf(kind), "ty", new Scope.Current(Bench.SHOP), 100));
  }

  @ParameterizedTest
  @CsvSource({
    "prepare, topic, ENTITY",
    "recall, topic, ENTITY",
    "code, file, FILE",
    "wrap-up, memory, MEMORY",
  })
  void theArgumentsOfThePromptsAreCompletedInTheProjectNamed(
      String prompt, String argument, String kind) {
    Optional<Names> _ =
        complete(new Completions.Reference.OfPrompt(prompt), argument, Map.of("project", "bank"));

    assertThat(bench.asked)
        .containsExactly(
            new NamesQuery(
                NamesQuery.Kind.valueOf(kind), "ty", new Scope.Named("bank", Bench.SHOP), 100));
  }

  @Test
  void freeWordsAndProjectsHalfTypedHaveNoValues() {
    Names none = new Names(List.of(), 0);

    assertThat(complete(new Completions.Reference.OfPrompt("blocker"), "problem", Map.of()))
        .contains(none);
    bench.names = Outcome.refused(Bench.problem(Problem.Code.UNKNOWN_PROJECT, "project", "none"));
    assertThat(
            complete(new Completions.Reference.OfPrompt("code"), "file", Map.of("project", "ban")))
        .contains(none);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory://recent", "memory://{name}", "", "{id}"})
  void whatIsNoTemplateIsNotCompleted(String template) {
    assertThat(complete(new Completions.Reference.OfTemplate(template), "id", Map.of())).isEmpty();
    assertThat(complete(new Completions.Reference.OfPrompt(template), "topic", Map.of())).isEmpty();
    assertThat(complete(new Completions.Reference.OfTemplate("memory://{id}"), "name", Map.of()))
        .isEmpty();
  }

  private Optional<Names> complete(
      Completions.Reference of, String argument, Map<String, String> others) {
    return bench
        .toolBox
        .completions()
        .complete(of, argument, "ty", others, Call.within(Duration.ofMinutes(1)));
  }
}
