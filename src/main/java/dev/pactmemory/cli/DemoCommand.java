package dev.pactmemory.cli;

import dev.pactmemory.cli.Terminal.Style;
import dev.pactmemory.json.Json;
import dev.pactmemory.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Shows what the server does by being its client: the real process, over its real pipes, in a home
/// that is gone afterwards.
@Command(
    name = "demo",
    description = {
      "Start the server as a client would, and see it save and find memories.",
      "Its home is a temporary one. The end shows how to add the server to your client."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration MOMENT = Duration.ofMillis(100);
  private static final int MOMENTS = 300;

  private final Program program;
  private final Terminal terminal;
  private final Rendering rendering;

  DemoCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
    this.rendering = new Rendering(terminal);
  }

  @Override
  public Integer call() throws IOException {
    try (TemporaryHome home = TemporaryHome.create("pact-memory-demo-")) {
      tour(home.path());
    }
    return Commands.OK;
  }

  private void tour(Path home) throws IOException {
    Path project = Files.createDirectory(home.resolve("project"));
    title("The server starts as a client starts it, with a home of its own");
    long start = System.nanoTime();
    try (StdioServer server =
        StdioServer.start(
            program.serverCommand(),
            Map.of(
                "PACT_MEMORY_HOME", home.resolve("data").toString(), "PACT_MEMORY_PROJECT", "demo"),
            project,
            home.resolve("server.log"))) {
      Answered greeting = server.initialize();
      long greetedMs = (System.nanoTime() - start) / 1_000_000;
      int tools = server.request("tools/list", Map.of()).objects("tools").size();
      terminal.line(
          "  "
              + terminal.styled(Style.GREEN, "✓")
              + String.format(
                  Locale.ROOT,
                  " %s %s answered after %d ms: protocol %s, %d tools",
                  greeting.object("serverInfo").text("name"),
                  greeting.object("serverInfo").text("version"),
                  greetedMs,
                  greeting.text("protocolVersion"),
                  tools));
      List<Answered> seed = seed();
      String toUpdate = save(server, seed);
      embedded(server);
      search(server, "authentication security tokens");
      search(server, "why do users get logged out while they are still active");
      byFile(server, "src/auth/token_manager.py");
      update(server, seed, toUpdate);
    }
    howToAdd();
  }

  /// Saves what the usage patterns save, and answers the id of the memory to update later.
  private String save(StdioServer server, List<Answered> seed) {
    title("An agent saves what it learnt at the end of each phase");
    String architect = "";
    for (Answered step : seed) {
      if (!step.text("tool").equals("memory_save") || step.text("verdict").equals("bad")) {
        continue;
      }
      Map<?, ?> arguments = step.object("arguments").members();
      Answered saved = server.call("memory_save", arguments);
      String id = saved.text("id");
      if (step.text("section").contains("After Code Phase")) {
        architect = id;
      }
      terminal.line(
          "  "
              + terminal.styled(Style.GREEN, "✓")
              + " "
              + terminal.styled(Style.CYAN, Rendering.shownId(id))
              + "  "
              + Terminal.cut(title(step.object("arguments")), terminal.width() - 18));
      terminal.line("    " + terminal.styled(Style.DIM, shape(step.object("arguments"))));
    }
    return architect;
  }

  private static String title(Answered memory) {
    return memory.has("context")
        ? memory.text("context")
        : memory.objects("decisions").getFirst().text("decision");
  }

  /// `5 lessons · 1 decision · 3 entities`.
  private static String shape(Answered memory) {
    List<String> parts = new ArrayList<>();
    count(parts, memory, "lessons_learned", "lesson", "lessons");
    count(parts, memory, "decisions", "decision", "decisions");
    count(parts, memory, "entities", "entity", "entities");
    count(parts, memory, "active_tasks", "task", "tasks");
    return String.join(" · ", parts);
  }

  private static void count(
      List<String> parts, Answered memory, String field, String one, String many) {
    int count = memory.texts(field).size();
    if (count > 0) {
      parts.add(Text.counted(count, one, many));
    }
  }

  /// Waits until the memories can be found by meaning too, or says that they cannot.
  private void embedded(StdioServer server) {
    for (int i = 0; i < MOMENTS; i++) {
      Answered status = server.call("memory_status", Map.of());
      if (status.texts("degraded").isEmpty()) {
        return;
      }
      server.pause(MOMENT);
    }
    terminal.line(
        terminal.styled(Style.YELLOW, "The model is not ready; words only from here on."));
  }

  private void search(StdioServer server, String query) {
    title("It asks: " + query);
    long start = System.nanoTime();
    Answered answer = server.call("memory_search", Map.of("query", query, "limit", 2));
    long tookMs = (System.nanoTime() - start) / 1_000_000;
    rendering.hits(answer);
    terminal.line(terminal.styled(Style.DIM, "answered in " + tookMs + " ms"));
  }

  private void byFile(StdioServer server, String path) {
    title("It opens " + path + " and asks what is known about it");
    rendering.hits(server.call("memory_search_by_file", Map.of("path", path, "limit", 2)));
  }

  /// Pattern 8: reads a memory, appends to its lists, sends the whole lists back.
  private void update(StdioServer server, List<Answered> seed, String id) {
    title("It has learnt more, and sends the whole list back");
    Answered before = memory(server, id);
    Answered step =
        seed.stream()
            .filter(one -> one.text("tool").equals("memory_update"))
            .findFirst()
            .orElseThrow();
    List<Object> lessons = new ArrayList<>(before.texts("lessons_learned"));
    lessons.addAll(step.object("arguments").texts("lessons_learned"));
    List<Object> entities = new ArrayList<>();
    before.objects("entities").forEach(entity -> entities.add(entity.members()));
    step.object("arguments").objects("entities").forEach(entity -> entities.add(entity.members()));
    server.call(
        "memory_update", Map.of("id", id, "lessons_learned", lessons, "entities", entities));
    Answered after = memory(server, id);
    terminal.line(
        String.format(
            Locale.ROOT,
            "  %s %s  revision %s: %d lessons were there, %d were sent, %d are there now; nothing"
                + " twice",
            terminal.styled(Style.GREEN, "✓"),
            terminal.styled(Style.CYAN, Rendering.shownId(id)),
            after.text("revision"),
            before.texts("lessons_learned").size(),
            lessons.size(),
            after.texts("lessons_learned").size()));
  }

  private static Answered memory(StdioServer server, String id) {
    return server.call("memory_get", Map.of("ids", List.of(id))).objects("memories").getFirst();
  }

  private void howToAdd() {
    String launcher =
        Objects.requireNonNullElse(program.launcher(), "/path/to/scripts/pact-memory");
    title("Add it to Claude Code");
    terminal.line("  claude mcp add --scope user pact-memory -- " + quoted(launcher));
    title("Add it to Claude Desktop (Settings > Developer > Edit Config)");
    terminal.line("  {");
    terminal.line("    \"mcpServers\": {");
    terminal.line("      \"pact-memory\": { \"command\": " + Json.write(launcher) + " }");
    terminal.line("    }");
    terminal.line("  }");
    terminal.blank();
    terminal.line("Other clients: mcp-config-examples/. The demo's memories are gone again.");
  }

  private static String quoted(String path) {
    return path.matches("[\\w./@%+=:,-]+") ? path : "'" + path.replace("'", "'\\''") + "'";
  }

  private void title(String words) {
    terminal.blank();
    terminal.line(terminal.styled(Style.BOLD, words));
  }

  private static List<Answered> seed() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DemoCommand.class.getResourceAsStream("/dev/pactmemory/demo/seed.json"))) {
      Object calls = Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      return new Answered(Map.of("calls", Objects.requireNonNull(calls))).objects("calls");
    }
  }
}
