package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// How the process begins and how it ends. The limits are for a machine under load.
class StartAndStopIT {
  private static final long LIMIT_SECONDS = 60;

  @TempDir private Path scratch;

  @Test
  void theGreetingIsAnsweredBeforeStoreIndexAndModelAreLoaded() throws Exception {
    Path loaded = scratch.resolve("classes.log");
    List<String> command = server("-Xlog:class+load:file=" + loaded);

    try (RawClient client = RawClient.start(command, environment(), scratch)) {
      client.initialize();
      client.callTool("memory_status", Map.of());
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
    List<String> command = new ArrayList<>(List.of("sh", "-c", "sleep 120 | \"$0\" \"$@\"; true"));
    command.addAll(server());
    ProcessBuilder builder = new ProcessBuilder(command).directory(scratch.toFile());
    builder.environment().putAll(environment());
    Process parent = builder.start();
    ProcessHandle server = child(parent, "java");
    ProcessHandle input = child(parent, "sleep");

    parent.destroyForcibly();

    // Its input stays open all the while.
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

  private static ProcessHandle child(Process parent, String program) {
    for (int i = 0; i < LIMIT_SECONDS * 20 && parent.isAlive(); i++) {
      for (ProcessHandle child : parent.children().toList()) {
        if (child.info().command().orElse("").endsWith(program)) {
          return child;
        }
      }
      pause(parent);
    }
    throw new AssertionError("no child " + program);
  }

  private static void pause(Process parent) {
    try {
      var _ = parent.waitFor(50, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
