package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir private Path scratch;

  @Test
  void theDemoSavesFindsUpdatesAndSaysHowToAddTheServer() throws Exception {
    Path temporary = Files.createDirectory(scratch.resolve("tmp"));
    List<String> command =
        List.of(
            Processes.java(),
            "-Djava.io.tmpdir=" + temporary,
            "-jar",
            Processes.jar().toString(),
            "demo");

    Processes.Ended ended = Processes.run(command, Map.of("COLUMNS", "100"), scratch);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains("Completed research phase for the API gateway")
        .contains("It asks: authentication security tokens")
        .contains("strong")
        .contains("src/auth/token_manager.py")
        .contains("3 lessons were there, 5 were sent, 5 are there now")
        .contains("claude mcp add --scope user pact-memory -- ")
        .contains("\"mcpServers\"")
        .doesNotContain("\u001b");
    assertThat(ended.exitCode()).isZero();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).noneMatch(path -> path.toString().contains("pact-memory"));
    }
  }
}
