package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that nobody reported: what git sees changed in the session is linked to what it saves.
class TrackedIT {
  @TempDir private Path directory;

  private static List<String> tracked(Agent agent) {
    return Json.texts(agent.done("memory_tracked_files").path("files"));
  }

  @Test
  void aFileChangedInTheSessionIsTrackedLinkedAndFound() throws IOException {
    Path shop = Files.createDirectories(directory.resolve("my shop"));
    Directories.repository(shop, "src/auth/token_manager.py", "src/auth/session.py");
    try (Agent agent = Launch.on(directory.resolve("home"), shop).wordsOnly().agent()) {
      assertThat(tracked(agent)).isEmpty();

      Files.writeString(shop.resolve("src/auth/token_manager.py"), "changed = True\n");
      Files.createDirectories(shop.resolve("dócs"));
      Files.writeString(shop.resolve("dócs/ünï code.md"), "new\n");
      String id =
          agent
              .done("memory_save", "context", "Tokens rotate now with a grace of thirty seconds")
              .path("id")
              .asString();

      assertThat(tracked(agent))
          .containsExactlyInAnyOrder("src/auth/token_manager.py", "dócs/ünï code.md");
      assertThat(Json.texts(agent.get(id).path("files")))
          .containsExactlyInAnyOrder("src/auth/token_manager.py", "dócs/ünï code.md");
      assertThat(
              Json.texts(
                  agent
                      .done("memory_search_by_file", "path", "src/auth/token_manager.py")
                      .path("hits"),
                  "id"))
          .singleElement()
          .satisfies(found -> assertThat(id).startsWith(found));
    }
  }

  @Test
  void whatIsToldIsTrackedWithoutGit() throws IOException {
    Path plain = Files.createDirectories(directory.resolve("plain"));
    try (Agent agent = Launch.on(directory.resolve("home"), plain).wordsOnly().agent()) {
      Files.writeString(plain.resolve("a.py"), "x = 1\n");

      assertThat(
              Json.texts(
                  agent.done("memory_tracked_files", "add", List.of("./b.py")).path("files")))
          .containsExactly("b.py");
    }
  }
}
