package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.Embedders;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Text;
import dev.pactmemory.project.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No question makes the search fail, or changes what is stored. `-Dfuzz=5000` asks more of them,
/// `-Dseed=` the same again.
class FuzzedQueriesTest {
  private static final List<String> SYNTAX =
      List.of(
          "AND",
          "OR",
          "NOT",
          "&&",
          "||",
          "!",
          "(",
          ")",
          "{",
          "}",
          "[",
          "]",
          "^",
          "\"",
          "~",
          "*",
          "?",
          ":",
          "\\",
          "/",
          "+",
          "-",
          "TO",
          "context:",
          "field:[a TO b]",
          "\"a b\"~3",
          "x^4",
          "*:*",
          "re/.*/",
          "\\u0000",
          "_exists_",
          "<",
          ">",
          "=",
          "a~2",
          "te?t",
          "{!func}",
          "${x}",
          "';--",
          "%s%n",
          "<script>");
  private static final List<String> STOP_WORDS =
      List.of("the", "a", "of", "and", "to", "in", "is", "what", "why", "how", "do", "we");

  @TempDir private Path directory;
  private LocalMemories memories;
  private ToolBox toolBox;

  @BeforeEach
  void open() {
    memories =
        LocalMemories.open(
            directory.resolve("data"),
            Embedders.lazy(directory.resolve("cache"), null),
            InstantSource.system(),
            new Random(7),
            "1.0.0");
    toolBox =
        new ToolBox(
            memories,
            () -> new Workspace(Bench.SHOP, Bench.SESSION, List.of(Path.of("/home/me/shop"))),
            InstantSource.system());
    for (String context :
        List.of("AuthService keeps tokens in Redis", "为什么不用 Kafka", "a/b/C.java: x != null")) {
      call("memory_save", Map.of("context", context, "include_tracked", false));
    }
  }

  @AfterEach
  void close() {
    memories.close();
  }

  @Test
  void everyQuestionIsAnsweredAndChangesNothing() {
    long seed = Long.getLong("seed", new SplittableRandom().nextLong());
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Object> before = call("memory_list", Map.of("detail", "full")).structured();

    for (int i = 0; i < Integer.getInteger("fuzz", 120); i++) {
      String question = question(random, i);
      Answer answer = call("memory_search", Map.of("query", question));

      boolean asksNothing = Text.clean(Values.readable(question)) == null;
      assertThat(asksNothing ? "" : answer.error())
          .as(
              "seed %d, question %d: %s",
              seed, i, question.codePoints().limit(200).boxed().toList())
          .isEmpty();
    }

    assertThat(call("memory_list", Map.of("detail", "full")).structured()).isEqualTo(before);
    assertThat(call("memory_search", Map.of("query", "AuthService")).structured().get("total"))
        .isNotEqualTo(0);
  }

  @Test
  void ofALongQuestionTheBeginningIsRead() {
    String log = "AuthService keeps tokens " + "ERROR at x.y:17 ".repeat(6_400);

    Answer answer = call("memory_search", Map.of("query", log));

    assertThat((List<?>) answer.structured().get("hits")).isNotEmpty();
    assertThat(answer.structured())
        .containsEntry("cut", "of the query's 102,424 characters the first 10,000 were read");
  }

  @Test
  void whatIsNoQuestionIsRefusedInWords() {
    assertThat(call("memory_search", Map.of("query", " \t\n ")).error()).contains("query");
    assertThat(call("memory_search", Map.of("query", "\u0000")).error()).contains("query");
  }

  private static String question(SplittableRandom random, int number) {
    return switch (number % 7) {
      case 0 -> joined(random, SYNTAX, "");
      case 1 -> joined(random, SYNTAX, " ");
      case 2 -> joined(random, STOP_WORDS, " ");
      case 3 -> codePoints(random, 1 + random.nextInt(80), 0x110000);
      case 4 -> codePoints(random, 1 + random.nextInt(80), 0x80).replaceAll("[A-Za-z0-9]", "#");
      case 5 -> codePoints(random, 100 * 1024, 0x110000);
      default -> codePoints(random, 1 + random.nextInt(Limits.QUERY_CHARS / 2), 0x3000);
    };
  }

  private static String joined(SplittableRandom random, List<String> pieces, String between) {
    List<String> chosen = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      chosen.add(pieces.get(random.nextInt(pieces.size())));
    }
    return String.join(between, chosen);
  }

  /// Surrogates without their halves and controls included.
  private static String codePoints(SplittableRandom random, int count, int bound) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.appendCodePoint(random.nextInt(bound));
    }
    return text.toString();
  }

  private Answer call(String tool, Map<String, Object> arguments) {
    return toolBox.tools().stream()
        .filter(candidate -> candidate.name().equals(tool))
        .findFirst()
        .orElseThrow()
        .call(arguments, Call.within(Duration.ofMinutes(1)));
  }
}
