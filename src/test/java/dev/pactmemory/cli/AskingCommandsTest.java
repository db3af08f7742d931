package dev.pactmemory.cli;

import static dev.pactmemory.cli.FakeProgram.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.tools.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The commands that ask for memories, and how what they find is shown.
class AskingCommandsTest {
  private final FakeProgram program = new FakeProgram();
  private final Console console = new Console(program);

  @Test
  void searchAsksTheToolOnlyWhatWasSaid() {
    program.answer =
        Answer.of(
            Map.of(
                "hits",
                List.of(
                    ordered(
                        "id", "3f9a1c",
                        "date", "2026-11-01T10:00Z",
                        "field", "lessons_learned",
                        "snippet", "Redis \u001b[2Jwins",
                        "band", "strong",
                        "why", List.of("words: redis", "meaning"))),
                "total",
                4));

    assertThat(console.run("search", "redis", "cluster", "--limit", "1", "--file", "a.py"))
        .isZero();
    assertThat(program.asked)
        .containsExactly(
            Map.entry(
                "memory_search",
                Map.of("query", "redis cluster", "limit", 1, "current_file", "a.py")));
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c  2026-11-01T10:00Z  strong  words: redis · meaning
              lessons learned: Redis ?[2Jwins
            1 of 4 shown
            """);
  }

  @Test
  void explainingTellsWhatAScoreCameFrom() {
    program.answer =
        Answer.of(
            Map.of(
                "hits",
                List.of(
                    ordered(
                        "id", "3f9a1c0011223344556677889900aabb",
                        "context", "Redis is out",
                        "created_at", "2026-11-01T10:00:00Z",
                        "note", "superseded by 77aa0000",
                        "band", "fair",
                        "why", List.of("words: redis"),
                        "score", 0.512,
                        "parts",
                            ordered("words", 0.6, "meaning", 0.424, "cosine", 0.856, "lift", 0.15),
                        "matched", ordered("field", "context", "snippet", "Redis is out"))),
                "total",
                1));

    assertThat(console.run("search", "redis", "--explain")).isZero();
    assertThat(program.asked)
        .containsExactly(Map.entry("memory_search", Map.of("query", "redis", "detail", "full")));
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c001122  2026-11-01T10:00:00Z  fair  words: redis
              context: Redis is out
              superseded by 77aa0000
              score 0.512 from words 0.6 and meaning 0.424 (cosine 0.856), lifted by 0.15
            """);
  }

  @Test
  void moreHitsThanCanBeExplainedAreShownInBrief() {
    program.answer =
        Answer.of(
            ordered(
                "hits",
                List.of(
                    ordered(
                        "id", "3f9a1c",
                        "date", "2026-11-01T10:00Z",
                        "band", "fair",
                        "why", List.of("words: redis"),
                        "field", "context",
                        "snippet", "Redis is out")),
                "total",
                1,
                "cut",
                "detail left out to fit max_tokens"));

    assertThat(console.run("search", "redis", "--explain")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c  2026-11-01T10:00Z  fair  words: redis
              context: Redis is out
            detail left out to fit max_tokens
            so many hits cannot be explained at once; take a lower --limit
            """);
  }

  @Test
  void nothingFoundIsNoFailureAndSaysWhy() {
    program.answer =
        Answer.of(
            Map.of(
                "hits", List.of(),
                "total", 0,
                "nothing", Map.of("why", "no_match", "nearest", List.of("Redis pooling"))));

    assertThat(console.run("search", "x")).isZero();
    assertThat(console.out()).isEqualTo("Nothing matches.\n  nearest: Redis pooling\n");
  }

  @Test
  void getShowsEveryFieldOfAMemory() {
    program.answer =
        Answer.of(
            Map.of(
                "memories",
                List.of(
                    ordered(
                        "id", "3f9a1c00000000000000000000000000",
                        "context", "Auth work",
                        "decisions",
                            List.of(
                                ordered(
                                    "decision", "Use Redis",
                                    "rationale", "fast",
                                    "alternatives", List.of("PostgreSQL"))),
                        "project", "shop",
                        "created_at", "t1",
                        "updated_at", "t2",
                        "revision", 2))));

    assertThat(console.run("get", "3f9a1c")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c00000000000000000000000000  project shop, revision 2, saved t1, changed t2
            context
              Auth work
            decisions
              - Use Redis (rationale: fast; alternatives: PostgreSQL)
            """);
  }

  @Test
  void getNamesWhatIsNotThereBesideWhatIs() {
    program.answer =
        Answer.of(
            ordered(
                "memories", List.of(Map.of("id", "3f9a1c", "context", "Auth work")),
                "problems", List.of("unknown_id ids: there is no memory abc123")));

    assertThat(console.run("get", "3f9a1c", "abc123")).isEqualTo(Commands.FAILED);
    assertThat(console.out()).contains("Auth work");
    assertThat(console.err()).isEqualTo("unknown_id ids: there is no memory abc123\n");
  }

