package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Memories and the files they are about.
class FilesIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private final String project = SERVER.project();

  @Test
  void aMemoryIsLinkedToItsFiles_P83() {
    String id = SERVER.save(project, "context", "c", "files", List.of("a.py", "b.py"));

    assertThat(Json.texts(SERVER.get(id).path("files"))).containsExactly("a.py", "b.py");
    assertThat(byFile("a.py")).containsExactly(id);
    assertThat(byFile("b.py")).containsExactly(id);
  }

  @Test
  void aPathIsAskedForInAnySpelling_P84_P85() {
    String absolute = SERVER.repository().resolve("src/auth/token_manager.py").toString();
    String id = SERVER.save(project, "context", "c", "files", List.of(absolute));

    assertThat(Json.texts(SERVER.get(id).path("files")))
        .containsExactly("src/auth/token_manager.py");
    for (String spelling :
        List.of(
            "src/auth/token_manager.py",
            "./src/auth/token_manager.py",
            "src/../src/auth/token_manager.py",
            "src\\auth\\token_manager.py",
            absolute,
            "auth/token_manager.py",
            "token_manager.py",
            "src/auth/",
            "src/**/*.py")) {
      assertThat(byFile(spelling)).as(spelling).containsExactly(id);
    }
  }

  @Test
  void aPathOutsideTheProjectIsKeptAsItIs_P85() {
    String id = SERVER.save(project, "context", "c", "files", List.of("/etc/hosts"));

    assertThat(Json.texts(SERVER.get(id).path("files"))).containsExactly("/etc/hosts");
    assertThat(byFile("/etc/hosts")).containsExactly(id);
  }

  @Test
  void thePathOfAnotherProjectIsAnotherFile_P86() {
    String other = SERVER.project();
    String ours = SERVER.save(project, "context", "ours", "files", List.of("same.py"));
    SERVER.save(other, "context", "theirs", "files", List.of("same.py"));

    assertThat(byFile("same.py")).containsExactly(ours);
  }

  @Test
  void trackedFilesAreLinkedUnlessTheyAreNotWanted_P87_P88_P89_P90(@TempDir Path directory) {
    Path repository = Directories.repository(directory.resolve("repository"), "kept.py");
    try (Agent agent = Launch.on(directory.resolve("home"), repository).wordsOnly().agent()) {
      agent.done("memory_tracked_files", "add", List.of("t1.py", "./t2.py"));
      agent.done("memory_tracked_files", "add", List.of("t1.py"));
      String both = agent.idOf(agent.done("memory_save", "context", "c", "files", "t1.py"));
      String only =
          agent.idOf(
              agent.done("memory_save", "context", "d", "files", "x.py", "include_tracked", false));

      assertThat(tracked(agent)).containsExactly("t1.py", "t2.py");
      assertThat(Json.texts(agent.get(both).path("files")))
          .containsExactlyInAnyOrder("t1.py", "t2.py");
      assertThat(Json.texts(agent.get(only).path("files"))).containsExactly("x.py");
      agent.done("memory_tracked_files", "remove", List.of("t1.py"));
      assertThat(tracked(agent)).containsExactly("t2.py");
      agent.done("memory_tracked_files", "clear", true);
      assertThat(tracked(agent)).isEmpty();
    }
  }

  @Test
  void whatGitSeesChangedInThisSessionIsTracked(@TempDir Path directory) {
    Path repository = Directories.repository(directory.resolve("repository"), "a.py", "b.py");
    Directories.write(repository.resolve("before.py"), "was dirty before the session\n");
    try (Agent agent = Launch.on(directory.resolve("home"), repository).wordsOnly().agent()) {
      assertThat(tracked(agent)).isEmpty();
      Directories.write(repository.resolve("b.py"), "changed\n");
      Directories.write(repository.resolve("sub/new.py"), "new\n");

      assertThat(tracked(agent)).containsExactlyInAnyOrder("b.py", "sub/new.py");
    }
  }

  @Test
  void aNeighbourComesAfterWhatIsLinkedItself_P91_P93_P96() {
    String neighbour = SERVER.save(project, "context", "only b", "files", List.of("x/b.py"));
    String both = SERVER.save(project, "context", "a and b", "files", List.of("x/a.py", "x/b.py"));
    String direct = SERVER.save(project, "context", "only a", "files", List.of("x/a.py"));
    String far = SERVER.save(project, "context", "c", "files", List.of("y/c.py"));

    assertThat(byFile("x/a.py")).containsExactly(direct, both, neighbour).doesNotContain(far);
    assertThat(byFile("x/b.py")).containsExactly(both, neighbour, direct);
    assertThat(byFile("x/a.py")).isEqualTo(byFile("x/a.py"));
  }

  @Test
  void filesNamedTogetherAreRelatedHoweverOftenItIsSaid_P92() {
    String importing = SERVER.save(project, "context", "a alone", "files", List.of("app/a.py"));
    String imported = SERVER.save(project, "context", "b alone", "files", List.of("lib/b.py"));
    assertThat(byFile("app/a.py")).containsExactly(importing);

    String relation =
        SERVER.save(
            project,
            "reasoning_chains",
            List.of("app/a.py imports lib/b.py"),
            "files",
            List.of("app/a.py", "lib/b.py"));

    assertThat(byFile("app/a.py")).containsExactly(relation, importing, imported);
    assertThat(byFile("lib/b.py")).containsExactly(relation, imported, importing);
    assertThat(last("app/a.py").path("why").toString()).isEqualTo("[\"shares a file: lib/b.py\"]");
    assertThat(last("lib/b.py").path("why").toString()).isEqualTo("[\"shares a file: app/a.py\"]");

    for (String kind : List.of("imports", "tests")) {
      SERVER.done(
          "memory_update",
          "id",
          relation,
          "reasoning_chains",
          List.of("app/a.py " + kind + " lib/b.py"),
          "files",
          List.of("lib/b.py", "app/a.py"));
    }

    assertThat(byFile("app/a.py")).containsExactly(relation, importing, imported);
    assertThat(byFile("lib/b.py")).containsExactly(relation, imported, importing);
    assertThat(Json.texts(SERVER.get(relation).path("reasoning_chains")))
        .containsExactly("app/a.py imports lib/b.py", "app/a.py tests lib/b.py");

    String again =
        SERVER.save(
            project, "context", "a imports b, again", "files", List.of("app/a.py", "lib/b.py"));

    assertThat(byFile("app/a.py")).containsExactly(again, relation, importing, imported);
    assertThat(byFile("lib/b.py")).containsExactly(again, relation, imported, importing);
  }

  private JsonNode last(String path) {
    JsonNode hits =
        SERVER.done("memory_search_by_file", "path", path, "project", project).path("hits");
    return hits.path(hits.size() - 1);
  }

  @Test
  void anUnknownFileIsAGoodAnswerWithNothingInIt_P94() {
    JsonNode found = SERVER.done("memory_search_by_file", "path", "nobody/knows.py");

    assertThat(found.path("hits")).isEmpty();
    assertThat(found.path("total").asInt()).isZero();
  }

  @Test
  void anEntityOfTypeFileIsALink_P95() {
    String id =
        SERVER.save(
            project, "entities", List.of(Json.object("name", "src/deep/x.py", "type", "file")));

    assertThat(byFile("src/deep/x.py")).containsExactly(id);
    assertThat(byFile("x.py")).containsExactly(id);
  }

  private List<String> byFile(String path) {
    JsonNode found =
        SERVER.done("memory_search_by_file", "path", path, "project", project, "limit", 20);
    return Json.texts(found.path("hits"), "id").stream()
        .map(id -> SERVER.get(id).path("id").asString())
        .toList();
  }

  private static List<String> tracked(Caller server) {
    return Json.texts(server.done("memory_tracked_files").path("files"));
  }
}
