package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.tools.Answer;
import dev.pactmemory.tools.Completions;
import dev.pactmemory.tools.Prompts;
import dev.pactmemory.tools.Resources;
import dev.pactmemory.tools.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/// A small server's worth of tools, resources and news, with the ways of behaving that a real one
/// should not have.
@NullMarked
final class Toys implements Resources, Prompts, Completions {
  static final McpEndpoint.Identity IDENTITY =
      new McpEndpoint.Identity("toys", "Toys", "1.0", "Use echo to hear yourself.", Set.of("echo"));

  /// Text on stderr must not show this; on stdout even less.
  static final String SECRET = "/home/somebody/secret";

  final AtomicInteger touched = new AtomicInteger();
  final CountDownLatch waiting = new CountDownLatch(1);
  final CountDownLatch wasCancelled = new CountDownLatch(1);
  final Semaphore gate = new Semaphore(0);
  final CopyOnWriteArrayList<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
  final AtomicInteger detached = new AtomicInteger();

  List<Tool> tools() {
    return List.of(
        tool("echo", (arguments, _) -> Answer.of(Map.of("text", text(arguments)))),
        tool("wait", this::waitForGate),
        tool("spin", Toys::spin),
        tool("refuse", (_, _) -> Answer.error("text: empty; send at least one character")),
        tool(
            "full",
            (_, _) -> {
              throw new MemoryException(
                  MemoryException.Code.DISK_FULL, "no room left; free some space");
            }),
        tool(
            "crash",
            (_, _) -> {
              throw new IllegalStateException("cannot read " + SECRET);
            }),
        tool(
            "overflow",
            (_, _) -> {
              throw new StackOverflowError(SECRET);
            }));
  }

  private static String text(Map<String, Object> arguments) {
    return arguments.get("text") instanceof String text ? text : arguments.toString();
  }

  /// Waits for a permit until its time is up; hears a cancellation.
  private Answer waitForGate(Map<String, Object> arguments, Call call) {
    call.onCancel(wasCancelled::countDown);
    call.onCancel(gate::release);
    waiting.countDown();
    try {
      boolean opened =
          gate.tryAcquire(call.remaining().toNanos() + 1_000_000, TimeUnit.NANOSECONDS);
      call.check();
      return Answer.of(Map.of("text", opened ? "opened" : "gave up"));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nothing interrupts a call", e);
    }
  }

  /// Computes until cancelled.
  private static Answer spin(Map<String, Object> arguments, Call call) {
    while (true) {
      call.check();
      Thread.onSpinWait();
    }
  }

  @Override
  public List<Resource> list(Call call) {
    touched.incrementAndGet();
    return List.of(resource("toy://a"), resource("toy://b"), resource("toy://c"));
  }

  private static Resource resource(String uri) {
    return new Resource(uri, uri.substring(6), "Toy", "A toy", "text/plain");
  }

  @Override
  public List<Template> templates() {
    return List.of(new Template("toy://{+path}", "toy", "Toy", "A toy", "text/plain"));
  }

  @Override
  public Optional<Contents> read(String uri, Call call) {
    return uri.startsWith("toy://") && uri.length() > 6
        ? Optional.of(new Contents(uri, "text/plain", "This is " + uri))
        : Optional.empty();
  }

  @Override
  public boolean touches(String uri, Changed change) {
    return uri.equals("toy://a") || uri.equals("toy://" + change.id());
  }

  @Override
  public List<Prompt> list() {
    return List.of(
        new Prompt("greet", "Greet", "Greets", List.of(new Argument("whom", "A name", true))),
        new Prompt("refused", "Refused", "Refuses", List.of()),
        new Prompt("full", "Full", "Has no room", List.of()),
        new Prompt("crash", "Crash", "Crashes", List.of()));
  }

  @Override
  public Outcome<String> get(String name, Map<String, String> arguments, Call call) {
    touched.incrementAndGet();
    return switch (name) {
      case "greet" -> Outcome.done("Hello " + arguments.get("whom"));
      case "refused" ->
          Outcome.refused(
              new Problem(Problem.Code.UNKNOWN_PROJECT, "project", "no such project here"));
      case "full" ->
          throw new MemoryException(
              MemoryException.Code.DISK_FULL, "no room left; free some space");
      default -> throw new IllegalStateException("cannot read " + SECRET);
    };
  }

  /// Completes numbers from 1 to 250.
  @Override
  public Optional<Names> complete(
      Reference of, String argument, String typed, Map<String, String> others, Call call) {
    boolean known =
        switch (of) {
          case Reference.OfPrompt(String name) -> name.equals("greet") && argument.equals("whom");
          case Reference.OfTemplate(String uri) ->
              uri.equals("toy://{+path}") && argument.equals("path");
        };
    List<String> values =
        IntStream.rangeClosed(1, 250)
            .mapToObj(number -> others.getOrDefault("prefix", "") + number)
            .filter(value -> value.startsWith(typed))
            .toList();
    return known ? Optional.of(new Names(values, values.size())) : Optional.empty();
  }

  McpEndpoint.Capabilities capabilities() {
    return new McpEndpoint.Capabilities(tools(), this, this, this);
  }

  AutoCloseable news(Consumer<Changed> listener) {
    listeners.add(listener);
    return () -> {
      listeners.remove(listener);
      detached.incrementAndGet();
    };
  }

  Tool tool(String name, BiFunction<Map<String, Object>, Call, Answer> work) {
    return new Toy(
        name,
        (arguments, call) -> {
          touched.incrementAndGet();
          return work.apply(arguments, call);
        });
  }

  static McpEndpoint.Limits limits(int lineBytes, int concurrent, int waiting, int page) {
    return new McpEndpoint.Limits(
        lineBytes, concurrent, waiting, Duration.ofSeconds(30), Duration.ofSeconds(10), page);
  }

  private record Toy(String name, BiFunction<Map<String, Object>, Call, Answer> work)
      implements Tool {
    @Override
    public String title() {
      return "Toy " + name;
    }

    @Override
    public String description() {
      return "Does " + name;
    }

    @Override
    public Map<String, Object> inputSchema() {
      return Map.of("type", "object", "properties", Map.of("text", Map.of("type", "string")));
    }

    @Override
    public Map<String, Object> outputSchema() {
      return Map.of(
          "type",
          "object",
          "properties",
          Map.of("text", Map.of("type", "string")),
          "required",
          List.of("text"));
    }

    @Override
    public Hints hints() {
      return new Hints(name.equals("echo"), false, true);
    }

    @Override
    public Answer call(Map<String, Object> arguments, Call call) {
      return work.apply(arguments, call);
    }
  }
}
