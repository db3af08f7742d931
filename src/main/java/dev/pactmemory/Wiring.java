package dev.pactmemory;

import dev.pactmemory.bench.RetrievalBenchmark;
import dev.pactmemory.bench.SpeedBenchmark;
import dev.pactmemory.cli.Program;
import dev.pactmemory.cli.TemporaryHome;
import dev.pactmemory.embed.Embedders;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.exchange.Format;
import dev.pactmemory.exchange.Import;
import dev.pactmemory.exchange.Imported;
import dev.pactmemory.exchange.MarkdownExport;
import dev.pactmemory.exchange.Owners;
import dev.pactmemory.journal.Backup;
import dev.pactmemory.mcp.McpEndpoint;
import dev.pactmemory.memory.Exported;
import dev.pactmemory.memory.HomeLock;
import dev.pactmemory.memory.Intake;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.memory.Purged;
import dev.pactmemory.memory.Restored;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Status;
import dev.pactmemory.project.Projects;
import dev.pactmemory.project.Workspace;
import dev.pactmemory.sharing.SharedMemories;
import dev.pactmemory.tools.Answer;
import dev.pactmemory.tools.Instructions;
import dev.pactmemory.tools.Resources;
import dev.pactmemory.tools.Tool;
import dev.pactmemory.tools.ToolBox;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who is given what. The only place that knows all parts.
final class Wiring implements Program {
  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  /// For a person who waits; a command that indexes much says so meanwhile.
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

  /// For the model, at a command that searches or makes the index anew.
  private static final Duration MODEL_LIMIT = Duration.ofSeconds(10);

  private static final Duration MOMENT = Duration.ofMillis(50);

  private static final Duration PROGRESS = Duration.ofMillis(500);

  /// Nobody starts a session without these; the rest may be loaded on demand.
  private static final Set<String> ALWAYS_LOAD = Set.of("memory_search", "memory_save");

  private final Settings settings;
  private final Map<String, String> env;
  private final Machine machine;
  private final @Nullable String launcher;
  private final Consumer<String> progress;
  private final InstantSource clock = InstantSource.system();

  /// @param progress told how far the opening of the memory is, where it takes long
  Wiring(
      Settings settings,
      Map<String, String> env,
      Machine machine,
      @Nullable String launcher,
      Consumer<String> progress) {
    this.settings = settings;
    this.env = env;
    this.machine = machine;
    this.launcher = launcher;
    this.progress = progress;
  }

  /// The server on two pipes. Nothing of the store, the index or the model is loaded before the
  /// first answer is out.
  Server server(InputStream in, OutputStream out) {
    SharedMemories memories = sharedMemories();
    Projects projects = projects();
    AtomicReference<Workspace> workspace = new AtomicReference<>(projects.workspace());
    ToolBox tools = new ToolBox(memories, workspace::get, clock, settings.secrets());
    McpEndpoint endpoint =
        new McpEndpoint(
            in,
            new FirstFlush(out, () -> begin(memories)),
            new McpEndpoint.Identity(
                "pact-memory", "PACT Memory", version(), Instructions.TEXT, ALWAYS_LOAD),
            new McpEndpoint.Capabilities(
                tools.tools(), tools.resources(), tools.prompts(), tools.completions()),
            memories::listen,
            (List<URI> roots) ->
                workspace.set(projects.workspace(roots.stream().map(URI::toString).toList())),
            McpEndpoint.Limits.DEFAULT.withGrace(Server.GRACE));
    return new Server(endpoint, memories);
  }

  private SharedMemories sharedMemories() {
    return SharedMemories.of(
        settings.home(),
        Path.of(System.getProperty("java.io.tmpdir")),
        version(),
        () -> {
          OpeningMemories memories = new OpeningMemories(this::openMemories);
          memories.begin();
          return memories;
        });
  }

  private static void begin(SharedMemories memories) {
    try {
      memories.begin();
    } catch (MemoryException e) {
      // The first call tries again, and tells its caller.
      LOG.debug("the memory cannot be opened yet", e);
    }
  }

  private LocalMemories openMemories() {
    return openMemories(model());
  }

