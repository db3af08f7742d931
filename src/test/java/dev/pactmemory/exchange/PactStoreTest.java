package dev.pactmemory.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.exchange.Imported.Finding;
import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Update;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores with the tables of the PACT plugin's memory, whole and damaged.
class PactStoreTest {
  private static final String SCHEMA =
      """
      CREATE TABLE memories (
        id TEXT PRIMARY KEY, context TEXT, goal TEXT, active_tasks TEXT, lessons_learned TEXT,
        decisions TEXT, entities TEXT, reasoning_chains TEXT, agreements_reached TEXT,
        disagreements_resolved TEXT, project_id TEXT, session_id TEXT, created_at TEXT,
        updated_at TEXT);
      CREATE TABLE files (
        id TEXT PRIMARY KEY, path TEXT NOT NULL, project_id TEXT, last_modified TEXT,
        UNIQUE(path, project_id));
      CREATE TABLE memory_files (
        memory_id TEXT NOT NULL REFERENCES memories(id) ON DELETE CASCADE, file_id TEXT NOT NULL,
        relationship TEXT DEFAULT 'modified', PRIMARY KEY (memory_id, file_id));
      CREATE TABLE file_relations (
        source_file TEXT, target_file TEXT, relationship TEXT,
        PRIMARY KEY (source_file, target_file, relationship));
      CREATE INDEX idx_memories_project ON memories(project_id);
      CREATE INDEX idx_memories_session ON memories(session_id);
      CREATE INDEX idx_memories_created ON memories(created_at);
      """;

  @TempDir private Path scratch;
  private Intakes intakes = new Intakes(Path.of(""));
  private Path file = Path.of("");

  @BeforeEach
  void aPlace() {
    intakes = new Intakes(scratch);
    file = scratch.resolve("memory.db");
  }

  @Test
  void aRecordKeepsItsIdItsDatesItsProjectAndItsFiles() throws Exception {
    try (Connection store = created()) {
      insert(store, good(1));
      insert(store, with(good(2), "project_id", null));
      insert(store, with(good(3), "project_id", "billing"));
      link(store, id(1), "/srv/shop/src/a.py", "./src/b.py", "/elsewhere/c.py");
    }

    assertThat(intakes.apply(file))
        .isEqualTo(new Imported(Format.PACT, 3, 3, 0, List.of(), List.of()));
    Map<String, Memory> memories = intakes.memories();
    Memory first = memory(memories, id(1));
    assertThat(first.content().files())
        .containsExactlyInAnyOrder("src/a.py", "src/b.py", "/elsewhere/c.py");
    assertThat(first.createdAt()).isEqualTo(Instant.parse("2026-01-01T00:01:00.000001Z"));
    assertThat(first.updatedAt()).isEqualTo(Instant.parse("2026-01-02T00:01:00Z"));
    assertThat(first.session().value()).isEqualTo("session-1");
    assertThat(first.project()).isEqualTo(Intakes.SHOP);
    assertThat(memory(memories, id(2)).project()).isEqualTo(Project.DEFAULT);
    assertThat(memory(memories, id(3)).project()).isEqualTo(Project.named("billing"));
  }