  @Test
  void aListIsATableOnAScreen() {
    program.answer = someList();

    assertThat(console.onScreen("list")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            id            date               what it says
            3f9a1c000000  2026-11-01T10:00Z  Redis holds th…
            77aa00000000  2026-10-01T10:00Z  短い
            2 of 5 shown; the next with --cursor c1
            """);
  }

  @Test
  void aListForAProgramIsWholeTextsBetweenTabs() {
    program.answer = someList();

    assertThat(console.run("list")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c000000\t2026-11-01T10:00Z\t\tRedis holds the ?[31mtoken blacklist
            77aa00000000\t2026-10-01T10:00Z\t\t短い
            """);
    assertThat(console.err()).isEqualTo("2 of 5 shown; the next with --cursor c1\n");
  }

  private static Answer someList() {
    return Answer.of(
        ordered(
            "hits",
            List.of(
                ordered(
                    "id", "3f9a1c00000000000000000000000000",
                    "date", "2026-11-01T10:00Z",
                    "field", "context",
                    "snippet", "Redis holds the \u001b[31mtoken\tblacklist"),
                ordered(
                    "id", "77aa0000000000000000000000000000",
                    "date", "2026-10-01T10:00Z",
                    "field", "context",
                    "snippet", "短い")),
            "total",
            5,
            "cursor",
            "c1"));
  }

  @Test
  void anEmptyProjectIsNamed() {
    program.answer =
        Answer.of(
            Map.of(
                "project", "shop",
                "hits", List.of(),
                "nothing", Map.of("why", "nothing_stored")));

    assertThat(console.run("search", "x")).isZero();
    assertThat(console.out())
        .isEqualTo("Nothing is stored yet in the project shop (--project '*' looks in all).\n");
  }

  @Test
  void decisionsTellWhyAndWhetherTheyHold() {
    program.answer =
        Answer.of(
            Map.of(
                "decisions",
                List.of(
                    ordered(
                        "id", "3f9a1c00",
                        "date", "2026-11-01T10:00Z",
                        "decision", "Use Valkey\u001b[2J",
                        "rationale", "free",
                        "alternatives", List.of("Redis - licence"),
                        "in_force", true),
                    ordered(
                        "id", "aa00bb11",
                        "date", "2026-10-01T10:00Z",
                        "decision", "Use Redis",
                        "in_force", false,
                        "superseded_by", "3f9a1c00")),
                "total",
                2));

    assertThat(console.run("decisions", "cache", "choice", "--entity", "Redis")).isZero();
    assertThat(program.asked)
        .containsExactly(
            Map.entry("memory_decisions", Map.of("about", "cache choice", "entity", "Redis")));
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c00  2026-11-01T10:00Z  in force
              Use Valkey?[2J
                because free
                rejected: Redis - licence
            aa00bb11  2026-10-01T10:00Z  superseded by 3f9a1c00
              Use Redis
            """);
  }

  @Test
  void entitiesTellTheirNotesNeighboursAndFiles() {
    program.answer =
        Answer.of(
            Map.of(
                "entities",
                List.of(
                    ordered(
                        "name",
                        "Redis",
                        "memories",
                        2,
                        "types",
                        ordered("service", 1, "database", 1),
                        "types_differ",
                        true,
                        "notes",
                        List.of(
                            ordered(
                                "id", "3f9a1c00",
                                "date", "2026-11-01T10:00Z",
                                "note", "for sessions")),
                        "neighbours",
                        ordered("JWT", 2))),
                "total",
                1));

    assertThat(console.run("entities", "redis")).isZero();
    assertThat(program.asked)
        .containsExactly(Map.entry("memory_entities", Map.of("name", "redis")));
    assertThat(console.out())
        .isEqualTo(
            """
            Redis  2 memories  service 1, database 1  types differ
              3f9a1c00 2026-11-01T10:00Z for sessions
              neighbours: JWT 2
            """);
  }

  @Test
  void tasksHistoryAndUndeleteAskTheirTools() {
    program.answer =
        Answer.of(
            Map.of(
                "memories",
                List.of(
                    ordered(
                        "id", "3f9a1c00000000000000000000000000",
                        "project", "shop",
                        "history",
                            List.of(
                                ordered(
                                    "revision",
                                    2,
                                    "date",
                                    "2026-11-01T10:00Z",
                                    "session",
                                    "s2",
                                    "changes",
                                    List.of("+ goal: fast")),
                                ordered(
                                    "revision",
                                    1,
                                    "date",
                                    "2026-10-31T10:00Z",
                                    "changes",
                                    List.of("+ context: slow")))))));

    assertThat(console.run("history", "3f9a1c")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            3f9a1c00000000000000000000000000  project shop
            revision 2  2026-11-01T10:00Z  session s2
              + goal: fast
            revision 1  2026-10-31T10:00Z
              + context: slow
            """);
    program.answer =
        Answer.of(Map.of("nothing", Map.of("why", "nothing_stored"), "hits", List.of()));
    assertThat(console.run("tasks")).isZero();
    assertThat(console.run("undelete", "3f9a1c")).isZero();
    assertThat(program.asked)
        .containsExactly(
            Map.entry("memory_get", Map.of("ids", "3f9a1c", "history", true)),
            Map.entry("memory_list", Map.of("has", List.of("open_tasks"))),
            Map.entry("memory_delete", Map.of("id", "3f9a1c", "restore", true)));
  }
}
