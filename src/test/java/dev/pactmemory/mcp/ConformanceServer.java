package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// The dispatcher and the subscriptions of the product behind HTTP, on loopback, with the fixtures
/// of the official conformance suite, which knows no pipes. For that suite alone: no sessions, no
/// requests to the client.
@NullMarked
public final class ConformanceServer {
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  private static final int LINE_BYTES = 1 << 20;
  private static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1");

  private final ConformanceFixtures fixtures = new ConformanceFixtures();
  private final CopyOnWriteArrayList<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
  private final Dispatcher dispatcher;

  private ConformanceServer() {
    McpEndpoint.Identity identity =
        new McpEndpoint.Identity("conformance", "Conformance", "1.0", "Fixtures.", Set.of());
    Pages pages = new Pages(100);
    SdkMethods sdk = new SdkMethods(identity, fixtures::features, pages);
    Map<String, Dispatcher.Method> methods = new HashMap<>();
    methods.putAll(sdk.toolMethods());
    methods.putAll(sdk.promptMethods());
    methods.putAll(new CompletionMethods(fixtures).methods());
    methods.putAll(new ResourceMethods(fixtures, pages).methods());
    Dispatcher.Method readText = methods.get("resources/read");
    if (readText == null) {
      throw new AssertionError("resources are served");
    }
    methods.put(
        "resources/read", (params, exchange) -> withBlob(readText.answer(params, exchange)));
    methods.put("resources/subscribe", (_, exchange) -> legacyOnly(exchange));
    methods.put("resources/unsubscribe", (_, exchange) -> legacyOnly(exchange));
    dispatcher =
        new Dispatcher(
            identity,
            Map.of(
                "tools",
                Map.of(),
                "prompts",
                Map.of(),
                "completions",
                Map.of(),
                "resources",
                Map.of("subscribe", true, "listChanged", true)),
            methods);
  }