  @Test
  void ofAThousandRecordsEveryGoodOneIsKeptAndEveryBadOneIsNamed() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    Map<String, String> notes = new TreeMap<>();
    Map<String, String> leftOut = new TreeMap<>();
    try (Connection store = created()) {
      for (int i = 0; i < 1_000; i++) {
        Map<String, @Nullable Object> record = good(i);
        String where = "memory " + id(i);
        switch (i % 20 == 10 ? i / 20 % 10 : -1) {
          case 0 -> {
            record.put("decisions", "[{\"decision\": \"Use Red");
            notes.put(where, "decisions is malformed JSON at character 22; it is kept as one text");
          }
          case 1 -> {
            record.put("id", null);
            leftOut.put("row " + (i + 1), "it has no id");
          }
          case 2 -> {
            record.put("id", id(i - 1).toUpperCase(java.util.Locale.ROOT));
            leftOut.put(
                "memory " + record.get("id") + " in row " + (i + 1),
                "row " + i + " has the same id");
          }
          case 3 -> {
            record.put("created_at", "last Tuesday");
            notes.put(where, "created_at is no date; that of its last change stands for it");
          }
          case 4 -> {
            record.put("lessons_learned", Json.write(letters("Use the lock", false)));
            notes.put(
                where,
                "lessons_learned was broken into single letters; they are put together again");
          }
          case 5 -> {
            record.put("lessons_learned", Json.write(letters("Use the lock", true)));
            notes.put(
                where, "lessons_learned was broken into single letters and cannot be put together");
          }
          case 6 -> {
            record.put("entities", "[7, {\"type\": \"nameless\"}, null, {\"name\": \"Kept\"}]");
            notes.put(where, "item 2 of entities is of a wrong kind and is left out");
          }
          case 7 -> {
            record.replaceAll((column, value) -> column.equals("id") ? value : null);
            record.put("context", new byte[] {(byte) 0xff, 0});
            leftOut.put(where, "it says nothing (context is no text and is left out)");
          }
          case 8 -> {
            record.put("goal", 42);
            record.put("created_at", "2026-01-31");
          }
          case 9 -> {
            record.put("id", "task-" + i);
            notes.put(
                "memory task-" + i,
                "that is no id here; it became " + StableId.of("pact", "task-" + i));
          }
          default -> expected.put(id(i), content(record));
        }
        insert(store, record);
      }
    }

    Imported dry = intakes.dryRun(file);
    Imported imported = intakes.apply(file);

