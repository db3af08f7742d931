package dev.pactmemory.bench;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.memory.SearchStage;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.project.Workspace;
import dev.pactmemory.tools.Answer;
import dev.pactmemory.tools.Tool;
import dev.pactmemory.tools.ToolBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;

/// Measures how long a search and a save take with many memories, as a client of a server process
/// sees it. Times mean nothing on another machine; what is set beside them, from the same run,
/// does.
///
/// The vectors of the passages are stand-ins ([StandInEmbedder]): the real ones would take an hour.
/// Questions are embedded by the model. One use, one thread.
public final class SpeedBenchmark {
  private static final String PROJECT = "benchmark";
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration PROGRESS = Duration.ofMillis(500);

  /// Passages embedded for real; what others are made from.
  private static final int REAL_VECTORS = 100;

  /// Saved at a time while filling; they share a force of the journal.
  private static final int SAVED_AT_ONCE = 16;

  private static final int TOLD_EVERY = 500;

  /// How often each question is asked. A fresh server compiles what it runs meanwhile, on the
  /// processors that answer: the first time is told, and the last.
  private static final int ASKED = 5;

  private static final int SAVES = 200;

  /// What a forced write of the smallest kind is taken to be.
  private static final int BLOCK = 4_096;

  private final RetrievalSet set;
  private final int count;
  private final Path home;
  private final Embedder model;
  private final String version;
  private final Consumer<String> progress;
  private final List<String> report = new ArrayList<>();

  /// A server process, as its client has it. One thread at a time.
  public interface Server extends AutoCloseable {
    /// Calls a tool and waits for the answer.
    ///
    /// @throws RuntimeException if it refused
    void call(String tool, Map<String, Object> arguments);

    /// What the process has used of the processors, where the system tells; unlike time, little
    /// changed by what else runs.
    Optional<Duration> processorTime();

    /// Kilobytes of the process that are in memory, where the system tells.
    OptionalLong residentKilobytes();

    @Override
    void close();
  }

  private SpeedBenchmark(
      RetrievalSet set,
      int count,
      Path home,
      Embedder model,
      String version,
      Consumer<String> progress) {
    this.set = set;
    this.count = count;
    this.home = home;
    this.model = model;
    this.version = version;
    this.progress = progress;
  }

  /// Measures `version` with as many memories as `count` says.
  ///
  /// @param directory a set: its questions are asked, its memories varied
  /// @param home empty; deleted by the caller
  /// @param model closed with the measuring
  /// @param server starts one on a home
  /// @param progress told a line now and then
  /// @return the report, line by line
  /// @throws MemoryException if there is no model to measure with
  /// @throws IllegalArgumentException if the directory has no set
  public static List<String> measure(
      Path directory,
      int count,
      Path home,
      LazyEmbedder model,
      String version,
      Function<Path, Server> server,
      Consumer<String> progress) {
    try (model) {
      RetrievalSet set = RetrievalSet.read(directory, true);
      Embedder ready =
          switch (model.settled().join()) {
            case LazyEmbedder.State.Ready(var embedder) -> embedder;
            case LazyEmbedder.State.Unavailable(String reason) ->
                throw new MemoryException(MemoryException.Code.IO_ERROR, "no model: " + reason);
            case LazyEmbedder.State.Loading() ->
                throw new IllegalStateException("a settled model is not loading");
          };
      return new SpeedBenchmark(set, count, home, ready, version, progress).measure(server);
    }
  }

  private List<String> measure(Function<Path, Server> servers) {
    progress.accept("embedding what the vectors are made from");
    Embedder standIn = new StandInEmbedder(model, realVectors());
    fill(RememberingEmbedder.of(standIn));
    try (Server server = servers.apply(home)) {
      search(server);
      saves(server);
      server
          .residentKilobytes()
          .ifPresent(size -> line("server    %,d MB resident, with the model", size / 1024));
    }
    stages(standIn);
    remakeIndex(standIn);
    return report;
  }

