package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a server process is started: its home, its environment, its working directory. The process
/// runs the packaged jar on the JDK that runs the tests, and is all of it: killing it kills the
/// server.
final class Launch {
  /// Bounded, so that a test of large input fails here and not on a small machine.
  private static final List<String> HEAP = List.of("-Xmx256m", "-XX:+UseSerialGC");

  private static final String JAVA_HOME = System.getProperty("java.home");
  private static final String LAUNCHER_JAVA = "PACT_MEMORY_JAVA";

  private final Path home;
  private final Path directory;

  /// Blank is absent: what tells a server about the machine of the tests is taken away.
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "CLAUDE_PROJECT_DIR",
              "",
              "PACT_MEMORY_PROJECT",
              "",
              "PACT_MEMORY_SESSION",
              "",
              "PACT_MEMORY_MODEL",
              "",
              "PACT_MEMORY_LOG",
              ""));

  private final List<String> wrapper = new ArrayList<>();
  private final List<String> jvm = new ArrayList<>(HEAP);
  private boolean installed;

  private Launch(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /// On this data directory, working in this one.
  static Launch on(Path home, Path directory) {
    return new Launch(home, directory);
  }

  Launch environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Launch jvm(String... options) {
    jvm.addAll(List.of(options));
    return this;
  }

  /// Without the embedding model: for tests that are about something else and start many processes.
  Launch wordsOnly() {
    return environment("PACT_MEMORY_MODEL", home.resolveSibling("no-model").toString());
  }

  /// As a client starts it: by the launcher, with its options and its cache of classes. Not on
  /// Windows, where killing the launcher leaves the server alive; the jar is run there all the
  /// same.
  Launch installed() {
    installed = !System.getProperty("os.name").startsWith("Windows");
    return this;
  }

  /// Has the launcher do what it does after a build, so that no start waits for that.
  void install() {
    if (installed) {
      Directories.run(directory, "env", LAUNCHER_JAVA + "=" + JAVA_HOME, launcher(), "--version");
    }
  }

  /// Runs the server by way of another program.
  Launch through(String... program) {
    wrapper.addAll(List.of(program));
    return this;
  }

  /// The variables it starts with beyond those of the tests.
  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("PACT_MEMORY_HOME", home.toString());
    if (installed) {
      variables.put(LAUNCHER_JAVA, JAVA_HOME);
    }
    return variables;
  }

  /// Spoken to by the SDK's client, which has done its handshake.
  Agent agent() {
    return new Agent(this);
  }

  /// Spoken to line by line; nothing was said yet.
  RawPipe raw() {
    try {
      return new RawPipe(RawClient.start(command(), environment(), directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Spoken to line by line, after the handshake.
  RawPipe rawInitialized() {
    RawPipe pipe = raw();
    pipe.client().initialize();
    return pipe;
  }

  Path directory() {
    return directory;
  }

  List<String> command() {
    String jar = System.getProperty("pact.jar");
    assertThat(jar).as("the system property pact.jar names the packaged jar").isNotNull();
    List<String> command = new ArrayList<>(wrapper);
    if (installed) {
      command.add(launcher());
      return command;
    }
    command.add(Path.of(JAVA_HOME, "bin", "java").toString());
    command.addAll(jvm);
    command.add("-jar");
    command.add(jar);
    return command;
  }

  private static String launcher() {
    return Path.of("scripts", "pact-memory").toAbsolutePath().toString();
  }
}
