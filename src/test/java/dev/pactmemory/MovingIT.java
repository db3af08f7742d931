package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/// Moving in from other programs and out again, on the command line.
class MovingIT {
  private static final String ID = "00112233445566778899aabbccddeeff";

  @TempDir private Path scratch;

  @BeforeEach
  void aTemporaryDirectory() throws IOException {
    Files.createDirectory(scratch.resolve("tmp"));
  }

  @Test
  void aKnowledgeGraphIsLookedAtThenTakenInOnce() throws Exception {
    Path graph = scratch.resolve("memory.jsonl");
    Files.writeString(
        graph,
        """
        {"type":"entity","name":"Ledger","entityType":"service","observations":["keeps the books"]}
        {"type":"entity","name":
        """);

    Processes.Ended dry = run("import", graph.toString());

    assertThat(dry.out())
        .isEqualToNormalizingNewlines(
            """
            Read as server-memory: the knowledge graph of @modelcontextprotocol/server-memory.
            left out\tline 2\tmalformed JSON at character 24
            Would take in 1 memory in 1 revision; 0 are there already, 1 cannot be taken in.
            """);
    assertThat(dry.exitCode()).isEqualTo(1);
    assertThat(run("list").out()).contains("Nothing is stored yet");
    assertThat(run("import", graph.toString(), "--apply").out()).contains("Took in 1 memory");
    assertThat(run("search", "books").out()).contains("Ledger");
    assertThat(run("import", graph.toString(), "--apply").out())
        .contains("Took in 0 memories in 0 revisions; 1 were there already");
  }

  @Test
  void memoriesAreTakenInBesideARunningServerWhichFindsThemAtOnce() throws Exception {
    Path store = scratch.resolve("memory.db");
    write(store);
    try (RawClient client = server()) {
      client.initialize();
      client.callTool("memory_save", Map.of("context", "Saved before"));

      assertThat(run("import", store.toString()).out()).contains("Would take in 1 memory");
      assertThat(client.callTool("memory_list", Map.of()).toString()).doesNotContain("Moved");
      assertThat(run("import", store.toString(), "--apply").exitCode()).isZero();

      assertThat(client.callTool("memory_search", Map.of("query", "elsewhere")).toString())
          .contains("Moved from elsewhere");
      client.callTool("memory_update", Map.of("id", ID, "goal", "Settle in"));
      assertThat(run("import", store.toString(), "--apply").out())
          .contains("Took in 0 memories in 0 revisions; 1 were there already");
    }
  }

  @Test
  void aSqliteStoreIsTakenInAndItsLibraryLandsInTheCacheThenAndNotBefore() throws Exception {
    Path store = scratch.resolve("memory.db");
    write(store);
    try (RawClient client = server()) {
      client.initialize();
      client.callTool("memory_save", Map.of("context", "Saved before"));
    }
    assertThat(sqlite()).isEmpty();

    Processes.Ended ended = run("import", store.toString(), "--apply", "--json");

    assertThat(ended.out())
        .isEqualToNormalizingNewlines(
            "{\"format\":\"pact\",\"applied\":true,\"memories\":1,\"revisions\":1,"
                + "\"already_there\":0,\"left_out\":[],\"notes\":[]}\n");
    assertThat(ended.exitCode()).isZero();
    assertThat(sqlite()).hasSize(1);
    assertThat(scratch.resolve("tmp")).isEmptyDirectory();
    try (RawClient client = server()) {
      client.initialize();
      assertThat(client.callTool("memory_get", Map.of("ids", List.of(ID))).toString())
          .contains("Moved from elsewhere", "2026-01-01T10:00:00Z", "src/ledger.py");
    }
  }