  public static void main(String[] args) throws IOException {
    HttpServer http =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
    http.createContext("/mcp", new ConformanceServer()::handle);
    http.setExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory()));
    http.start();
    System.out.println("ready");
  }

  /// Our resources are text; the suite wants to see one that is not.
  private static Map<String, Object> withBlob(Map<String, Object> result) {
    if (!(result.get("contents") instanceof List<?> contents)) {
      return result;
    }
    Map<String, Object> first = Json.asObject(contents.getFirst());
    if (first == null || !"image/png".equals(first.get("mimeType"))) {
      return result;
    }
    Map<String, Object> blob = new LinkedHashMap<>(first);
    blob.put("blob", blob.remove("text"));
    return Map.of("contents", List.of(blob));
  }

  private static Map<String, Object> legacyOnly(Exchange exchange) {
    if (exchange.era() == Era.MODERN) {
      throw new RpcException(RpcException.METHOD_NOT_FOUND, "removed in this revision");
    }
    return Map.of();
  }

  private void handle(HttpExchange http) throws IOException {
    try (http) {
      if (!isLocal(http)) {
        http.sendResponseHeaders(403, -1);
      } else if (!http.getRequestMethod().equals("POST")) {
        http.sendResponseHeaders(405, -1);
      } else {
        byte[] body = http.getRequestBody().readNBytes(LINE_BYTES);
        take(http, Incoming.parse(new LineReader.Line(body, false), LINE_BYTES));
      }
    }
  }

  private static boolean isLocal(HttpExchange http) {
    String origin = http.getRequestHeaders().getFirst("Origin");
    String host = http.getRequestHeaders().getFirst("Host");
    return (origin == null || HOSTS.contains(String.valueOf(URI.create(origin).getHost())))
        && host != null
        && HOSTS.contains(host.replaceFirst(":\\d+$", ""));
  }

  private void take(HttpExchange http, Incoming incoming) throws IOException {
    switch (incoming) {
      case Incoming.Request request -> take(http, request);
      case Incoming.Refused refused ->
          send(http, 400, Dispatcher.error(refused.id(), refused.code(), refused.message(), null));
      case Incoming.Notification _, Incoming.Response _, Incoming.Blank _ ->
          http.sendResponseHeaders(202, -1);
    }
  }

  private void take(HttpExchange http, Incoming.Request request) throws IOException {
    try {
      if (meta(request).containsKey(VERSION)) {
        requireHeaders(http, request);
      }
      Era era = Era.of(request.params());
      String version = http.getRequestHeaders().getFirst("MCP-Protocol-Version");
      if (era == Era.LEGACY
          && !request.method().equals("initialize")
          && !(version != null && Era.LEGACY_VERSIONS.contains(version))) {
        throw Era.unannounced();
      }
      Exchange exchange = new Exchange(Call.within(Duration.ofSeconds(10)), era);
      if (era == Era.MODERN && request.method().equals("subscriptions/listen")) {
        listen(http, request);
      } else {
        answer(http, request, exchange);
      }
    } catch (RpcException e) {
      send(http, 400, Dispatcher.error(request.id(), e.code(), e.getMessage(), e.data()));
    }
  }

  private static void requireHeaders(HttpExchange http, Incoming.Request request) {
    Map<String, Object> meta = meta(request);
    Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
    wanted.put("MCP-Protocol-Version", meta.get(VERSION));
    wanted.put("Mcp-Method", request.method());
    switch (request.method()) {
      case "tools/call", "prompts/get" -> wanted.put("Mcp-Name", request.params().get("name"));
      case "resources/read" -> wanted.put("Mcp-Name", request.params().get("uri"));
      default -> {}
    }
    wanted.forEach((header, value) -> {
      if (value != null && !value.equals(http.getRequestHeaders().getFirst(header))) {
        throw new RpcException(-32020, "header " + header + " does not match the body");
      }
    });
  }

  private static Map<String, Object> meta(Incoming.Request request) {
    Map<String, Object> meta = Json.asObject(request.params().get("_meta"));
    return meta == null ? Map.of() : meta;
  }

  private void answer(HttpExchange http, Incoming.Request request, Exchange exchange)
      throws IOException {
    Object token = meta(request).get("progressToken");
    Outbox stream = token == null ? null : new Outbox(events(http));
    Map<String, Object> response =
        ScopedValue.where(ConformanceFixtures.BACKCHANNEL, new Back(request, token, stream))
            .call(() -> dispatcher.respond(request, exchange));
    if (stream != null) {
      stream.write(response);
    } else {
      send(http, status(response, exchange.era()), response);
    }
  }

  private static int status(Map<String, Object> response, Era era) {
    Map<String, Object> error = Json.asObject(response.get("error"));
    if (error == null || era == Era.LEGACY) {
      return 200;
    }
    return switch (error.get("code")) {
      case Integer code when code == RpcException.METHOD_NOT_FOUND -> 404;
      case Integer code when code == -32021 -> 400;
      case null, default -> 200;
    };
  }

  private void listen(HttpExchange http, Incoming.Request request) throws IOException {
    Events events = events(http);
    Subscriptions subscriptions =
        new Subscriptions(new Outbox(events), dispatcher, fixtures, this::news);
    subscriptions.reserve(request.id(), request.params());
    subscriptions.open(request.id());
    // The suite closes the connection when it has seen enough; that shows on the next write.
    while (events.keepAlive()) {
      LockSupport.parkNanos(100_000_000);
    }
    subscriptions.close();
  }

  private AutoCloseable news(Consumer<Changed> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private static Events events(HttpExchange http) throws IOException {
    http.getResponseHeaders().set("Content-Type", "text/event-stream");
    http.sendResponseHeaders(200, 0);
    return new Events(http.getResponseBody());
  }

  private static void send(HttpExchange http, int status, Map<String, Object> body)
      throws IOException {
    byte[] bytes = Json.write(body).getBytes(UTF_8);
    http.getResponseHeaders().set("Content-Type", "application/json");
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
  }

  /// Makes each line written to it an event.
  private static final class Events extends OutputStream {
    private final OutputStream out;

    Events(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      throw new AssertionError("lines are written whole");
    }

    @Override
    public synchronized void write(byte[] line) throws IOException {
      out.write("data: ".getBytes(UTF_8));
      out.write(line);
      out.write('\n');
      out.flush();
    }

    synchronized boolean keepAlive() {
      try {
        out.write(":\n\n".getBytes(UTF_8));
        out.flush();
        return true;
      } catch (IOException _) {
        return false;
      }
    }
  }

  private final class Back implements ConformanceFixtures.Backchannel {
    private final Incoming.Request request;
    private final @Nullable Object token;
    private final @Nullable Outbox stream;

    Back(Incoming.Request request, @Nullable Object token, @Nullable Outbox stream) {
      this.request = request;
      this.token = token;
      this.stream = stream;
    }

    @Override
    public void progress(double progress, double total) {
      if (stream != null && token != null) {
        stream.write(
            Dispatcher.notification(
                "notifications/progress",
                Map.of("progressToken", token, "progress", progress, "total", total)));
      }
    }

    @Override
    public boolean clientCan(String capability) {
      Map<String, Object> capabilities = Json.asObject(meta(request).get(CAPABILITIES));
      return capabilities != null && capabilities.containsKey(capability);
    }

    @Override
    public void resourcesChanged() {
      listeners.forEach(listener ->
          listener.accept(new Changed(ID, Project.DEFAULT, true, false, Set.of(), Set.of())));
    }
  }
}
