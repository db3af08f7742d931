package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Each configuration we hand out starts the server.
class ConfigExamplesIT {
  private static final Path EXAMPLES = Path.of("mcp-config-examples");
  private static final String PLACEHOLDER = "/path/to/pact-memory";

  @TempDir private Path scratch;

  static List<Path> forUnix() throws IOException {
    return examples().filter(file -> !isNamed(file, "windows")).toList();
  }

  @ParameterizedTest
  @MethodSource("forUnix")
  @DisabledOnOs(OS.WINDOWS)
  void theServerStartsFrom(Path example) throws IOException {
    Start start = start(example);
    Map<String, String> environment = new HashMap<>(start.environment());
    environment.put("PACT_MEMORY_HOME", scratch.resolve("home").toString());

    try (RawClient client = RawClient.start(start.command(), environment, scratch)) {
      assertThat(client.initialize().path("serverInfo").path("name").asString())
          .isEqualTo("pact-memory");
    }
  }

  @Test
  void theOneForWindowsNamesTheScriptForWindows() throws IOException {
    JsonNode server = server(EXAMPLES.resolve("claude-desktop-windows.json"));

    assertThat(server.path("command").asString()).isEqualTo("cmd.exe");
    assertThat(server.path("args").path(0).asString()).isEqualTo("/c");
    assertThat(server.path("args").path(1).asString())
        .isEqualTo("C:\\path\\to\\pact-memory\\scripts\\pact-memory.cmd");
    assertThat(Path.of("scripts", "pact-memory.cmd")).exists();
  }

  @Test
  void theTableNamesEveryExample() throws IOException {
    String table = Files.readString(EXAMPLES.resolve("README.md"));

    assertThat(examples().map(file -> "`" + file.getFileName() + "`"))
        .isNotEmpty()
        .allSatisfy(name -> assertThat(table).contains(name));
  }

  private static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files.filter(file -> !isNamed(file, "README")).sorted().toList().stream();
    }
  }

  private static boolean isNamed(Path file, String part) {
    return String.valueOf(file.getFileName()).contains(part);
  }

  private record Start(List<String> command, Map<String, String> environment) {}

  private static Start start(Path example) throws IOException {
    if (isNamed(example, ".sh")) {
      String line =
          Files.readAllLines(example).stream()
              .filter(one -> one.startsWith("claude mcp add "))
              .findFirst()
              .orElseThrow();
      return new Start(
          List.of(here(line.substring(line.indexOf(" -- ") + " -- ".length()))), Map.of());
    }
    JsonNode server = server(example);
    List<String> command = new ArrayList<>();
    command.add(here(server.path("command").asString()));
    server.path("args").forEach(argument -> command.add(here(argument.asString())));
    Map<String, String> environment = new HashMap<>();
    server
        .path("env")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asString()));
    return new Start(command, environment);
  }

  private static JsonNode server(Path example) throws IOException {
    JsonNode root = JsonMapper.builder().build().readTree(Files.readString(example));
    JsonNode servers = root.has("servers") ? root.path("servers") : root.path("mcpServers");
    assertThat(servers.has("pact-memory")).as("%s names the server", example).isTrue();
    return servers.path("pact-memory");
  }

  private static String here(String text) {
    return text.replace(PLACEHOLDER, Path.of("").toAbsolutePath().toString());
  }
}
