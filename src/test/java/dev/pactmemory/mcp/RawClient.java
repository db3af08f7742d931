package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client that hides nothing: it writes lines, keeps every line that comes back, and waits for
/// the one asked for. Safe for many threads.
///
/// Every wait has a limit and fails with what did arrive.
@NullMarked
public final class RawClient implements AutoCloseable {
  /// What the newest stateless revision wants in each request.
  public static final Map<String, Object> MODERN =
      Map.of(
          "io.modelcontextprotocol/protocolVersion",
          "2026-07-28",
          "io.modelcontextprotocol/clientCapabilities",
          Map.of());

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final @Nullable Process process;
  private final OutputStream toServer;
  private final Thread reader;
  private final StringBuilder stderr = new StringBuilder();
  private final List<String> lines = new ArrayList<>();
  private final List<JsonNode> messages = new ArrayList<>();
  private Function<JsonNode, @Nullable Map<String, Object>> onRequest = _ -> null;
  private boolean ended;
  private int lastId;

  /// Talks over a pair of streams.
  public RawClient(InputStream fromServer, OutputStream toServer) {
    this(null, fromServer, toServer);
  }

  private RawClient(@Nullable Process process, InputStream fromServer, OutputStream toServer) {
    this.process = process;
    this.toServer = toServer;
    this.reader =
        Thread.ofPlatform().daemon().name("raw-client-stdout").start(() -> read(fromServer));
  }

  /// Starts a server and talks over its pipes.
  ///
  /// @param environment added to this process's own
  public static RawClient start(
      List<String> command, Map<String, String> environment, Path directory) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    RawClient client = new RawClient(process, process.getInputStream(), process.getOutputStream());
    Thread.ofPlatform()
        .daemon()
        .name("raw-client-stderr")
        .start(() -> client.readStderr(process.getErrorStream()));
    return client;
  }

  /// Answers the server's own requests with the result that `handler` gives; null leaves one
  /// unanswered. Set before the first line is sent.
  public synchronized RawClient onRequest(
      Function<JsonNode, @Nullable Map<String, Object>> handler) {
    onRequest = handler;
    return this;
  }

  /// The handshake of the revisions up to 2025-11-25; answers the result of `initialize`.
  public JsonNode initialize(String version, Map<String, ?> capabilities) {
    JsonNode answer =
        request(
            "initialize",
            Map.of(
                "protocolVersion",
                version,
                "capabilities",
                capabilities,
                "clientInfo",
                Map.of("name", "raw", "version", "1")));
    notify("notifications/initialized", Map.of());
    return answer.path("result");
  }

  public JsonNode initialize() {
    return initialize("2025-11-25", Map.of());
  }

  /// Calls a tool and answers its result; an `isError` result is a result.
  public JsonNode callTool(String name, Map<String, ?> arguments) {
    JsonNode answer = request("tools/call", Map.of("name", name, "arguments", arguments));
    if (answer.has("error")) {
      throw new AssertionError("refused: " + answer);
    }
    return answer.path("result");
  }

  /// Sends a request and waits for its response, whole.
  public JsonNode request(String method, Map<String, ?> params) {
    return await(send(method, params));
  }

  /// Sends a request and answers its id.
  public int send(String method, Map<String, ?> params) {
    int id = nextId();
    send(id, method, params);
    return id;
  }

  public void send(Object id, String method, Map<String, ?> params) {
    sendLine(
        JSON.writeValueAsString(
            Map.of("jsonrpc", "2.0", "id", id, "method", method, "params", params)));
  }

  public void notify(String method, Map<String, ?> params) {
    sendLine(JSON.writeValueAsString(Map.of("jsonrpc", "2.0", "method", method, "params", params)));
  }

  public void sendLine(String line) {
    sendBytes((line + "\n").getBytes(UTF_8));
  }

  public void sendBytes(byte[] bytes) {
    try {
      synchronized (toServer) {
        toServer.write(bytes);
        toServer.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(describe(), e);
    }
  }

  public synchronized int nextId() {
    return ++lastId;
  }

  /// The response with this id.
  public JsonNode await(Object id) {
    String wanted = JSON.writeValueAsString(id);
    return await(
        "a response to " + wanted,
        message -> !message.has("method") && message.path("id").toString().equals(wanted));
  }

  /// The first notification (or request) of this method that no earlier call has taken.
  public JsonNode awaitMethod(String method) {
    return await(method, message -> message.path("method").asString("").equals(method));
  }

  /// The next error without id.
  public JsonNode awaitAnonymousError() {
    return await(
        "an error without id", message -> message.has("error") && !message.hasNonNull("id"));
  }

  private synchronized JsonNode await(String what, Predicate<JsonNode> wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      for (int i = 0; i < messages.size(); i++) {
        if (wanted.test(messages.get(i))) {
          return messages.remove(i);
        }
      }
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        throw new AssertionError("no " + what + "; " + describe());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted while waiting for " + what, e);
      }
    }
  }

  /// Messages that arrived and were not asked for yet.
  public synchronized List<JsonNode> unclaimed() {
    return List.copyOf(messages);
  }

  /// Every line that arrived, in order, as it was.
  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /// What the process wrote to stderr so far.
  public synchronized String stderr() {
    return stderr.toString();
  }

  public Process process() {
    if (process == null) {
      throw new IllegalStateException("this client talks to streams");
    }
    return process;
  }

  /// Closes the server's input, as a client does that goes away.
  public void endInput() {
    try {
      synchronized (toServer) {
        toServer.close();
      }
    } catch (IOException _) {
      // A server that is gone has closed it already.
    }
  }

  /// Waits until the server's output ends.
  public void awaitEnd() {
    try {
      if (!reader.join(LIMIT)) {
        throw new AssertionError("the server's output did not end; " + describe());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the end", e);
    }
  }

  /// Closes the server's input and answers the exit code of its process.
  public int exit() {
    endInput();
    try {
      if (!process().waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the server did not exit; " + describe());
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for the exit", e);
    }
    return process().exitValue();
  }

  @Override
  public void close() {
    endInput();
    if (process != null) {
      process.destroyForcibly();
    }
  }

  private void read(InputStream fromServer) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(fromServer, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        take(line);
      }
    } catch (IOException | RuntimeException e) {
      appendToStderr("reading failed: " + e);
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private void take(String line) {
    JsonNode message = JSON.readTree(line);
    Map<String, Object> result = null;
    synchronized (this) {
      lines.add(line);
      messages.add(message);
      notifyAll();
      if (message.has("method") && message.has("id")) {
        result = onRequest.apply(message);
      }
    }
    if (result != null) {
      sendLine(
          JSON.writeValueAsString(
              Map.of("jsonrpc", "2.0", "id", message.path("id"), "result", result)));
    }
  }

  private void readStderr(InputStream fromServer) {
    try (BufferedReader in = new BufferedReader(new InputStreamReader(fromServer, UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        appendToStderr(line);
      }
    } catch (IOException e) {
      appendToStderr("reading stderr failed: " + e);
    }
  }

  private synchronized void appendToStderr(String line) {
    stderr.append(line).append('\n');
  }

  private synchronized String describe() {
    return "unclaimed: " + messages + "; stderr: " + stderr;
  }
}