  @FormatMethod
  private void line(@FormatString String format, Object... values) {
    report.add(String.format(Locale.ROOT, format, values));
  }

  private LocalMemories open(Embedder embedder) {
    return LocalMemories.open(
        home,
        new LazyEmbedder(() -> embedder),
        InstantSource.system(),
        new SecureRandom(),
        version);
  }

  private void fill(RememberingEmbedder passages) {
    long start = System.nanoTime();
    try (LocalMemories memories = open(passages)) {
      Tool save = tool(memories, "memory_save");
      ManyMemories many = new ManyMemories(set);
      try (ExecutorService savers = Executors.newFixedThreadPool(SAVED_AT_ONCE)) {
        List<Future<?>> saving = new ArrayList<>();
        for (int number = 0; number < count; number++) {
          Map<String, Object> arguments = saved(many.arguments(number));
          saving.add(savers.submit(() -> call(save, arguments)));
        }
        for (int number = 0; number < count; number++) {
          await(saving.get(number));
          if (number % TOLD_EVERY == 0) {
            progress.accept(String.format(Locale.ROOT, "saved %,d of %,d", number, count));
          }
        }
      }
      double savedIn = seconds(start);
      awaitVectors(memories);
      line(
          "filled    %,d memories, %,d passages: saved in %.1f s, found by meaning after %.1f s",
          count, passages.passages(), savedIn, seconds(start));
      line("          (vectors of passages are stand-ins, those of questions the model's)");
    }
  }

  private List<Embedding> realVectors() {
    return set.memories().stream()
        .flatMap(memory -> ManyMemories.texts(memory.arguments().get("lessons_learned")))
        .limit(REAL_VECTORS)
        .map(model::embedPassage)
        .toList();
  }

  private static Map<String, Object> saved(Map<String, Object> memory) {
    Map<String, Object> arguments = new LinkedHashMap<>(memory);
    arguments.put("project", PROJECT);
    arguments.put("include_tracked", false);
    return arguments;
  }