  @Test
  void whatIsGivenOutAsMarkdownIsReadByPeopleAndStaysInItsDirectory() throws Exception {
    try (RawClient client = server()) {
      client.initialize();
      client.callTool(
          "memory_save",
          Map.of("decisions", List.of(Map.of("decision", "Use ../Redis", "rationale", "fast"))));
    }
    Path directory = scratch.resolve("out");

    assertThat(run("export", "--format", "markdown", directory.toString()).out())
        .isEqualToNormalizingNewlines(
            "Exported 1 memory and 1 decision in 3 files; begin with index.md.\n");
    try (Stream<Path> files = Files.list(directory.resolve("decisions"))) {
      assertThat(files)
          .singleElement()
          .satisfies(file -> {
            assertThat(file.getFileName().toString()).endsWith("-use-redis.md");
            assertThat(Files.readString(file)).contains("- Status: in force", "fast");
          });
    }
    Processes.Ended foreign = run("export", "--format", "markdown", scratch.toString());
    assertThat(foreign.err()).contains("holds no earlier export");
    assertThat(foreign.exitCode()).isEqualTo(1);
    assertThat(run("export", "--format", "markdown").exitCode()).isEqualTo(2);
  }

  @Test
  void noCommandPrintsWhatATerminalWouldObey() throws Exception {
    String hostile = "\u001b]0;owned\u0007 \u009b31m \u202eright to left \u200bunseen \r\n# head";
    try (RawClient client = server()) {
      client.initialize();
      client.callTool(
          "memory_save",
          Map.of(
              "context",
              "Hostile " + hostile,
              "entities",
              List.of(Map.of("name", "Name " + hostile, "notes", hostile)),
              "files",
              List.of("src/" + hostile)));
    }
    String id = run("list").out().substring(0, 12);

    for (List<String> command :
        List.of(
            List.of("list"),
            List.of("get", id),
            List.of("search", "hostile"),
            List.of("status"),
            List.of("search", "nothing like it at all"))) {
      Processes.Ended ended = run(command.toArray(String[]::new));
      assertThat(ended.out() + ended.err())
          .as("%s", command)
          .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e", "\u200b");
    }
  }

  private static void write(Path store) throws Exception {
    System.setProperty("org.sqlite.tmpdir", store.resolveSibling(".").normalize().toString());
    try (Connection database = JDBC.createConnection(JDBC.PREFIX + store, new Properties());
        Statement statement = database.createStatement()) {
      for (String sql :
          List.of(
              "CREATE TABLE memories (id TEXT PRIMARY KEY, context TEXT, lessons_learned TEXT,"
                  + " project_id TEXT, created_at TEXT, updated_at TEXT)",
              "CREATE TABLE files (id TEXT PRIMARY KEY, path TEXT, project_id TEXT)",
              "CREATE TABLE memory_files (memory_id TEXT, file_id TEXT, relationship TEXT)",
              "INSERT INTO memories VALUES ('"
                  + ID
                  + "', 'Moved from elsewhere', '[\"a lesson\"]', 'shop',"
                  + " '2026-01-01T10:00:00+00:00', '2026-01-01T10:00:00+00:00')",
              "INSERT INTO files VALUES ('f', 'src/ledger.py', 'shop')",
              "INSERT INTO memory_files VALUES ('" + ID + "', 'f', 'modified')")) {
        statement.executeUpdate(sql);
      }
    }
  }

  private List<Path> sqlite() throws IOException {
    Path cache = scratch.resolve("home/cache");
    if (!Files.exists(cache)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(cache)) {
      return files.filter(file -> file.getFileName().toString().startsWith("sqlite-")).toList();
    }
  }

  private Processes.Ended run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(arguments));
    return Processes.run(command, environment(), scratch);
  }

  private RawClient server() throws IOException {
    return RawClient.start(command(), environment(), scratch);
  }

  private List<String> command() {
    return List.of(
        Processes.java(),
        "-Djava.io.tmpdir=" + scratch.resolve("tmp"),
        "-jar",
        Processes.jar().toString());
  }

  private Map<String, String> environment() {
    return Map.of(
        "PACT_MEMORY_HOME", scratch.resolve("home").toString(),
        "PACT_MEMORY_PROJECT", "shop",
        // Words are enough here, and quicker.
        "PACT_MEMORY_MODEL", scratch.resolve("none").toString());
  }
}
