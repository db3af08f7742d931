package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The working memory is made of what is stored, each time it is read.
class WorkingMemoryIT {
  private static final Pattern HEADING =
      Pattern.compile("(?m)^### \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC, memory ([0-9a-f]+)$");

  @TempDir Path directory;

  @Test
  void itShowsTheThreeNewestAsTheyAreStoredNow_P98_P104() {
    Launch launch =
        Launch.on(directory.resolve("home"), Directories.make(directory.resolve("shop")))
            .wordsOnly();
    try (RawPipe pipe = launch.rawInitialized()) {
      String first = save(pipe, "first");
      String second = save(pipe, "second");
      String third = save(pipe, "third");
      String fourth = save(pipe, "fourth");
      assertShows(block(pipe), fourth, third, second);

      pipe.done("memory_update", "id", fourth, "context", "fourth, mended");
      assertThat(block(pipe)).contains("- Context: fourth, mended\n");
      assertShows(block(pipe), fourth, third, second);

      pipe.done("memory_delete", "id", third);
      assertShows(block(pipe), fourth, second, first);
    }
  }

  @Test
  void aSaveSucceedsWhateverBecomesOfClaudeMd_P102() throws Exception {
    Path project = Directories.make(directory.resolve("shop"));
    Launch launch = Launch.on(directory.resolve("home"), project).wordsOnly();
    Path file = project.resolve("CLAUDE.md");
    try (RawPipe pipe = launch.rawInitialized()) {
      String damaged = "mine\n<!-- pact-memory:begin -->\n";
      Files.writeString(file, damaged);
      String first = save(pipe, "first");
      Process declined = sync(launch);
      assertThat(declined.waitFor()).isEqualTo(1);
      assertThat(said(declined)).contains("markers on the lines 2. Nothing was changed");
      assertThat(file).content().isEqualTo(damaged);

      Files.delete(file);
      Files.createDirectory(file);
      String second = save(pipe, "second");
      assertThat(sync(launch).waitFor()).isEqualTo(1);
      assertShows(block(pipe), second, first);

      Files.delete(file);
      assertThat(sync(launch).waitFor()).isZero();
      assertThat(file).content().contains("- Context: first\n", "- Context: second\n");
    }
  }

  @Test
  void syncsAtTheSameTimeLeaveOneWholeBlockAndEveryOtherByte_P103() throws Exception {
    Path project = Directories.make(directory.resolve("shop"));
    Launch launch = Launch.on(directory.resolve("home"), project).wordsOnly();
    Path file = project.resolve("CLAUDE.md");
    String above = "# Mine\r\n\r\nGr\u00f6\u00dfe \u00c3( \r\n\r\n";
    String below = "\r\n## Also mine, without a line end";
    Files.writeString(
        file,
        above + "<!-- pact-memory:begin -->\r\nold\r\n<!-- pact-memory:end -->" + below,
        StandardCharsets.ISO_8859_1);
    try (RawPipe pipe = launch.rawInitialized()) {
      for (int round = 0; round < 2; round++) {
        List<Process> syncs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          save(pipe, "round " + round + ", memory " + i);
          syncs.add(sync(launch));
        }
        for (Process sync : syncs) {
          assertThat(sync.waitFor()).as(said(sync)).isZero();
        }

        String now = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(now).startsWith(above).endsWith(below);
        assertThat(now.substring(above.length(), now.length() - below.length()))
            .isEqualTo(
                ("<!-- pact-memory:begin -->\n" + block(pipe) + "<!-- pact-memory:end -->")
                    .replace("\n", "\r\n"));
        assertThat(Directories.files(project)).containsExactly("CLAUDE.md");
      }
    }
  }

  private static Process sync(Launch launch) throws IOException {
    List<String> command = new ArrayList<>(launch.command());
    command.add("sync-claude-md");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(launch.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(launch.environment());
    return builder.start();
  }

  private static String said(Process ended) throws IOException {
    return new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String save(RawPipe pipe, String context) {
    return pipe.idOf(pipe.done("memory_save", "context", context));
  }

  private static String block(RawPipe pipe) {
    return pipe.client()
        .request("resources/read", Map.of("uri", "memory://working-memory"))
        .path("result")
        .path("contents")
        .path(0)
        .path("text")
        .asString();
  }

  private static void assertShows(String block, String... ids) {
    List<String> shown = HEADING.matcher(block).results().map(found -> found.group(1)).toList();
    assertThat(shown).as(block).hasSameSizeAs(ids);
    for (int i = 0; i < ids.length; i++) {
      assertThat(ids[i]).as(block).startsWith(shown.get(i));
    }
  }
}
