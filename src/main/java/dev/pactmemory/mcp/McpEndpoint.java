package dev.pactmemory.mcp;

import dev.pactmemory.model.Changed;
import dev.pactmemory.tools.Completions;
import dev.pactmemory.tools.Prompts;
import dev.pactmemory.tools.Resources;
import dev.pactmemory.tools.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server on two pipes, one client at the other end, in both eras of the protocol.
///
/// Starting touches neither a tool nor a resource: the handshake is answered from what the
/// constructor was given, so that whatever stands behind the tools can open meanwhile.
public final class McpEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(McpEndpoint.class);

  /// Who the server says it is.
  ///
  /// @param instructions for the model: when to use what; at most 2 KB
  /// @param alwaysLoad names of the tools a client should have at hand from the start, where it
  ///   loads tools on demand
  public record Identity(
      String name, String title, String version, String instructions, Set<String> alwaysLoad) {
    public Identity {
      alwaysLoad = Set.copyOf(alwaysLoad);
    }
  }

  /// What the client may use.
  ///
  /// @param tools in the order they are listed
  public record Capabilities(
      List<Tool> tools, Resources resources, Prompts prompts, Completions completions) {
    public Capabilities {
      tools = List.copyOf(tools);
    }
  }

  /// How much one client may ask for.
  ///
  /// @param lineBytes of one message; longer ones are refused without being held
  /// @param concurrent requests worked on at once
  /// @param waiting requests in line behind them; more are refused as busy
  /// @param perCall how long a call may take, waiting included
  /// @param grace how long calls in flight may go on after the end of input
  /// @param page items on one page of a list
  public record Limits(
      int lineBytes, int concurrent, int waiting, Duration perCall, Duration grace, int page) {
    /// Room for the largest memory several times over, for every subagent of a busy session, and
    /// for a slow disk.
    public static final Limits DEFAULT =
        new Limits(8 << 20, 16, 256, Duration.ofSeconds(60), Duration.ofSeconds(5), 100);

    /// The same, but for the time that calls have after the end of input.
    public Limits withGrace(Duration other) {
      return new Limits(lineBytes, concurrent, waiting, perCall, other, page);
    }
  }

  private final LineReader lines;
  private final Limits limits;
  private final Calls calls;
  private final Subscriptions subscriptions;
  private final Session session;

  /// @param news tells a listener of every change until its handle is closed; asked at most once,
  ///   after the handshake
  /// @param onRoots told the directories that a legacy client works in, each time it says them
  public McpEndpoint(
      InputStream in,
      OutputStream out,
      Identity identity,
      Capabilities served,
      Function<Consumer<Changed>, AutoCloseable> news,
      Consumer<List<URI>> onRoots,
      Limits limits) {
    this.lines = new LineReader(in, limits.lineBytes());
    this.limits = limits;
    Pages pages = new Pages(limits.page());
    SdkMethods sdk =
        new SdkMethods(
            identity,
            () ->
                new SdkMethods.Features(
                    served.tools().stream()
                        .map(tool ->
                            ToolAdapter.adapt(tool, identity.alwaysLoad().contains(tool.name())))
                        .toList(),
                    served.prompts().list().stream()
                        .map(prompt -> PromptAdapter.adapt(prompt, served.prompts()))
                        .toList()),
            pages);
    Map<String, Dispatcher.Method> methods = new HashMap<>();
    methods.putAll(sdk.toolMethods());
    methods.putAll(sdk.promptMethods());
    methods.putAll(new ResourceMethods(served.resources(), pages).methods());
    methods.putAll(new CompletionMethods(served.completions()).methods());
    Dispatcher dispatcher = new Dispatcher(identity, capabilities(), methods);
    Outbox outbox = new Outbox(out);
    this.calls = new Calls(limits, outbox);
    this.subscriptions = new Subscriptions(outbox, dispatcher, served.resources(), news);
    this.session =
        new Session(
            limits,
            outbox,
            dispatcher,
            calls,
            subscriptions,
            new Roots(outbox, onRoots),
            sdk::load);
  }

  private static Map<String, Object> capabilities() {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("subscribe", true);
    resources.put("listChanged", true);
    Map<String, Object> capabilities = new LinkedHashMap<>();
    capabilities.put("tools", Map.of());
    capabilities.put("resources", resources);
    capabilities.put("prompts", Map.of());
    capabilities.put("completions", Map.of());
    return capabilities;
  }

  /// Serves until the end of input, then delivers what is in flight within the grace time.
  ///
  /// @return how long it took from the end of input
  public Duration run() {
    long endedNanos;
    try {
      for (LineReader.Line line = lines.next(); line != null; line = lines.next()) {
        session.receive(Incoming.parse(line, limits.lineBytes()));
      }
    } catch (IOException e) {
      LOG.info("The client's end of the pipe broke");
      LOG.debug("Reading failed", e);
    } finally {
      endedNanos = System.nanoTime();
      close();
    }
    return Duration.ofNanos(System.nanoTime() - endedNanos);
  }

  /// Takes no more calls, delivers or cancels those in flight, ends subscriptions. May be called
  /// twice, and from another thread than the one that runs.
  @Override
  public void close() {
    subscriptions.close();
    calls.close(limits.grace());
  }
}