  private static void await(Future<?> saving) {
    try {
      saving.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while filling", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a memory could not be saved", e);
    }
  }

  private void awaitVectors(Memories memories) {
    for (Status status = memories.status(Call.within(LIMIT));
        status.withVectors() < count || status.indexed() < count || !status.degraded().isEmpty();
        status = memories.status(Call.within(LIMIT))) {
      progress.accept(
          String.format(Locale.ROOT, "with vectors: %,d of %,d", status.withVectors(), count));
      LockSupport.parkNanos(PROGRESS.toNanos());
    }
    // The index visits what it saw without vectors once more; a search waits for that.
    tool(memories, "memory_search").call(question("anything"), Call.within(LIMIT));
  }

  private void remakeIndex(Embedder standIn) {
    LocalMemories.forgetIndex(home, InstantSource.system());
    long start = System.nanoTime();
    try (LocalMemories memories = open(standIn)) {
      for (Status status = memories.status(Call.within(LIMIT));
          status.indexed() < status.memories();
          status = memories.status(Call.within(LIMIT))) {
        progress.accept(
            String.format(Locale.ROOT, "indexed %,d of %,d", status.indexed(), status.memories()));
        LockSupport.parkNanos(PROGRESS.toNanos());
      }
    }
    line("reindex   %.1f s", seconds(start));
  }

  private static Map<String, Object> question(String text) {
    return Map.of("query", text, "project", PROJECT);
  }

  private void search(Server server) {
    progress.accept("asking a server");
    Optional<Duration> before = server.processorTime();
    List<long[]> rounds = eachQuestion(text -> server.call("memory_search", question(text)));
    line(
        "search    %s; asked of a server process for the %dth time",
        times(rounds.getLast()), ASKED);
    line("          %s; the first time, the server just started", times(rounds.getFirst()));
    before.ifPresent(start ->
        server
            .processorTime()
            .ifPresent(end ->
                line(
                    "          processor time of the server: %.1f ms each",
                    end.minus(start).toNanos() / 1e6 / (ASKED * set.questions().size()))));
  }

  /// What is not told from outside: the same questions in this process, without pipe and protocol.
  private void stages(Embedder standIn) {
    progress.accept("asking without a server");
    try (LocalMemories memories = open(standIn)) {
      Tool search = tool(memories, "memory_search");
      Consumer<String> ask = text -> call(search, question(text));
      eachQuestion(ask);
      List<long[]> rounds = new ArrayList<>();
      Map<SearchStage, Long> stages = StageTimes.during(() -> rounds.add(round(ask)));
      long[] whole = rounds.getFirst();
      long all = LongStream.of(whole).sum();
      line(
          "stages    within one process %s, on average %.1f ms; of it",
          times(whole), all / 1e6 / whole.length);
      for (SearchStage stage : SearchStage.values()) {
        share(stage.description(), stages.getOrDefault(stage, 0L), all, whole.length);
      }
      long told = stages.values().stream().mapToLong(nanos -> nanos).sum();
      share("the rest", all - told, all, whole.length);
    }
    long embedding = median(eachQuestion(model::embedQuery).getLast());
    line("          the vector p50 %.1f ms, made beside the words", embedding / 1e6);
  }

  private void share(String what, long nanos, long all, int count) {
    line("          %5.1f ms %3.0f %%  %s", nanos / 1e6 / count, 100.0 * nanos / all, what);
  }

  /// The nanoseconds of each question, a round after the other.
  private List<long[]> eachQuestion(Consumer<String> ask) {
    List<long[]> rounds = new ArrayList<>();
    for (int i = 0; i < ASKED; i++) {
      rounds.add(round(ask));
    }
    return rounds;
  }

  private long[] round(Consumer<String> ask) {
    return set.questions().stream()
        .mapToLong(question -> nanos(() -> ask.accept(question.text())))
        .toArray();
  }

  /// By turns with bare writes to the same file system, so that both meet the same disk.
  private void saves(Server server) {
    progress.accept("saving");
    ManyMemories many = new ManyMemories(set);
    long[] saves = new long[Math.min(SAVES, count)];
    long[] writes = new long[saves.length];
    try (FileChannel file =
        FileChannel.open(
            home.resolve("bare-writes"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int i = 0; i < saves.length; i++) {
        Map<String, Object> arguments = saved(many.arguments(count + i));
        saves[i] = nanos(() -> server.call("memory_save", arguments));
        writes[i] = nanos(() -> write(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    line("save      %s; while the model embeds what was saved before", times(saves));
    line("          4 KB written and forced beside it: %s", times(writes));
    line("          ratio of the p50: %.1f", (double) median(saves) / median(writes));
  }

  private static void write(FileChannel file) {
    try {
      file.write(ByteBuffer.allocate(BLOCK));
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Tool tool(Memories memories, String name) {
    Workspace workspace =
        new Workspace(Project.named(PROJECT), new SessionId("benchmark"), List.of());
    return new ToolBox(memories, () -> workspace, InstantSource.system())
        .tools().stream().filter(tool -> tool.name().equals(name)).findFirst().orElseThrow();
  }

  private static void call(Tool tool, Map<String, Object> arguments) {
    Answer answer = tool.call(arguments, Call.within(LIMIT));
    if (answer.isError()) {
      throw new IllegalStateException(tool.name() + " refused: " + answer.error());
    }
  }

  private static long nanos(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / 1e9;
  }

  private static String times(long[] nanos) {
    return String.format(
        Locale.ROOT, "p50 %.1f ms, p95 %.1f ms", median(nanos) / 1e6, quantile(nanos, 95) / 1e6);
  }

  private static long median(long[] nanos) {
    return quantile(nanos, 50);
  }

  private static long quantile(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }
}
