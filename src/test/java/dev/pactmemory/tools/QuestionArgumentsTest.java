package dev.pactmemory.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Tracking;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionArgumentsTest {
  private final Bench bench = new Bench();

  @Test
  void aSearchNeedsOnlyItsQuery() {
    assertThat(
            bench.asked(
                SearchQuery.class, "memory_search", "{\"query\": \" 100% a_b \\\"x\\\" \"}"))
        .isEqualTo(
            new SearchQuery(
                "100% a_b \"x\"",
                new Scope.Current(Bench.SHOP), 5, null, null, null, Set.of(), null, null));
  }

  @Test
  void aSearchTakesAllItsFilters() {
    assertThat(
            bench.asked(
                SearchQuery.class,
                "memory_search",
                """
                {"query": "q", "limit": "7", "current_file": "src/a.py", "project": "*",
                 "since": "2026-01-31", "until": "2026-02-01", "fields": "decisions",
                 "entity": "AuthService", "detail": "full", "max_tokens": 900, "cursor": "x"}\
                """))
        .isEqualTo(
            new SearchQuery(
                "q",
                new Scope.All(),
                7,
                "src/a.py",
                Instant.parse("2026-01-31T00:00:00Z"),
                Instant.parse("2026-02-01T23:59:59.999999Z"),
                Set.of(Field.DECISIONS),
                "AuthService",
                "x"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31, 2026-01-31T00:00:00Z",
    "2026-01-31T14:05, 2026-01-31T14:05:00Z",
    "2026-01-31 14:05:09, 2026-01-31T14:05:09Z",
    "2026-01-31T14:05:09.123456Z, 2026-01-31T14:05:09.123456Z",
    "2026-01-31T14:05Z, 2026-01-31T14:05:00Z",
    "2026-01-31T14:05:09+02:00, 2026-01-31T12:05:09Z",
    "7d, 2026-02-22T00:00:00Z",
    "36h, 2026-02-28T00:00:00Z",
    "2w, 2026-02-15T00:00:00Z",
  })
  void datesAreReadInTheFormsAgentsWrite(String written, String meant) {
    assertThat(
            bench
                .asked(ListQuery.class, "memory_list", Json.write(Map.of("since", written)))
                .since())
        .isEqualTo(Instant.parse(meant));
  }

  @Test
  void aListTakesAllItsFilters() {
    assertThat(
            bench.asked(
                ListQuery.class,
                "memory_list",
                """
                {"project": "other", "session": "s0", "until": "2026-01-31T10:00Z",
                 "has": ["open_tasks", "decisions"], "limit": 3, "cursor": "x"}\
                """))
        .isEqualTo(
            new ListQuery(
                new Scope.Named("other", Bench.SHOP),
                new SessionId("s0"),
                null,
                Instant.parse("2026-01-31T10:00:00Z"),
                Set.of(Field.DECISIONS),
                true,
                3,
                "x"));
    assertThat(bench.asked(ListQuery.class, "memory_list", "{\"session\": \"current\"}").session())
        .isEqualTo(Bench.SESSION);
  }

  @Test
  void whereNothingIsRenamedAFileHasNoOtherNames() {
    assertThat(
            bench
                .asked(FileQuery.class, "memory_search_by_file", "{\"path\": \"src/auth/a.py\"}")
                .otherNames())
        .isEmpty();
  }

  @Test
  void aFileIsAskedForByPath() {
    assertThat(
            bench.asked(
                FileQuery.class,
                "memory_search_by_file",
                "{\"path\": \"src/auth/\", \"limit\": 2}"))
        .isEqualTo(new FileQuery("src/auth/", new Scope.Current(Bench.SHOP), 2, null));
  }

  @Test
  void idsAreOneOrMany() {
    for (String ids : List.of("\"abc123\"", "[\"abc123\"]", "\"[\\\"abc123\\\"]\"")) {
      Object asked =
          bench.asked(Object.class, "memory_get", "{\"ids\": " + ids + ", \"revision\": 2}");

      assertThat(asked).isEqualTo(Map.of("refs", List.of("abc123"), "revision", OptionalInt.of(2)));
    }
  }

  @Test
  void filesAreTracked() {
    assertThat(
            bench.asked(
                Tracking.class,
                "memory_tracked_files",
                "{\"add\": \"a\", \"remove\": [\"b\", \"b\"], \"clear\": true}"))
        .isEqualTo(new Tracking(Bench.SHOP, Bench.SESSION, List.of("a"), List.of("b"), true));
    assertThat(bench.asked(Tracking.class, "memory_tracked_files", "{}"))
        .isEqualTo(new Tracking(Bench.SHOP, Bench.SESSION, List.of(), List.of(), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "memory_search | {} | missing_field query: it is required, like {\"query\": \"token"
            + " refresh\"}",
        "memory_search | {\"query\": \" \"} | invalid_value query: it is empty; fill it, like"
            + " {\"query\":",
        "memory_search | {\"q\": \"a\"} | unknown_field q: did you mean query?",
        "memory_search | {\"query\": \"a\", \"top_k\": 3} | unknown_field top_k: did you mean"
            + " limit?",
        "memory_search | {\"query\": [\"a\"]} | wrong_type query: a list came; a text is expected",
        "memory_search | {\"query\": \"a\", \"limit\": 0} | invalid_value limit: 0 is not a whole"
            + " number from 1 to 100",
        "memory_search | {\"query\": \"a\", \"limit\": -1} | invalid_value limit: -1 is not a whole"
            + " number from 1 to 100",
        "memory_search | {\"query\": \"a\", \"limit\": 99999999999999999999} | invalid_value limit:"
            + " 99999999999999999999 is not",
        "memory_search | {\"query\": \"a\", \"limit\": 2.5} | wrong_type limit: the number 2.5"
            + " came; a whole number from 1 to 100 is expected",
        "memory_search | {\"query\": \"a\", \"limit\": \"many\"} | wrong_type limit: the text"
            + " \"many\" came;",
        "memory_search | {\"query\": \"a\", \"limit\": true} | wrong_type limit: true came;",
        "memory_search | {\"query\": \"a\", \"max_tokens\": 5} | invalid_value max_tokens: 5 is not"
            + " a whole number from 100 to 20000",
        "memory_search | {\"query\": \"a\", \"since\": \"last week\"} | invalid_value since: \"last"
            + " week\" came; a date like 2026-01-31, a time like",
        "memory_search | {\"query\": \"a\", \"since\": \"2026-02-30\"} | invalid_value since:"
            + " \"2026-02-30\" came;",
        "memory_search | {\"query\": \"a\", \"since\": \"+99999-01-01T00:00Z\"} | invalid_value"
            + " since:",
        "memory_search | {\"query\": \"a\", \"since\": 1767225600} | wrong_type since: the number"
            + " 1767225600 came; a text is expected",
        "memory_search | {\"query\": \"a\", \"since\": \"2026-02-01\", \"until\": \"2026-01-01\"} |"
            + " invalid_value until: it lies before since;",
        "memory_search | {\"query\": \"a\", \"fields\": [\"lessons\"]} | invalid_value fields:"
            + " \"lessons\": did you mean lessons_learned? One of context,",
        "memory_search | {\"query\": \"a\", \"detail\": \"all\"} | invalid_value detail: \"all\":"
            + " One of brief, full",
        "memory_search | {\"query\": \"a\", \"project\": \" \"} | invalid_value project: it is"
            + " empty; leave it out for the current project, or give a name, or \"*\" to read all",
        "memory_search | {\"query\": \"a\", \"cursor\": \"\"} | invalid_value cursor: it is empty",
        "memory_decisions | {\"about\": \"a\\u0000\"} | invalid_value about: the character at index"
            + " 1 is NUL (U+0000); remove it",
        "memory_search_by_file | {\"file\": \"a\"} | unknown_field file: did you mean path?",
        "memory_search_by_file | {} | missing_field path: it is required,",
        "memory_list | {\"has\": [\"tasks\"]} | invalid_value has: \"tasks\": did you mean"
            + " active_tasks? One of open_tasks",
        "memory_list | {\"session\": \"\"} | invalid_value session: it is empty",
        "memory_get | {} | missing_field ids: it is required, like {\"ids\": [\"3f9a2c\"]}",
        "memory_get | {\"ids\": []} | missing_field ids:",
        "memory_get | {\"id\": \"abc123\"} | unknown_field id: did you mean ids?",
        "memory_get | {\"ids\": [1]} | wrong_type ids[0]: the number 1 came; a text is expected",
        "memory_delete | {} | missing_field id:",
        "memory_delete | {\"ids\": [\"a\"]} | unknown_field ids: did you mean id?",
        "memory_tracked_files | {\"files\": [\"a\"]} | unknown_field files: did you mean add?",
        "memory_status | {\"verbose\": true} | unknown_field verbose: no arguments are taken",
      })
  void aMistakeIsNamedWithItsRemedy(String tool, String arguments, String error) {
    assertThat(bench.error(tool, arguments)).startsWith(error);
  }

  @Test
  void aLongQuestionIsReadFromItsBeginning() {
    String read = "x ".repeat(4_999) + "x";

    assertThat(searched("\n" + read + " y and more")).isEqualTo(read + "…");
    assertThat(searched("x".repeat(9_999) + "😀")).isEqualTo("x".repeat(9_999) + "😀");
    assertThat(searched("x".repeat(9_998) + "😀x")).isEqualTo("x".repeat(9_998) + "😀x");
    assertThat(searched("x".repeat(9_998) + "😀xx")).isEqualTo("x".repeat(9_998) + "😀…");
  }

  @Test
  void whatNoTextCanHaveIsASpaceInAQuestion() {
    assertThat(searched("a\u0000b \ud83d c \ude00")).isEqualTo("a b   c");
  }

  private String searched(String question) {
    return bench
        .asked(SearchQuery.class, "memory_search", Json.write(Map.of("query", question)))
        .text();
  }

  @Test
  void tooMuchIsRefusedWithTheLimit() {
    assertThat(bench.error("memory_decisions", Json.write(Map.of("about", "x".repeat(10_001)))))
        .isEqualTo("too_long about: 10,001 characters came; it may have 10,000");
    assertThat(
            bench.error(
                "memory_get",
                Json.write(
                    Map.of(
                        "ids",
                        java.util.stream.IntStream.range(0, 51).mapToObj(i -> "a" + i).toList()))))
        .isEqualTo("too_long ids: 51 came; one call may have 50");
    assertThat(bench.error("memory_search_by_file", Json.write(Map.of("path", "x".repeat(4097)))))
        .isEqualTo("too_long path: 4,097 characters came; it may have 4,096");
    assertThat(
            bench.error(
                "memory_tracked_files", Json.write(Map.of("add", Collections.nCopies(501, "a")))))
        .startsWith("too_long add: 501 items came; a list may have 500");
  }
}
