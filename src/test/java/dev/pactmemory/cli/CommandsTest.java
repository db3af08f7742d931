package dev.pactmemory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.bench.RetrievalBenchmark;
import dev.pactmemory.bench.SpeedBenchmark;
import dev.pactmemory.exchange.Format;
import dev.pactmemory.exchange.Imported;
import dev.pactmemory.exchange.MarkdownExport;
import dev.pactmemory.journal.Backup;
import dev.pactmemory.memory.Exported;
import dev.pactmemory.memory.Purged;
import dev.pactmemory.memory.Restored;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.tools.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakeProgram program = new FakeProgram();

  @Test
  void theVersionIsPrinted() {
    assertThat(run("--version")).isZero();
    assertThat(out()).isEqualTo("pact-memory 1.2.3\n");
  }

  @Test
  void helpNamesEveryCommandAndTheExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out())
        .contains(
            "demo",
            "status",
            "search",
            "get",
            "list",
            "reindex",
            "purge",
            "doctor",
            "tasks",
            "decisions",
            "entities",
            "history",
            "undelete",
            "bench",
            "sync-claude-md",
            "Exit codes: 0 done, 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serach", "search", "get", "list --limit x", "status extra", "--loud"})
  void aCommandLineThatCannotBeMeantExitsWithTwoAndHelps(String line) {
    assertThat(run(line.split(" ", -1))).isEqualTo(Commands.USAGE);
    assertThat(out()).isEmpty();
    assertThat(err()).contains("pact-memory");
    assertThat(program.asked).isEmpty();
  }

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

    assertThat(run("search", "redis", "cluster", "--limit", "1", "--file", "a.py")).isZero();
    assertThat(program.asked)
        .containsExactly(
            Map.entry(
                "memory_search",
                Map.of("query", "redis cluster", "limit", 1, "current_file", "a.py")));
    assertThat(out())
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

    assertThat(run("search", "redis", "--explain")).isZero();
    assertThat(program.asked)
        .containsExactly(Map.entry("memory_search", Map.of("query", "redis", "detail", "full")));
    assertThat(out())
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

    assertThat(run("search", "redis", "--explain")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            3f9a1c  2026-11-01T10:00Z  fair  words: redis
              context: Redis is out
            detail left out to fit max_tokens
            so many hits cannot be explained at once; take a lower --limit
            """);
  }

  @Test
  void jsonIsTheToolsAnswerOnOneLine() {
    program.answer = Answer.of(ordered("hits", List.of(), "total", 0));

    assertThat(run("search", "x", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"hits\":[],\"total\":0}\n");
  }

  @Test
  void nothingFoundIsNoFailureAndSaysWhy() {
    program.answer =
        Answer.of(
            Map.of(
                "hits", List.of(),
                "total", 0,
                "nothing", Map.of("why", "no_match", "nearest", List.of("Redis pooling"))));

    assertThat(run("search", "x")).isZero();
    assertThat(out()).isEqualTo("Nothing matches.\n  nearest: Redis pooling\n");
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

    assertThat(run("get", "3f9a1c")).isZero();
    assertThat(out())
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

    assertThat(run("decisions", "cache", "choice", "--entity", "Redis")).isZero();
    assertThat(program.asked)
        .containsExactly(
            Map.entry("memory_decisions", Map.of("about", "cache choice", "entity", "Redis")));
    assertThat(out())
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

    assertThat(run("entities", "redis")).isZero();
    assertThat(program.asked)
        .containsExactly(Map.entry("memory_entities", Map.of("name", "redis")));
    assertThat(out())
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

    assertThat(run("history", "3f9a1c")).isZero();
    assertThat(out())
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
    assertThat(run("tasks")).isZero();
    assertThat(run("undelete", "3f9a1c")).isZero();
    assertThat(program.asked)
        .containsExactly(
            Map.entry("memory_get", Map.of("ids", "3f9a1c", "history", true)),
            Map.entry("memory_list", Map.of("has", List.of("open_tasks"))),
            Map.entry("memory_delete", Map.of("id", "3f9a1c", "restore", true)));
  }

  @Test
  void getNamesWhatIsNotThereBesideWhatIs() {
    program.answer =
        Answer.of(
            ordered(
                "memories", List.of(Map.of("id", "3f9a1c", "context", "Auth work")),
                "problems", List.of("unknown_id ids: there is no memory abc123")));

    assertThat(run("get", "3f9a1c", "abc123")).isEqualTo(Commands.FAILED);
    assertThat(out()).contains("Auth work");
    assertThat(err()).isEqualTo("unknown_id ids: there is no memory abc123\n");
  }

  @Test
  void anEmptyProjectIsNamed() {
    program.answer =
        Answer.of(
            Map.of(
                "project", "shop",
                "hits", List.of(),
                "nothing", Map.of("why", "nothing_stored")));

    assertThat(run("search", "x")).isZero();
    assertThat(out())
        .isEqualTo("Nothing is stored yet in the project shop (--project '*' looks in all).\n");
  }

  @Test
  void aRefusalOfTheToolExitsWithOneAndSaysWhatItSaid() {
    program.answer = Answer.error("no memory abc123; see memory_list");

    assertThat(run("get", "abc123")).isEqualTo(Commands.FAILED);
    assertThat(out()).isEmpty();
    assertThat(err()).isEqualTo("no memory abc123; see memory_list\n");
  }

  @Test
  void aStoreHeldByAServerExitsWithOneAndSaysSo() {
    program.refusal = new MemoryException(MemoryException.Code.BUSY, "another process holds it");

    assertThat(run("status")).isEqualTo(Commands.FAILED);
    assertThat(err()).isEqualTo("failed: another process holds it\n");
  }

  @Test
  void reindexShowsItsProgressToAPersonOnly() {
    assertThat(run("reindex")).isZero();
    assertThat(err()).isEmpty();
    assertThat(out()).isEqualTo("2 memories indexed.\n");
  }

  @Test
  void onAScreenProgressIsOneLineThatGoesAway() {
    assertThat(onScreen("reindex")).isZero();
    assertThat(err()).isEqualTo("\r\u001b[Khalf done\r\u001b[K");
    assertThat(out()).isEqualTo("2 memories indexed.\n");
  }

  @Test
  void restoreAndPurgeShowTheirProgressToAPersonOnly() {
    assertThat(onScreen("restore", "there.zip")).isZero();
    assertThat(err()).startsWith("\r\u001b[Khalf read\r\u001b[K");
    err.reset();
    assertThat(onScreen("purge", "--apply")).isZero();
    assertThat(err()).startsWith("\r\u001b[Khalf written anew\r\u001b[K");
    err.reset();
    out.reset();
    assertThat(run("restore", "there.zip")).isZero();
    assertThat(out()).isEqualTo("Restored 1 memory in 1 change.\n");
    assertThat(run("purge", "--apply")).isZero();
    assertThat(err())
        .contains("1 place of the journal was damaged before; all around is there.")
        .doesNotContain("half");
  }

  @Test
  void aListIsATableOnAScreen() {
    program.answer = someList();

    assertThat(onScreen("list")).isZero();
    assertThat(out())
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

    assertThat(run("list")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            3f9a1c000000\t2026-11-01T10:00Z\t\tRedis holds the ?[31mtoken blacklist
            77aa00000000\t2026-10-01T10:00Z\t\t短い
            """);
    assertThat(err()).isEqualTo("2 of 5 shown; the next with --cursor c1\n");
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
  void colourIsAskedForOrRefusedByAnOption() {
    program.answer = Answer.of(Map.of("memories", 1));

    assertThat(run("status", "--color", "always")).isZero();
    assertThat(out()).isEqualTo("\u001b[1mmemories\u001b[0m: 1\n");
    out.reset();
    assertThat(run("--color=never", "status")).isZero();
    assertThat(out()).isEqualTo("memories: 1\n");
    assertThat(run("status", "--color", "sometimes")).isEqualTo(Commands.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "search", "get", "list", "import", "export", "reindex"})
  void theHelpOfEachCommandNamesTheExitCodes(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out()).contains("Exit codes: 0 done, 1 could not");
  }

  @Test
  void aBackupThatIsRefusedExitsWithOneAndSaysWhy() {
    assertThat(run("backup", "there.zip")).isEqualTo(Commands.FAILED);
    assertThat(err()).isEqualTo("There is one.\n");
  }

  @Test
  void restoreSaysWhereTheOldMemoriesAre() {
    assertThat(run("restore", "there.zip", "--force")).isZero();
    assertThat(out())
        .isEqualTo(
            """
            Restored 3 memories in 12 changes.
            What was there is kept in the data directory as …-replaced-t
            """);
  }

  @Test
  void purgeOnlyShowsUnlessItIsToldToApply() {
    assertThat(run("purge", "012345", "--older-than", "30")).isEqualTo(Commands.OK);
    assertThat(out())
        .isEqualTo(
            """
            01234567  deleted 2026-01-15  the ?[2Jpassword
            Would purge 1 deleted memory; nothing was changed. Say --apply to do it.
            """);
    assertThat(err()).contains("may hold them too, and is not touched: backups/old.zip");
    assertThat(program.asked.getFirst().getValue())
        .isEqualTo(ordered("ids", List.of("012345"), "olderThan", Duration.ofDays(30)));

    assertThat(run("purge", "--apply")).isEqualTo(Commands.OK);
    assertThat(out()).contains("Purged 1 deleted memory for good.");

    assertThat(run("purge", "--older-than", "-1")).isEqualTo(Commands.USAGE);
    assertThat(err()).contains("--older-than must be a number of days");
  }

  @Test
  void doctorPrintsALineForEachThingAndExitsWithOneIfOneIsBad() {
    assertThat(run("doctor")).isEqualTo(Commands.FAILED);
    assertThat(out())
        .isEqualTo(
            """
            ok     journal     every line whole
            bad    permissions open to others; run doctor --fix
            1 thing needs attention.
            """);

    assertThat(run("doctor", "--fix")).isEqualTo(Commands.OK);
    assertThat(out()).contains("fixed  permissions narrowed\nEverything works.\n");
  }

  @Test
  void exportPrintsNothingButTheLines() {
    assertThat(run("export")).isZero();
    assertThat(out()).isEqualTo("{\"id\":1}\n");
    assertThat(err()).isEqualTo("Exported 1 memory in 2 revisions.\n");
  }

  @Test
  void anImportSaysWhatWouldComeInAndExitsWithOneIfSomethingWouldNot() {
    assertThat(run("import", "there.jsonl")).isEqualTo(Commands.FAILED);
    assertThat(program.imports).containsExactly("null null false");
    assertThat(out())
        .isEqualTo(
            """
            Read as export: lines of JSON from the command export.
            not quite as it was\tline 8\tan odd date
            left out\tline 7\tno ?[31mJSON
            Would take in 1 memory in 4 revisions; 5 are there already, 1 cannot be taken in.
            """);
    assertThat(err()).isEqualTo("Nothing was written; the same with --apply takes it in.\n");
  }

  @Test
  void anImportIsAppliedWhenTheCommandLineSaysSo() {
    assertThat(run("import", "f", "--apply", "--from", "server-memory", "--project", "shop"))
        .isEqualTo(Commands.FAILED);
    assertThat(program.imports).containsExactly("server-memory shop true");
    assertThat(out())
        .endsWith(
            "Took in 1 memory in 4 revisions; 5 were there already, 1 could not be taken in.\n");
    assertThat(err()).isEmpty();
  }

  @Test
  void theReportOfAnImportIsJsonForAProgram() {
    assertThat(run("import", "f", "--json")).isEqualTo(Commands.FAILED);
    assertThat(out())
        .isEqualTo(
            "{\"format\":\"export\",\"applied\":false,\"memories\":1,\"revisions\":4,"
                + "\"already_there\":5,\"left_out\":[{\"where\":\"line 7\","
                + "\"what\":\"no \\u001B[31mJSON\"}],"
                + "\"notes\":[{\"where\":\"line 8\",\"what\":\"an odd date\"}]}\n");
  }

  @Test
  void markdownNeedsADirectoryAndLinesOfJsonTakeNone() {
    assertThat(run("export", "--format", "markdown", "dir")).isZero();
    assertThat(out())
        .isEqualTo("Exported 3 memories and 4 decisions in 8 files; begin with index.md.\n");
    assertThat(run("export", "--format", "markdown")).isEqualTo(Commands.USAGE);
    assertThat(err()).contains("--format markdown needs DIR");
    assertThat(run("export", "dir")).isEqualTo(Commands.USAGE);
  }

  @Test
  void jsonOnAScreenIsEscapedWhereATerminalWouldObey() {
    program.answer = Answer.of(Map.of("text", "a\u009b\u202eb"));

    assertThat(onScreen("status", "--json")).isZero();
    assertThat(out()).isEqualTo("{\"text\":\"a\\u009b\\u202eb\"}\n");
  }

  @Test
  void benchShowsWhatWasMeasuredWithTheSetNamed() {
    assertThat(run("bench", "retrieval", "some/set")).isZero();
    assertThat(err()).isEqualTo("half embedded\n");
    assertThat(out()).isEqualTo("measured with set\n");
  }

  @Test
  void benchShowsTheSpeedWithAsManyMemoriesAsNamed() {
    assertThat(run("bench", "speed", "some/set", "--memories", "7")).isZero();
    assertThat(err()).isEqualTo("half saved\n");
    assertThat(out()).isEqualTo("7 memories from set\n");
    assertThat(run("bench", "speed", "--memories", "0")).isEqualTo(Commands.USAGE);
  }

  @Test
  void theMemoryIsClosedAfterEachCommand() {
    run("status");

    assertThat(program.closed).isEqualTo(1);
  }

  private int run(String... arguments) {
    return Commands.run(program, new Terminal(stream(out), stream(err), false, 100), arguments);
  }

  private int onScreen(String... arguments) {
    return Commands.run(
        program, new Terminal(stream(out), stream(err), false, 48, true, true), arguments);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void syncPutsTheWorkingMemoryInAndTakesItOut(@TempDir Path project) throws IOException {
    Path file = project.resolve("CLAUDE.md");

    assertThat(run("sync-claude-md")).isEqualTo(Commands.FAILED);
    assertThat(err()).isEqualTo("no project is here\n");
    assertThat(run("sync-claude-md", "--project", project.toString(), "--dry-run")).isZero();
    assertThat(file).doesNotExist();
    assertThat(run("sync-claude-md", "--project", project.toString())).isZero();
    assertThat(file).content().contains("- Context: ");
    assertThat(run("sync-claude-md", "--project", project.toString())).isZero();
    assertThat(run("sync-claude-md", "--project", project.toString(), "--remove")).isZero();
    assertThat(file).doesNotExist();

    assertThat(out())
        .isEqualTo(
            """
            CLAUDE.md would be made.

            ## Working memory
            - Context: ?old
            CLAUDE.md was made.
            CLAUDE.md is up to date.
            CLAUDE.md was deleted: only the block was in it.
            """);
  }

  @Test
  void syncDeclinesAFileWithDamagedMarkers(@TempDir Path project) throws IOException {
    Path file = project.resolve("CLAUDE.md");
    Files.writeString(file, "mine\n<!-- pact-memory:begin -->\n");

    assertThat(run("sync-claude-md", "--project", project.toString())).isEqualTo(Commands.FAILED);
    assertThat(err()).contains("one begin and one end marker are expected", "line", "2");
    assertThat(file).hasContent("mine\n<!-- pact-memory:begin -->\n");
  }

  @Test
  void syncReadsAndWritesWhileNoOtherDoes(@TempDir Path project) {
    Path file = project.resolve("CLAUDE.md");
    program.watched = file;

    run("sync-claude-md", "--project", project.toString());
    run("sync-claude-md", "--project", project.toString(), "--remove");
    run("sync-claude-md", "--project", project.toString(), "--dry-run");

    assertThat(program.steps)
        .containsExactly(
            "claimed, no file",
            "memory read, no file",
            "released, a file",
            "claimed, a file",
            "released, no file",
            "memory read, no file");
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }

  /// Answers as told, and keeps what it was asked.
  private static final class FakeProgram implements Program {
    private final List<Map.Entry<String, Map<String, Object>>> asked = new ArrayList<>();
    private Answer answer = Answer.of(Map.of());
    private @Nullable MemoryException refusal;
    private final List<String> imports = new ArrayList<>();

    /// What was done, and whether a file was there then.
    private final List<String> steps = new ArrayList<>();

    private Path watched = Path.of("unset");
    private int closed;

    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public Opened open() {
      if (refusal != null) {
        throw refusal;
      }
      return new Opened() {
        @Override
        public Answer call(String tool, Map<String, Object> arguments) {
          asked.add(Map.entry(tool, arguments));
          return answer;
        }

        @Override
        public void close() {
          closed++;
        }
      };
    }

    @Override
    public int reindex(Consumer<String> progress) {
      progress.accept("half done");
      return 2;
    }

    @Override
    public Outcome<Backup.Contents> backUp(Path file, boolean replace, Consumer<String> progress) {
      return Outcome.refused(new Problem(Problem.Code.INVALID_VALUE, "FILE", "There is one."));
    }

    @Override
    public Outcome<Restored> restore(Path file, boolean force, Consumer<String> progress) {
      progress.accept("half read");
      return Outcome.done(
          force ? new Restored(12, 3, 0, "-replaced-t") : new Restored(1, 1, 1, ""));
    }

    @Override
    public Outcome<Purged> purge(
        List<String> ids, Duration olderThan, boolean apply, Consumer<String> progress) {
      progress.accept("half written anew");
      asked.add(Map.entry("purge", ordered("ids", ids, "olderThan", olderThan)));
      Purged.Deletion deletion =
          new Purged.Deletion(
              new MemoryId("0123456789abcdef0123456789abcdef"),
              "the \u001b[2Jpassword",
              Instant.parse("2026-01-15T10:00:00Z"));
      return Outcome.done(new Purged(List.of(deletion), List.of("backups/old.zip"), apply));
    }

    @Override
    public void examine(boolean fix, Consumer<Finding> found) {
      found.accept(Finding.good("journal", "every line whole"));
      found.accept(
          fix
              ? Finding.mended("permissions", "narrowed")
              : Finding.bad("permissions", "open to others", "run doctor --fix"));
    }

    @Override
    public Exported export(Consumer<String> lines) {
      lines.accept("{\"id\":1}");
      return new Exported(1, 2, 0);
    }

    @Override
    public Outcome<MarkdownExport.Written> exportMarkdown(
        Path directory, Consumer<String> progress) {
      return Outcome.done(new MarkdownExport.Written(3, 4, 8));
    }

    @Override
    public Outcome<Imported> importFile(
        Path file,
        @Nullable Format format,
        @Nullable String project,
        boolean apply,
        Consumer<String> progress) {
      progress.accept("half read");
      imports.add(format + " " + project + " " + apply);
      return Outcome.done(
          new Imported(
              Format.EXPORT,
              1,
              4,
              5,
              List.of(new Imported.Finding("line 7", "no \u001b[31mJSON")),
              List.of(new Imported.Finding("line 8", "an odd date"))));
    }

    @Override
    public RetrievalBenchmark.Measured measureRetrieval(
        RetrievalBenchmark.Setup setup, Consumer<String> progress) {
      progress.accept("half embedded");
      return new RetrievalBenchmark.Measured(
          List.of("measured with " + setup.set().getFileName()), "<svg/>");
    }

    @Override
    public Outcome<Path> projectRoot(@Nullable Path directory) {
      return directory == null
          ? Outcome.refused(new Problem(Problem.Code.INVALID_VALUE, null, "no project is here"))
          : Outcome.done(directory);
    }

    @Override
    public Claim claimProjects() {
      step("claimed");
      return () -> step("released");
    }

    private void step(String what) {
      steps.add(what + (Files.exists(watched) ? ", a file" : ", no file"));
    }

    @Override
    public String workingMemory(@Nullable Path directory) {
      step("memory read");
      return "## Working memory\n- Context: \u202eold\n";
    }

    @Override
    public List<String> measureSpeed(
        Path directory,
        int memories,
        Function<Map<String, String>, SpeedBenchmark.Server> server,
        Consumer<String> progress) {
      progress.accept("half saved");
      return List.of(memories + " memories from " + directory.getFileName());
    }

    @Override
    public List<String> serverCommand() {
      return List.of();
    }

    @Override
    public @Nullable String launcher() {
      return null;
    }
  }
}
