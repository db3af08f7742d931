package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