    assertThat(imported).isEqualTo(dry);
    assertThat(leftOut).hasSize(3 * 5);
    assertThat(notes).hasSize(6 * 5);
    assertThat(byPlace(imported.leftOut())).isEqualTo(leftOut);
    assertThat(byPlace(imported.notes())).isEqualTo(notes);
    assertThat(imported.memories()).isEqualTo(1_000 - leftOut.size());
    Map<String, String> kept = new TreeMap<>();
    intakes.memories().forEach((id, memory) -> kept.put(id, MemoryJson.write(memory)));
    assertThat(kept).hasSize(imported.memories());
    expected.forEach((id, content) -> assertThat(kept.get(id)).contains(content));
    for (int first = 10; first < 1_000; first += 200) {
      assertThat(kept.get(id(first))).contains("\"decision\":\"[{\\\"decision\\\": \\\"Use Red\"");
      assertThat(kept.get(id(first + 60)))
          .contains("\"created_at\":\"" + good(first + 60).get("updated_at") + "\"");
      assertThat(kept.get(id(first + 80))).contains("\"lessons_learned\":[\"Usethelock\"]");
      assertThat(kept.get(id(first + 100)))
          .doesNotContain("lessons_learned")
          .contains("Context of " + (first + 100));
      assertThat(kept.get(id(first + 120))).contains("[{\"name\":\"7\"},{\"name\":\"Kept\"}]");
      assertThat(kept.get(id(first + 160))).contains("\"goal\":\"42\"", "\"2026-01-31T00:00:00Z\"");
      assertThat(kept.get(StableId.of("pact", "task-" + (first + 180)).value()))
          .contains("Context of " + (first + 180));
    }
    List<String> once = intakes.lines();
    assertThat(intakes.apply(file))
        .isEqualTo(
            new Imported(
                Format.PACT, 0, 0, imported.memories(), imported.leftOut(), imported.notes()));
    assertThat(intakes.lines()).isEqualTo(once);
  }

  @Test
  void anItemOfAnOlderFormSurvivesAnUpdate() throws Exception {
    try (Connection store = created()) {
      Map<String, @Nullable Object> record = good(1);
      record.put("decisions", "[\"Use Redis\", {\"decision\": \"Keep it\", \"reason\": \"fast\"}]");
      record.put("entities", "[\"Redis\"]");
      record.put("active_tasks", "[{\"task\": \"Wri");
      insert(store, record);
    }
    intakes.apply(file);
    Content before = memory(intakes.memories(), id(1)).content();

    try (LocalMemories memories = intakes.open()) {
      Content values = MemoryJson.content(Map.of("lessons_learned", List.of("New")));
      var _ =
          memories.update(
              new Update(
                  id(1),
                  values,
                  Set.of(Field.LESSONS_LEARNED),
                  Update.Mode.MERGE,
                  Content.EMPTY,
                  List.of(),
                  OptionalInt.empty()),
              Call.within(Duration.ofMinutes(1)));
    }

    Content after = memory(intakes.memories(), id(1)).content();
    assertThat(after.lessonsLearned()).endsWith("New");
    assertThat(after.decisions()).isEqualTo(before.decisions()).hasSize(2);
    assertThat(after.decisions()).extracting(Decision::decision).contains("Use Redis", "Keep it");
    assertThat(after.entities()).extracting(Entity::name).containsExactly("Redis");
    assertThat(after.activeTasks()).extracting(Task::task).containsExactly("[{\"task\": \"Wri");
  }

  @Test
  void whatIsTakenInTwiceIsThereOnceAndWhatChangedThereSinceGetsARevision() throws Exception {
    try (Connection store = created()) {
      insert(store, good(1));
      insert(store, good(2));
    }
    intakes.apply(file);
    List<String> once = intakes.lines();

    assertThat(intakes.apply(file))
        .isEqualTo(new Imported(Format.PACT, 0, 0, 2, List.of(), List.of()));
    assertThat(intakes.lines()).isEqualTo(once);
    try (Connection store = SqliteLibrary.open(file, intakes.home().resolve("cache"));
        Statement statement = store.createStatement()) {
      statement.executeUpdate(
          "UPDATE memories SET goal = 'Another', updated_at = '2026-03-01T00:00:00+00:00'"
              + " WHERE goal = 'Goal of 2'");
    }
    assertThat(intakes.apply(file))
        .isEqualTo(new Imported(Format.PACT, 1, 1, 1, List.of(), List.of()));
    assertThat(memory(intakes.memories(), id(2)).revision()).isEqualTo(2);
    assertThat(memory(intakes.memories(), id(2)).content().goal()).isEqualTo("Another");
  }

  @Test
  void ofAFileThatIsCutOffWhatIsThereIsKept() throws Exception {
    try (Connection store = created()) {
      for (int i = 0; i < 1_000; i++) {
        insert(store, good(i));
      }
    }
    long size = Files.size(file);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(size * 6 / 10);
    }

    Imported imported = intakes.apply(file);

    assertThat(imported.notes())
        .contains(
            new Finding(
                "the file",
                "it is cut off: its last "
                    + (size - size * 6 / 10)
                    + " bytes are missing; what is before them is read"));
    assertThat(imported.memories()).isBetween(400, 800);
    assertThat(imported.leftOut()).last().extracting(Finding::where).isEqualTo("the file");
    intakes
        .memories()
        .forEach((id, memory) ->
            assertThat(MemoryJson.write(memory)).contains(content(good(number(memory)))));
  }

  @Test
  void whatStandsOnADamagedPageIsNamedAndAllElseIsKept() throws Exception {
    try (Connection store = created()) {
      for (int i = 0; i < 300; i++) {
        insert(store, good(i));
      }
    }
    damagePageWith("Context of 150 ");

    Imported imported = intakes.apply(file);

    assertThat(imported.leftOut()).isNotEmpty().hasSizeLessThan(60);
    TreeSet<String> all = new TreeSet<>(intakes.memories().keySet());
    imported.leftOut().forEach(finding -> all.add(finding.where().substring("memory ".length())));
    assertThat(all)
        .isEqualTo(
            new TreeSet<>(
                Stream.iterate(0, i -> i + 1).limit(300).map(PactStoreTest::id).toList()));
    assertThat(imported.leftOut()).extracting(Finding::where).contains("memory " + id(150));
  }

  @Test
  void whatIsOnlyInTheLogOfAStoreInUseIsReadAndNothingIsWrittenBesideIt() throws Exception {
    Files.createDirectory(scratch.resolve("theirs"));
    file = scratch.resolve("theirs").resolve("memory.db");
    try (Connection store = created();
        Statement statement = store.createStatement()) {
      statement.executeQuery("PRAGMA journal_mode=WAL").close();
      insert(store, good(1));
      Map<String, String> before = bytes(scratch.resolve("theirs"));

      assertThat(intakes.apply(file).memories()).isEqualTo(1);
      assertThat(bytes(scratch.resolve("theirs"))).isEqualTo(before);
    }
    assertThat(leftInCache()).isEmpty();
  }

  @Test
  void aStoreOfAnEarlierTimeMayLackColumnsAndTables() throws Exception {
    try (Connection store = SqliteLibrary.open(file, intakes.home().resolve("cache"));
        Statement statement = store.createStatement()) {
      statement.executeUpdate(
          "CREATE TABLE memories (id TEXT PRIMARY KEY, context TEXT, created_at TEXT)");
      statement.executeUpdate(
          "INSERT INTO memories VALUES ('" + id(1) + "', 'Early', '2026-01-01 10:00:00')");
    }

    Imported imported = intakes.apply(file);

    assertThat(imported.memories()).isEqualTo(1);
    assertThat(imported.notes())
        .singleElement()
        .extracting(Finding::what)
        .asString()
        .contains("no such table: memory_files");
  }

  @Test
  void anotherProgramsDatabaseAndAFileThatIsNoneAreRefused() throws Exception {
    try (Connection store = SqliteLibrary.open(file, intakes.home().resolve("cache"));
        Statement statement = store.createStatement()) {
      statement.executeUpdate("CREATE TABLE bookmarks (url TEXT)");
    }

    assertThat(refusal(file)).contains("it has no table memories");
    Path rubbish = scratch.resolve("rubbish.db");
    Files.write(rubbish, new byte[4096]);
    Files.writeString(scratch.resolve("text"), "no memories in here\n");
    assertThat(refusal(scratch.resolve("text"))).contains("say which it is with --from (export,");
    Files.write(
        rubbish, "SQLite format 3\0and then rubbish".repeat(200).getBytes(StandardCharsets.UTF_8));
    assertThat(refusal(rubbish)).contains("SQLite");
  }

  private String refusal(Path which) {
    return switch (intakes.outcome(which, null, true)) {
      case Outcome.Done<Imported>(Imported done) -> throw new AssertionError(done);
      case Outcome.Refused<Imported>(var problem) -> problem.message();
    };
  }

  private Connection created() throws SQLException, IOException {
    Connection store = SqliteLibrary.open(file, intakes.home().resolve("cache"));
    try (Statement statement = store.createStatement()) {
      for (String sql : SCHEMA.split(";", -1)) {
        if (!sql.isBlank()) {
          statement.executeUpdate(sql);
        }
      }
      // What is not synced is enough for a test, and quicker.
      statement.execute("PRAGMA synchronous=OFF");
    }
    return store;
  }

  private static String id(int i) {
    return "%032x".formatted((i + 1) * 0x9e3779b97f4a7c15L);
  }

  private static int number(Memory memory) {
    return Integer.parseInt(String.valueOf(memory.content().context()).split(" ", -1)[2]);
  }

  /// Every field is filled in some records.
  private static Map<String, @Nullable Object> good(int i) {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("id", id(i));
    record.put(
        "context",
        "Context of " + i + " with \"quotes\", caf\u00e9, \u65e5\u672c " + "x".repeat(i % 97));
    record.put("goal", i % 3 == 0 ? null : "Goal of " + i);
    record.put(
        "active_tasks",
        i % 2 == 0 ? "[]" : "[{\"task\": \"Task " + i + "\", \"status\": \"pending\"}]");
    record.put("lessons_learned", "[\"Lesson " + i + "\", \"caf\\u00e9\"]");
    record.put(
        "decisions",
        "[{\"decision\": \"Decision "
            + i
            + "\", \"rationale\": \"because\", \"alternatives\": [\"none\"]}]");
    record.put("entities", "[{\"name\": \"Service" + i % 7 + "\", \"type\": \"service\"}]");
    record.put("reasoning_chains", i % 5 == 0 ? "[\"a because b\"]" : null);
    record.put("agreements_reached", null);
    record.put("disagreements_resolved", "[]");
    record.put("project_id", "shop");
    record.put("session_id", "session-" + i);
    Instant created = Instant.parse("2026-01-01T00:00:00.000001Z").plusSeconds(60L * i);
    record.put("created_at", created.toString().replace("Z", "+00:00"));
    record.put(
        "updated_at",
        created.plusSeconds(86_400).truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
    return record;
  }

  private static Map<String, @Nullable Object> with(
      Map<String, @Nullable Object> record, String column, @Nullable Object value) {
    record.put(column, value);
    return record;
  }

  /// The content of a good record as the memory's JSON has it.
  private static String content(Map<String, @Nullable Object> record) {
    Map<String, Object> map = new LinkedHashMap<>();
    record.forEach((column, value) -> {
      if (value != null && !List.of("id", "project_id", "session_id").contains(column)) {
        map.put(column, value);
      }
    });
    String json = Json.write(MemoryJson.toMap(MemoryJson.content(map).settled()));
    return json.substring(1, json.length() - 1);
  }

  private static List<String> letters(String text, boolean withoutRepetitions) {
    List<String> letters =
        text.chars().mapToObj(Character::toString).filter(letter -> !letter.isBlank()).toList();
    return withoutRepetitions ? letters.stream().distinct().toList() : letters;
  }

  private static void insert(Connection store, Map<String, @Nullable Object> record)
      throws SQLException {
    String sql =
        "INSERT INTO memories (%s) VALUES (%s)"
            .formatted(
                String.join(", ", record.keySet()),
                String.join(", ", record.keySet().stream().map(_ -> "?").toList()));
    try (PreparedStatement statement = store.prepareStatement(sql)) {
      int i = 1;
      for (Object value : record.values()) {
        statement.setObject(i, value);
        i++;
      }
      statement.executeUpdate();
    }
  }

  private static void link(Connection store, String memory, String... paths) throws SQLException {
    try (Statement statement = store.createStatement()) {
      for (String path : paths) {
        statement.executeUpdate(
            "INSERT INTO files VALUES ('f" + path + "', '" + path + "', 'shop', NULL)");
        statement.executeUpdate(
            "INSERT INTO memory_files VALUES ('" + memory + "', 'f" + path + "', 'modified')");
      }
    }
  }

  private static Memory memory(Map<String, Memory> memories, String id) {
    Memory memory = memories.get(id);
    assertThat(memory).isNotNull();
    return memory;
  }

  private static Map<String, String> byPlace(List<Finding> findings) {
    Map<String, String> byPlace = new TreeMap<>();
    findings.forEach(finding -> byPlace.put(finding.where(), finding.what()));
    return byPlace;
  }

  private void damagePageWith(String text) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    int pageSize = ByteBuffer.wrap(bytes).getShort(16);
    int page = at / pageSize * pageSize;
    for (int i = page; i < page + pageSize; i++) {
      bytes[i] = (byte) 0xff;
    }
    Files.write(file, bytes);
  }

  private static Map<String, String> bytes(Path directory) throws IOException {
    Map<String, String> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        // The shared memory beside a log belongs to who has the store open.
        if (!each.toString().endsWith("-shm")) {
          bytes.put(each.toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
        }
      }
    }
    return bytes;
  }

  private List<Path> leftInCache() throws IOException {
    try (Stream<Path> files = Files.list(intakes.home().resolve("cache"))) {
      return new ArrayList<>(
          files.filter(each -> !String.valueOf(each.getFileName()).startsWith("sqlite-")).toList());
    }
  }
}