  private LazyEmbedder model() {
    return Embedders.lazy(settings.home().resolve("cache"), settings.model());
  }

  private LocalMemories openMemories(LazyEmbedder model) {
    return LocalMemories.open(
        settings.home(), model, clock, new SecureRandom(), version(), progress);
  }

  private Projects projects() {
    // Only names the session; the JDK's secure generator would cost every start its loading.
    return new Projects(
        env, machine.workingDirectory(), machine.userHome(), new SplittableRandom());
  }

  /// Where a directory that is named is; what the environment says of another one does not count.
  private Projects projects(@Nullable Path directory) {
    if (directory == null) {
      return projects();
    }
    Map<String, String> rest = new HashMap<>(env);
    rest.remove("PACT_MEMORY_PROJECT");
    rest.remove("CLAUDE_PROJECT_DIR");
    Path start = machine.workingDirectory().resolve(directory);
    return new Projects(rest, start, machine.userHome(), new SplittableRandom());
  }

  @Override
  public Outcome<Path> projectRoot(@Nullable Path directory) {
    if (directory != null && !Files.isDirectory(machine.workingDirectory().resolve(directory))) {
      return noProject(directory + " is no directory");
    }
    List<Path> roots = projects(directory).workspace().roots();
    return roots.isEmpty()
        ? noProject("no project is here; name a directory of one with --project")
        : Outcome.done(roots.getFirst());
  }

  private static Outcome<Path> noProject(String message) {
    return Outcome.refused(new Problem(Problem.Code.INVALID_VALUE, "--project", message));
  }

  @Override
  public String workingMemory(@Nullable Path directory) {
    Workspace workspace = projects(directory).workspace();
    try (Memories memories = sharedMemories()) {
      return new ToolBox(memories, () -> workspace, clock)
          .resources()
          .read(Resources.WORKING_MEMORY, Call.within(COMMAND_LIMIT))
          .orElseThrow()
          .text();
    }
  }

  @Override
  public Claim claimProjects() {
    return HomeLock.forWritingIntoProjects(settings.home())::close;
  }

  @Override
  public Opened open() {
    Memories memories = sharedMemories();
    Workspace workspace = projects().workspace();
    List<Tool> tools = new ToolBox(memories, () -> workspace, clock, settings.secrets()).tools();
    return new Opened() {
      @Override
      public Answer call(String name, Map<String, Object> arguments) {
        Tool tool = tools.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
        if (name.equals("memory_search")) {
          awaitModel(memories);
        }
        return tool.call(arguments, Call.within(COMMAND_LIMIT));
      }

      @Override
      public void close() {
        memories.close();
      }
    };
  }

  /// A command begins with the model not loaded; a person rather waits a moment than be answered by
  /// words only.
  private static void awaitModel(Memories memories) {
    for (long waited = 0; waited < MODEL_LIMIT.toNanos(); waited += MOMENT.toNanos()) {
      Status status = memories.status(Call.within(COMMAND_LIMIT));
      if (status.memories() == 0 || !status.degraded().contains(Degradation.MODEL_LOADING)) {
        return;
      }
      LockSupport.parkNanos(MOMENT.toNanos());
    }
  }

  @Override
  public int reindex(Consumer<String> progress) {
    LocalMemories.forgetIndex(settings.home(), clock);
    progress.accept("loading the model");
    LazyEmbedder model = model();
    // What is indexed before the model is there must be indexed once more to be found by meaning.
    model
        .settled()
        .completeOnTimeout(model.state(), MODEL_LIMIT.toNanos(), TimeUnit.NANOSECONDS)
        .join();
    try (Memories memories = openMemories(model)) {
      Status status = memories.status(Call.within(COMMAND_LIMIT));
      for (int told = -1; isFilling(status); status = memories.status(Call.within(COMMAND_LIMIT))) {
        if (status.indexed() != told) {
          told = status.indexed();
          progress.accept("indexed " + told + " of " + status.memories());
        }
        LockSupport.parkNanos(PROGRESS.toNanos());
      }
      return status.indexed();
    }
  }

