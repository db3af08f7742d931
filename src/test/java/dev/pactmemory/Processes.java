package dev.pactmemory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs to their end. The limit is for a machine under load, not a measure.
final class Processes {
  private static final long LIMIT_SECONDS = 300;

  private Processes() {}

  /// What a program left behind.
  record Ended(int exitCode, String out, String err) {}

  static Path launcher() {
    return Path.of("scripts", "pact-memory").toAbsolutePath();
  }

  static Path jar() {
    return Path.of(System.getProperty("pact.jar"));
  }

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// Runs a program that is given no input.
  ///
  /// @param environment added to that of the tests
  /// @param scratch a directory for its output; also where it runs
  static Ended run(List<String> command, Map<String, String> environment, Path scratch)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", ".txt");
    Path err = Files.createTempFile(scratch, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(scratch.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("did not end: " + command + "\n" + Files.readString(err, UTF_8));
    }
    return new Ended(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }
}
