package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The data directory: what is in it, who may read it, and what comes back when parts of it go.
class StoreIT {
  @TempDir Path directory;

  private Launch launch = Launch.on(Path.of("unset"), Path.of("unset"));

  @BeforeEach
  void chooseHome() {
    launch =
        Launch.on(directory.resolve("home"), Directories.make(directory.resolve("shop")))
            .wordsOnly();
  }

  @Test
  void onlyTheOwnerReadsTheData_P108() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path home = directory.resolve("home");
    Path index = home.resolve("index");
    try (Agent agent = launch.agent()) {
      agent.save("p", "context", "private");

      assertPrivate(home);
      for (Path entry : entries(home)) {
        assertPrivate(entry);
        // Lucene makes and deletes files meanwhile, where nobody else is let in.
        if (Files.isDirectory(entry) && !entry.equals(index)) {
          assertPrivateBelow(entry);
        }
      }
    }
    assertThat(entries(index)).isNotEmpty();
    assertPrivateBelow(home);
  }

  private static void assertPrivateBelow(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path path : walk.toList()) {
        assertPrivate(path);
      }
    }
  }

  private static void assertPrivate(Path path) throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .as(path.toString())
        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
  }

  @Test
  void aHomeOfAnyNameIsServed() throws IOException {
    Path linked = directory.resolve("a link");
    Files.createSymbolicLink(linked, Directories.make(directory.resolve("elsewhere")));
    List<Path> homes =
        List.of(
            directory.resolve("two  words ").resolve("Gedächtnis 記憶 🧠"),
            directory.resolve("d".repeat(200)).resolve("e".repeat(200)),
            linked);
    for (Path home : homes) {
      Launch odd = Launch.on(home, launch.directory()).wordsOnly();
      String id;
      try (RawPipe pipe = odd.rawInitialized()) {
        id = pipe.save("p", "context", "kept");
      }

      try (RawPipe pipe = odd.rawInitialized()) {
        assertThat(pipe.count()).as(home.toString()).isEqualTo(1);
        assertThat(pipe.has(id)).isTrue();
      }
    }
    assertThat(directory.resolve("elsewhere/journal")).isDirectory();
  }

  @Test
  void aHomeThatCannotBeIsRefusedWithTheReason() throws IOException {
    Path file = directory.resolve("taken");
    Directories.write(file, "mine\n");
    Map<Path, String> reasons =
        Map.of(
            file,
            "something that is no directory is in the way",
            file.resolve("below"),
            "Not a directory",
            directory.resolve("d".repeat(300)),
            "File name too long");
    reasons.forEach((home, reason) -> {
      try (RawPipe pipe =
          Launch.on(home, launch.directory())
              .environment("PACT_MEMORY_MODEL", directory.resolve("no-model").toString())
              .rawInitialized()) {
        assertThat(pipe.refused("memory_save", "context", "never"))
            .contains("data directory (PACT_MEMORY_HOME)", reason)
            .doesNotContain(directory.toString());
        assertThat(pipe.refused("memory_search", "query", "never")).contains(reason);
      }
    });
    assertThat(file).hasContent("mine\n");
  }

  @Test
  void damagedTrackingBreaksNoTool_P97() throws IOException {
    Launch session = launch.environment("PACT_MEMORY_SESSION", "s1");
    try (RawPipe pipe = session.rawInitialized()) {
      pipe.save("p", "context", "kept");
      pipe.done("memory_tracked_files", "add", List.of("src/tracked.py"));
    }
    damage(directory.resolve("home/journal"), "tracked.py", "Tracked.py");
    Directories.delete(directory.resolve("home/store"));

    try (RawPipe pipe = session.rawInitialized()) {
      assertThat(pipe.done("memory_tracked_files").path("files")).isEmpty();
      assertThat(pipe.done("memory_tracked_files", "add", List.of("src/b.py")).toString())
          .contains("src/b.py");
      pipe.save("p", "context", "after it");
      assertThat(pipe.count()).isEqualTo(2);
    }
  }

  private static void damage(Path journal, String text, String other) throws IOException {
    try (Stream<Path> segments = Files.list(journal)) {
      for (Path segment : segments.toList()) {
        String lines = Files.readString(segment);
        if (lines.contains(text)) {
          Files.writeString(segment, lines.replace(text, other));
          return;
        }
      }
    }
    throw new AssertionError("the journal does not hold " + text);
  }

  @Test
  void everythingIsThereAfterARestart() {
    String id;
    JsonNode before;
    try (Agent agent = launch.agent()) {
      id = agent.save("p", "context", "kept", "files", List.of("a.py"));
      agent.done("memory_update", "id", id, "lessons_learned", "more");
      before = agent.get(id);
    }

    try (Agent agent = launch.agent()) {
      assertThat(agent.get(id)).isEqualTo(before);
      assertThat(agent.search("p", "kept")).hasSize(1);
      assertThat(
              Json.texts(
                  agent
                      .done("memory_get", "ids", id, "revision", 1)
                      .path("memories")
                      .path(0)
                      .path("lessons_learned")))
          .isEmpty();
    }
  }

  @Test
  void theIndexComesBackTheSame_P112() {
    JsonNode before;
    try (Agent agent = launch.agent()) {
      fill(agent);
      before = search(agent);
      assertThat(before.path("total").asInt()).isGreaterThan(5);
    }
    Directories.delete(only("index"));

    try (Agent agent = launch.agent()) {
      Await.until(
          "the index is whole", () -> !search(agent).path("degraded").toString().contains("index"));
      assertThat(search(agent)).isEqualTo(before);
      assertThat(agent.count()).isEqualTo(20);
    }
  }

  @Test
  void theDatabaseComesBackFromTheJournal() {
    JsonNode before;
    JsonNode found;
    try (Agent agent = launch.agent()) {
      fill(agent);
      String id = Json.texts(search(agent).path("hits"), "id").getFirst();
      agent.done("memory_update", "id", id, "goal", "changed");
      before = agent.done("memory_list", "project", "p", "limit", 50);
      found = search(agent);
    }
    Directories.files(directory.resolve("home")).stream()
        .filter(file -> file.endsWith(".mv.db"))
        .forEach(file -> Directories.delete(directory.resolve("home").resolve(file)));

    try (Agent agent = launch.agent()) {
      assertThat(agent.done("memory_list", "project", "p", "limit", 50)).isEqualTo(before);
      Await.until(
          "the index is whole", () -> !search(agent).path("degraded").toString().contains("index"));
      assertThat(search(agent)).isEqualTo(found);
    }
  }

  @Test
  void twoProcessesShareOneStore_P110() {
    try (Agent first = launch.agent();
        Agent second = launch.agent()) {
      first.save("p", "context", "otters, said the first");
      second.save("p", "context", "otters, said the second");

      assertThat(first.search("p", "otters")).hasSize(2);
      assertThat(second.search("p", "otters")).hasSize(2);
      assertThat(first.count()).isEqualTo(2);
      assertThat(second.count()).isEqualTo(2);
    }
  }

  @Test
  void theNextProcessLeadsWhenTheLeaderGoes() {
    try (Agent second = second()) {
      second.save("p", "context", "from the second");
      assertThat(second.count()).isEqualTo(2);
      assertThat(second.done("memory_status").path("role").asString()).isEqualTo("leader");
    }
  }

  /// A follower whose leader has gone.
  private Agent second() {
    try (Agent first = launch.agent()) {
      first.save("p", "context", "from the first");
      Agent second = launch.agent();
      assertThat(second.done("memory_status").path("role").asString()).isEqualTo("follower");
      return second;
    }
  }

  @Test
  void aWorktreeAndASubdirectoryAreTheSameProject_P113() {
    Path repository = Directories.repository(directory.resolve("main/shop"), "src/a.py");
    Path worktree = directory.resolve("elsewhere");
    Directories.run(repository, "git", "worktree", "add", "-q", worktree.toString());
    String id = saveIn(repository, "from the main root");

    for (Path place : List.of(repository.resolve("src"), worktree, worktree.resolve("src"))) {
      try (Agent agent = in(place)) {
        JsonNode found = agent.done("memory_search", "query", "root");
        assertThat(Json.texts(found.path("hits"), "id"))
            .as(place.toString())
            .hasSize(1)
            .allMatch(id::startsWith);
      }
    }
    Path plain = Directories.make(directory.resolve("no-repository"));
    String other = saveIn(plain, "from no repository");
    try (Agent agent = in(plain)) {
      assertThat(agent.get(other).path("project").asString()).isEqualTo("no-repository");
    }
  }

  @Test
  void twoRepositoriesOfOneNameDoNotMix_P114() {
    for (String parent : List.of("one", "two")) {
      Path app = Directories.repository(directory.resolve(parent).resolve("app"));
      saveIn(app, "platypus in " + parent);
    }

    for (String parent : List.of("one", "two")) {
      try (Agent agent = in(directory.resolve(parent).resolve("app"))) {
        JsonNode found = agent.done("memory_search", "query", "platypus");
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.path("hits").path(0).toString()).contains("platypus in " + parent);
      }
    }
  }

  private Agent in(Path place) {
    return Launch.on(directory.resolve("home"), place).wordsOnly().agent();
  }

  private String saveIn(Path place, String context) {
    try (Agent agent = in(place)) {
      return agent.idOf(agent.done("memory_save", "context", context));
    }
  }

  private static void fill(Agent agent) {
    for (int i = 0; i < 20; i++) {
      agent.save(
          "p",
          "context",
          "marmot " + i + (i % 2 == 0 ? " alpine" : " steppe"),
          "entities",
          List.of(Json.object("name", "Marmot" + i)));
    }
  }

  private static JsonNode search(Agent agent) {
    return agent.done("memory_search", "query", "alpine marmot", "project", "p", "limit", 10);
  }

  /// The one entry of the home with this in its name.
  private Path only(String name) {
    List<Path> named =
        entries(directory.resolve("home")).stream()
            .filter(entry -> entry.getFileName().toString().contains(name))
            .toList();
    assertThat(named).hasSize(1);
    return named.getFirst();
  }

  private static List<Path> entries(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
