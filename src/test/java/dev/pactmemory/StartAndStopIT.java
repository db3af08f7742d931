package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How the process begins and how it ends. The limits are for a machine under load.
class StartAndStopIT {
  private static final long LIMIT_SECONDS = 60;

  private static final String GREETING =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\
      """;

  @TempDir private Path scratch;

  @Test
  void theGreetingIsAnsweredBeforeStoreIndexAndModelAreLoaded() throws Exception {
    Path loaded = scratch.resolve("classes.log");
    List<String> command = server("-Xlog:class+load:file=" + loaded);

    try (RawClient client = RawClient.start(command, environment(), scratch)) {
      client.initialize();
      awaitModel(client);
    }

    List<String> classes =
        Files.readAllLines(loaded).stream()
            .map(line -> line.replaceFirst("^(\\[[^]]*])+\\s*", ""))
            .toList();
    int opening = first(classes, "dev.pactmemory.memory.LocalMemories ");
    for (String heavy : List.of("org.h2.", "org.apache.lucene.", "ai.djl.", "ai.onnxruntime.")) {
      assertThat(first(classes, heavy)).as("when %s is first loaded", heavy).isGreaterThan(opening);
    }
    assertThat(classes).noneMatch(name -> name.startsWith("picocli."));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aServerWhoseParentIsGoneEnds() throws Exception {
    // The greeting is asked for, and then the input stays open for longer than the test.
    String script = "{ echo \"$GREETING\"; exec sleep 600; } | \"$0\" \"$@\"; true";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script));
    command.addAll(server());
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().putAll(environment());
    builder.environment().put("GREETING", GREETING);
    Process parent = builder.start();
    assertThat(parent.inputReader().readLine()).contains("\"result\"");
    ProcessHandle server = child(parent, "java");
    ProcessHandle input = child(parent, "sleep");

    parent.destroyForcibly();

    server.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    assertThat(input.isAlive()).isTrue();
    input.destroyForcibly();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aServerThatIsToldToEndEnds() throws Exception {
    ProcessBuilder builder = new ProcessBuilder(server()).directory(scratch.toFile());
    builder.environment().putAll(environment());
    Process server = builder.start();

    server.destroy();

    assertThat(server.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(server.exitValue()).isEqualTo(143);
  }

  @Test
  void aServerWhoseInputEndsEndsWithoutAWord() throws Exception {
    Processes.Ended ended = Processes.run(server(), environment(), scratch);

    assertThat(ended).isEqualTo(new Processes.Ended(0, "", ""));
  }

  @RepeatedTest(3)
  void aServerWhoseInputEndsWhileTheModelIsLoadedEndsWithoutAWord() throws Exception {
    Path loaded = scratch.resolve("classes.log");
    List<String> command =
        server("--enable-native-access=ALL-UNNAMED", "-Xlog:class+load:file=" + loaded);

    try (RawClient client = RawClient.start(command, environment(), scratch)) {
      client.initialize();
      client.callTool("memory_search", Map.of("query", "anything"));
      awaitText(loaded, "ai.onnxruntime.OrtEnvironment "); // Native code follows.
      client.endInput();

      assertThat(client.process().waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(client.process().exitValue()).isZero();
      assertThat(client.stderr()).isEmpty();
    }
  }

  private static void awaitText(Path file, String text) throws IOException {
    for (int i = 0; i < 6_000; i++) {
      if (Files.exists(file) && Files.readString(file).contains(text)) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    throw new AssertionError("never loaded: " + text);
  }

  private static void awaitModel(RawClient client) {
    for (int i = 0; i < 600; i++) {
      String state =
          client
              .callTool("memory_status", Map.of())
              .path("structuredContent")
              .path("model_state")
              .asString();
      if (!state.equals("loading")) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    throw new AssertionError("the model is still being loaded");
  }

  private static ProcessHandle child(Process parent, String program) {
    return parent
        .children()
        .filter(child -> child.info().command().orElse("").endsWith(program))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no child " + program));
  }

  private static int first(List<String> classes, String prefix) {
    for (int i = 0; i < classes.size(); i++) {
      if (classes.get(i).startsWith(prefix)) {
        return i;
      }
    }
    throw new AssertionError("never loaded: " + prefix);
  }

  private static List<String> server(String... jvm) {
    List<String> command = new ArrayList<>(List.of(Processes.java()));
    command.addAll(List.of(jvm));
    command.addAll(List.of("-jar", Processes.jar().toString()));
    return command;
  }

  private Map<String, String> environment() throws IOException {
    return Map.of("PACT_MEMORY_HOME", scratch.resolve("home").toString());
  }
}
