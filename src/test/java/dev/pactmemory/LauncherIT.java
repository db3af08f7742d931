package dev.pactmemory;

import static java.util.Comparator.reverseOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script a client starts.
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
  @TempDir private Path scratch;

  @Test
  void worksThroughALinkFromAnyDirectoryAndSaysNothingElse() throws Exception {
    Path link = Files.createSymbolicLink(scratch.resolve("pm"), Processes.launcher());
    Path again = Files.createSymbolicLink(scratch.resolve("pm2"), Path.of("pm"));
    start(List.of(link.toString(), "--version")); // Whatever had to be installed is, from here on.

    Processes.Ended ended = start(List.of(again.toString(), "--version"));

    Files.delete(again);
    Files.delete(link);
    assertThat(ended.out()).startsWith("pact-memory ").hasLineCount(1);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void startsWithoutWhatTrainingMissedAndSaysNothingOfIt() throws Exception {
    List<String> command = List.of(Processes.launcher().toString(), "--version");
    start(command); // Whatever had to be installed is, from here on.
    Map<Path, Path> aside = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(Processes.launcher().resolveSibling("../target/run"))) {
      // The one that builds on the other is the first to go.
      for (Path archive : files.filter(LauncherIT::isArchive).sorted(reverseOrder()).toList()) {
        aside.put(archive, scratch.resolve("archive-" + aside.size()));
      }
    }
    assertThat(aside).isNotEmpty();
    try {
      for (Map.Entry<Path, Path> each : aside.entrySet()) {
        Files.move(each.getKey(), each.getValue());
        Processes.Ended ended = start(command);

        assertThat(ended.out()).startsWith("pact-memory ").hasLineCount(1);
        assertThat(ended.err()).isEmpty();
      }
    } finally {
      for (Map.Entry<Path, Path> each : aside.entrySet()) {
        if (Files.exists(each.getValue())) {
          Files.move(each.getValue(), each.getKey());
        }
      }
    }
  }

  private static boolean isArchive(Path file) {
    String name = file.getFileName().toString();
    return name.equals("pact-memory.jsa") || name.equals("base.aot");
  }

  @Test
  void theProjectIsTheDirectoryItIsCalledIn() throws Exception {
    Path shop = Files.createDirectory(scratch.resolve("shop"));

    Processes.Ended ended =
        Processes.run(
            List.of(Processes.launcher().toString(), "status", "--json"), environment(), shop);

    assertThat(ended.out()).contains("\"project\":\"shop\"");
    assertThat(ended.exitCode()).isZero();
  }

  @Test
  void aJavaThatIsNoneIsNamedAndNothingIsStarted() throws Exception {
    Processes.Ended ended =
        Processes.run(
            List.of(Processes.launcher().toString(), "--version"),
            Map.of("PACT_MEMORY_JAVA", scratch.toString()),
            scratch);

    assertThat(ended.err())
        .isEqualTo(
            "pact-memory: PACT_MEMORY_JAVA does not name the home of a JDK 25 or later: "
                + scratch
                + "\n");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void aSettingThatCannotBeMeantIsNamedBeforeAnythingIsOpened() throws Exception {
    Processes.Ended ended =
        Processes.run(
            List.of(Processes.java(), "-jar", Processes.jar().toString()),
            Map.of("PACT_MEMORY_HOME", "memory"),
            scratch);

    assertThat(ended.err())
        .isEqualToNormalizingNewlines(
            "pact-memory: the environment variable PACT_MEMORY_HOME must be an absolute path"
                + " (it may begin with ~/)\n");
    assertThat(ended.out()).isEmpty();
    assertThat(ended.exitCode()).isEqualTo(2);
  }

  private Processes.Ended start(List<String> command) throws IOException, InterruptedException {
    return Processes.run(command, environment(), scratch);
  }

  private Map<String, String> environment() {
    return Map.of(
        "PACT_MEMORY_HOME", scratch.resolve("home").toString(),
        "PACT_MEMORY_PROJECT", "",
        "CLAUDE_PROJECT_DIR", "");
  }
}
