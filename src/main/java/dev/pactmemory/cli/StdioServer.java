package dev.pactmemory.cli;

import dev.pactmemory.json.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A server process as a client sees it: requests down its stdin, answers up its stdout, one at a
/// time. Just enough of a client for a demonstration. One thread at a time.
final class StdioServer implements AutoCloseable {
  /// Longer than a cold start with everything to be unpacked takes.
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration EXIT = Duration.ofSeconds(10);

  private final Process process;
  private final Path stderr;
  private final BufferedWriter requests;
  private final BufferedReader answers;
  private int lastId;

  private StdioServer(Process process, Path stderr) {
    this.process = process;
    this.stderr = stderr;
    requests = process.outputWriter();
    answers = process.inputReader();
  }

  /// @param env replaces variables of the same name
  /// @param directory the server's working directory
  /// @param stderr where its log goes
  static StdioServer start(
      List<String> command, Map<String, String> env, Path directory, Path stderr) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectError(stderr.toFile());
      // Whatever is set for the user's own memory must not steer this one.
      builder.environment().keySet().removeIf(name -> name.startsWith("PACT_MEMORY_"));
      builder.environment().remove("CLAUDE_PROJECT_DIR");
      builder.environment().putAll(env);
      return new StdioServer(builder.start(), stderr);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Greets, as the newest revision of the protocol with a greeting has it.
  Answered initialize() {
    Answered greeting =
        request(
            "initialize",
            Map.of(
                "protocolVersion",
                "2025-11-25",
                "capabilities",
                Map.of(),
                "clientInfo",
                Map.of("name", "pact-memory-demo", "version", "1")));
    send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    return greeting;
  }

  /// What the tool answered.
  ///
  /// @throws Commands.Failure if it refused
  Answered call(String tool, Map<?, ?> arguments) {
    Answered result = request("tools/call", Map.of("name", tool, "arguments", arguments));
    if (result.text("isError").equals("true")) {
      throw new Commands.Failure(tool + " refused: " + result.text("content"));
    }
    return result.object("structuredContent");
  }

  Answered request(String method, Map<?, ?> params) {
    int id = ++lastId;
    send(Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params));
    Answered answer =
        await(CompletableFuture.supplyAsync(() -> answerTo(id), Thread::startVirtualThread));
    if (answer.has("error")) {
      throw new Commands.Failure(method + " failed: " + answer.object("error").text("message"));
    }
    return answer.object("result");
  }

  private Answered await(CompletableFuture<Answered> answer) {
    try {
      return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (java.util.concurrent.CompletionException e) {
      throw new Commands.Failure("the server did not answer; its log:\n" + log());
    }
  }

  private Answered answerTo(int id) {
    try {
      while (true) {
        String line = answers.readLine();
        if (line == null) {
          throw new IOException("the server ended");
        }
        Answered message = Answered.of(Json.parse(line));
        if (message.has("id") && message.number("id") == id) {
          return message;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(Map<String, Object> message) {
    try {
      requests.write(Json.write(message));
      requests.write('\n');
      requests.flush();
    } catch (IOException e) {
      throw new Commands.Failure("the server ended; its log:\n" + log());
    }
  }

  /// Lets a moment pass; over at once if the server ends.
  void pause(Duration moment) {
    waitFor(moment);
  }

  private boolean waitFor(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  private String log() {
    try {
      return java.nio.file.Files.readString(stderr);
    } catch (IOException e) {
      return "(not readable: " + e.getMessage() + ")";
    }
  }

  /// Closes its stdin, which is how a client says goodbye, and waits for it to end.
  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      // It has already gone; that is what closing is for.
      process.destroy();
    }
    if (!waitFor(EXIT)) {
      process.destroyForcibly();
    }
  }

  /// The exit code, once closed.
  @Nullable Integer exitCode() {
    return process.isAlive() ? null : process.exitValue();
  }
}
