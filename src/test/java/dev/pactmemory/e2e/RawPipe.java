package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A server process spoken to line by line, for what no client library would send. One thread at a
/// time.
final class RawPipe implements Caller, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String END = "";

  private final Process process;
  private final LinkedBlockingQueue<String> incoming = new LinkedBlockingQueue<>();
  private final List<String> stdout = new CopyOnWriteArrayList<>();
  private final List<String> stderr = new CopyOnWriteArrayList<>();
  private final Map<Long, JsonNode> early = new HashMap<>();
  private long lastId;

  RawPipe(Process process) {
    this.process = process;
    Thread.ofVirtual()
        .name("server stdout")
        .start(() -> {
          pump(process.getInputStream(), stdout, incoming);
          incoming.add(END);
        });
    Thread.ofVirtual()
        .name("server stderr")
        .start(() -> pump(process.getErrorStream(), stderr, new LinkedBlockingQueue<>()));
  }

  private static void pump(InputStream from, List<String> all, LinkedBlockingQueue<String> next) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        all.add(line);
        next.add(line);
      }
    } catch (IOException e) {
      all.add("(pipe broken: " + e.getMessage() + ")");
    }
  }

  /// The handshake of a client of the last revision that has one.
  JsonNode initialize() {
    JsonNode answer =
        request(
            "initialize",
            Json.object(
                "protocolVersion",
                "2025-11-25",
                "capabilities",
                Map.of(),
                "clientInfo",
                Json.object("name", "raw", "version", "1")));
    send(Json.write(Json.object("jsonrpc", "2.0", "method", "notifications/initialized")));
    return answer;
  }

  /// Sends a request and waits for its answer.
  JsonNode request(String method, Map<String, Object> params) {
    return answerTo(post(method, params));
  }

  /// Sends a request and does not wait.
  long post(String method, Map<String, Object> params) {
    long id = ++lastId;
    send(Json.write(Json.object("jsonrpc", "2.0", "id", id, "method", method, "params", params)));
    return id;
  }

  long postCall(String tool, Map<String, Object> arguments) {
    return post("tools/call", Json.object("name", tool, "arguments", arguments));
  }

  /// Waits for the answer to a request; answers to others are kept for their own turn.
  JsonNode answerTo(long id) {
    while (!early.containsKey(id)) {
      JsonNode message = next();
      assertThat(message.isMissingNode()).as("the server went away: " + stderr).isFalse();
      if (message.path("id").isIntegralNumber()) {
        early.put(message.path("id").asLong(), message);
      }
    }
    JsonNode answer = early.remove(id);
    return answer == null ? fail() : answer;
  }

  /// The next message, whatever it is; a missing node when the server has closed its output.
  JsonNode next() {
    try {
      String line = incoming.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        return fail("no message within %s; stderr: %s", LIMIT, stderr);
      }
      if (line.isEmpty()) {
        incoming.add(END);
        return Json.parse("{}").path("missing");
      }
      return Json.parse(line);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Reply call(String tool, Map<String, Object> arguments) {
    return reply(request("tools/call", Json.object("name", tool, "arguments", arguments)));
  }

  Reply replyTo(long id) {
    return reply(answerTo(id));
  }

  private static Reply reply(JsonNode answer) {
    assertThat(answer.has("result")).as(answer.toString()).isTrue();
    JsonNode result = answer.path("result");
    return new Reply(
        result.path("isError").asBoolean(false),
        String.join("\n", Json.texts(result.path("content"), "text")),
        result.path("structuredContent"));
  }

  void send(String line) {
    send((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// Sends bytes as they are.
  void send(byte[] bytes) {
    try {
      process.getOutputStream().write(bytes);
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the server reads no more; it said " + stderr, e);
    }
  }

  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits for the end of the process and answers its exit code.
  int exit(Duration limit) {
    try {
      assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
          .as("ends within %s; stderr: %s", limit, stderr)
          .isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  /// SIGKILL, and waits until it is gone.
  void kill() {
    process.destroyForcibly();
    exit(LIMIT);
  }

  long pid() {
    return process.pid();
  }

  /// Every line the process wrote so far, protocol or not.
  List<String> stdout() {
    return List.copyOf(stdout);
  }

  List<String> stderr() {
    return List.copyOf(stderr);
  }

  /// Ends it as a client does: by closing its input.
  @Override
  public void close() {
    if (process.isAlive()) {
      closeInput();
      exit(LIMIT);
    }
  }
}