  @Override
  public Outcome<Backup.Contents> backUp(Path file, boolean replace, Consumer<String> progress) {
    return LocalMemories.backUp(settings.home(), file, replace, progress);
  }

  @Override
  public Outcome<Restored> restore(Path file, boolean force, Consumer<String> progress) {
    Outcome<Restored> restored =
        LocalMemories.restore(settings.home(), file.toAbsolutePath(), force, clock, progress);
    if (restored instanceof Outcome.Done<Restored>(Restored done)) {
      try (Memories memories = openMemories()) {
        int found = memories.status(Call.within(COMMAND_LIMIT)).memories();
        if (found != done.memories()) {
          LOG.warn("{} memories were restored, and {} are there", done.memories(), found);
        }
      }
    }
    return restored;
  }

  @Override
  public Outcome<Purged> purge(
      List<String> ids, Duration olderThan, boolean apply, Consumer<String> progress) {
    Outcome<Purged> purged =
        LocalMemories.purge(
            settings.home(), ids, clock.instant().minus(olderThan), apply, clock, progress);
    if (apply && purged instanceof Outcome.Done<Purged>) {
      openMemories().close(); // Makes the store again.
    }
    return purged;
  }

  @Override
  public void examine(boolean fix, Consumer<Finding> found) {
    new Doctor(settings.home(), version(), clock, this::sharedMemories).examine(fix, found);
  }

  @Override
  public Exported export(Consumer<String> lines) {
    return LocalMemories.export(settings.home(), lines);
  }

  @Override
  public Outcome<MarkdownExport.Written> exportMarkdown(Path directory, Consumer<String> progress) {
    return MarkdownExport.write(directory, lines -> export(lines), progress);
  }

  @Override
  public Outcome<Imported> importFile(
      Path file,
      @Nullable Format format,
      @Nullable String project,
      boolean apply,
      Consumer<String> progress) {
    Project current = projects().workspace().project();
    try (Memories memories = sharedMemories()) {
      List<Project> known =
          memories.status(Call.within(COMMAND_LIMIT)).projects().stream()
              .map(Status.ProjectCount::project)
              .toList();
      Owners owners = new Owners(current, known, null);
      return Import.of(
          file,
          format,
          project == null ? owners : new Owners(current, known, owners.named(project)),
          settings.home().resolve("cache"),
          new Intake(memories, !apply),
          progress);
    }
  }

  @Override
  public RetrievalBenchmark.Measured measureRetrieval(
      RetrievalBenchmark.Setup setup, Consumer<String> progress) {
    try (TemporaryHome temporary = TemporaryHome.create("pact-memory-bench-")) {
      return RetrievalBenchmark.measure(
          setup,
          temporary.path(),
          Embedders.lazy(settings.home().resolve("cache"), settings.model()),
          version(),
          progress);
    }
  }

  @Override
  public List<String> measureSpeed(
      Path directory,
      int memories,
      Function<Map<String, String>, SpeedBenchmark.Server> server,
      Consumer<String> progress) {
    Path model = settings.model();
    try (TemporaryHome temporary = TemporaryHome.create("pact-memory-bench-")) {
      return SpeedBenchmark.measure(
          directory,
          memories,
          temporary.path(),
          Embedders.lazy(settings.home().resolve("cache"), model),
          version(),
          home ->
              server.apply(
                  Map.of(
                      "PACT_MEMORY_HOME",
                      home.toString(),
                      "PACT_MEMORY_MODEL",
                      model == null ? "" : model.toString())),
          progress);
    }
  }

  private static boolean isFilling(Status status) {
    return status.degraded().contains(Degradation.INDEX_CATCHING_UP)
        || status.indexed() < status.memories();
  }

  @Override
  public String version() {
    Properties build = new Properties();
    try (InputStream in =
        Objects.requireNonNull(Wiring.class.getResourceAsStream("build.properties"))) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version");
  }

  @Override
  public List<String> serverCommand() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return launcher == null
        ? List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName())
        : machine.isWindows() ? List.of("cmd.exe", "/c", launcher) : List.of(launcher);
  }

  @Override
  public @Nullable String launcher() {
    return launcher;
  }
}
