package dev.pactmemory.bench;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.json.Json;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.project.Workspace;
import dev.pactmemory.tools.Answer;
import dev.pactmemory.tools.ToolBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Saves a set through the tools into a home of its own, asks its questions through the tools, and
/// ranks the same memories by simpler means. One use, one thread.
public final class RetrievalBenchmark {
  /// The name of what is measured among the baselines.
  static final String OURS = "ours";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration PROGRESS = Duration.ofMillis(500);

  private final RetrievalSet set;
  private final RememberingEmbedder embedder;
  private final Consumer<String> progress;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Map<String, String> setIds = new HashMap<>();

  /// One question answered.
  ///
  /// @param rankings ids of the set by the name of what ranked them
  /// @param nothing whether ours said that there is no match
  /// @param band of the first that ours found; null where there was none
  record Result(
      RetrievalSet.Asked question,
      Map<String, List<String>> rankings,
      boolean nothing,
      @Nullable String band,
      long nanos,
      long embeddingNanos) {}

  private RetrievalBenchmark(
      RetrievalSet set, RememberingEmbedder embedder, Consumer<String> progress) {
    this.set = set;
    this.embedder = embedder;
    this.progress = progress;
  }

  /// What is measured, and with what.
  ///
  /// @param set a directory with memories and questions
  /// @param links whether memories name those they supersede
  /// @param vectors a file that keeps the vectors of passages for the next time; null for none
  public record Setup(Path set, boolean links, @Nullable Path vectors) {}

  /// What came of it.
  ///
  /// @param report line by line
  /// @param picture the comparison as an SVG document
  /// @param passages what is embedded of the memories, a JSON object each: `memory`, its id in the
  ///   set, and `passages`, a list of `field` and `text`
  public record Measured(List<String> report, String picture, List<String> passages) {}

  /// Measures the search of `version`.
  ///
  /// @param home empty; deleted by the caller
  /// @param model closed with the measuring
  /// @param progress told a line now and then
  /// @throws MemoryException if there is no model to measure with
  /// @throws IllegalArgumentException if the directory has no set
  /// @throws java.io.UncheckedIOException if a file cannot be read or written
  public static Measured measure(
      Setup setup, Path home, LazyEmbedder model, String version, Consumer<String> progress) {
    try (model) {
      RetrievalSet set = RetrievalSet.read(setup.set(), setup.links());
      RememberingEmbedder embedder =
          switch (model.settled().join()) {
            case LazyEmbedder.State.Ready(var ready) -> remembering(ready, setup.vectors());
            case LazyEmbedder.State.Unavailable(String reason) ->
                throw new MemoryException(MemoryException.Code.IO_ERROR, "no model: " + reason);
            case LazyEmbedder.State.Loading() ->
                throw new IllegalStateException("a settled model is not loading");
          };
      return new RetrievalBenchmark(set, embedder, progress).measure(home, version);
    }
  }

  private static RememberingEmbedder remembering(Embedder model, @Nullable Path vectors) {
    try {
      return vectors == null
          ? RememberingEmbedder.of(model)
          : RememberingEmbedder.keeping(vectors, model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Measured measure(Path home, String version) {
    Project project = Project.named("benchmark");
    Workspace workspace = new Workspace(project, new SessionId("benchmark"), List.of());
    try (Memories memories =
        LocalMemories.open(
            home, new LazyEmbedder(() -> embedder), now::get, new SplittableRandom(1), version)) {
      ToolBox tools = new ToolBox(memories, () -> workspace, now::get);
      save(tools);
      awaitVectors(memories);
      List<Result> results = answers(memories, tools);
      long indexBytes = sizeBytes(home.resolve("index"));
      List<String> report =
          Report.of(results, set.memories().size(), embedder.passages(), indexBytes);
      return new Measured(report, Picture.of(results), passages(saved(memories)));
    }
  }

  private static long sizeBytes(Path directory) {
    long bytes = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void save(ToolBox tools) {
    Map<String, String> ids = new HashMap<>();
    for (RetrievalSet.Saved memory : set.memories()) {
      now.set(memory.created());
      Map<String, Object> arguments = new LinkedHashMap<>();
      memory.arguments().forEach((key, value) -> arguments.put(String.valueOf(key), value));
      arguments.put("project", memory.project());
      arguments.put("include_tracked", false);
      arguments.put(
          "supersedes", memory.supersedes().stream().map(id -> ids.getOrDefault(id, id)).toList());
      String id = String.valueOf(call(tools, "memory_save", arguments).get("id"));
      ids.put(memory.id(), id);
      setIds.put(id, memory.id());
    }
  }

  private void awaitVectors(Memories memories) {
    Status status = memories.status(Call.within(LIMIT));
    while (status.withVectors() < status.memories() || !status.degraded().isEmpty()) {
      progress.accept("embedded " + status.withVectors() + " of " + status.memories());
      LockSupport.parkNanos(PROGRESS.toNanos());
      status = memories.status(Call.within(LIMIT));
    }
  }

  private List<Result> answers(Memories memories, ToolBox tools) {
    Map<String, Baselines> baselines =
        documents(memories).stream()
            .collect(
                Collectors.groupingBy(
                    document -> document.memory().project(),
                    Collectors.collectingAndThen(Collectors.toList(), Baselines::new)));
    set.questions().forEach(question -> ask(tools, question)); // Warms up.
    List<Result> results = new ArrayList<>();
    for (RetrievalSet.Asked question : set.questions()) {
      long embeddingBefore = embedder.queryNanos();
      long start = System.nanoTime();
      Asked asked = ask(tools, question);
      List<String> ours = asked.ids();
      long nanos = System.nanoTime() - start;
      long embeddingNanos = embedder.queryNanos() - embeddingBefore;
      Baselines ofProject = baselines.get(question.project());
      Map<String, List<String>> rankings = new LinkedHashMap<>();
      if (ofProject != null) {
        Embedding vector = embedder.embedQuery(question.text());
        rankings.putAll(
            ofProject.rankings(question.text(), vector, memory -> isWithin(memory, question)));
      }
      rankings.put(OURS, ours);
      results.add(
          new Result(question, rankings, ours.isEmpty(), asked.band(), nanos, embeddingNanos));
    }
    return results;
  }

  /// The memories as they were saved, by their id in the set.
  private Map<String, Memory> saved(Memories memories) {
    Map<String, Memory> bySetId = new LinkedHashMap<>();
    for (String id : setIds.keySet()) {
      switch (memories.get(List.of(id), OptionalInt.empty(), Call.within(LIMIT))) {
        case Outcome.Done<Got>(Got got) ->
            got.memories().forEach(memory -> bySetId.put(setIds.getOrDefault(id, id), memory));
        case Outcome.Refused<Got>(var problem) ->
            throw new IllegalStateException(problem.message());
      }
    }
    return bySetId;
  }

  private static List<String> passages(Map<String, Memory> memories) {
    List<String> lines = new ArrayList<>();
    memories.forEach((id, memory) -> {
      List<Map<String, String>> passages =
          LocalMemories.passages(memory).stream()
              .map(one -> Map.of("field", one.field().name(), "text", one.embedded()))
              .toList();
      lines.add(Json.write(Map.of("memory", id, "passages", passages)));
    });
    lines.sort(null);
    return lines;
  }

  private List<Baselines.Document> documents(Memories memories) {
    Map<String, Memory> bySetId = saved(memories);
    List<Baselines.Document> documents = new ArrayList<>();
    for (RetrievalSet.Saved saved : set.memories()) {
      Memory memory = bySetId.get(saved.id());
      List<Embedding> vectors =
          memory == null
              ? List.of()
              : LocalMemories.passages(memory).stream()
                  .map(passage -> embedder.embedPassage(passage.embedded()))
                  .toList();
      String text = texts(saved.arguments()).collect(Collectors.joining("\n"));
      documents.add(new Baselines.Document(saved, text, vectors));
    }
    return documents;
  }

  private static Stream<String> texts(@Nullable Object value) {
    return switch (value) {
      case null -> Stream.empty();
      case Map<?, ?> map -> map.values().stream().flatMap(RetrievalBenchmark::texts);
      case List<?> list -> list.stream().flatMap(RetrievalBenchmark::texts);
      default -> Stream.of(String.valueOf(value));
    };
  }

  private static boolean isWithin(RetrievalSet.Saved memory, RetrievalSet.Asked question) {
    LocalDate day = LocalDate.ofInstant(memory.created(), ZoneOffset.UTC);
    return (question.since() == null || !day.isBefore(LocalDate.parse(question.since())))
        && (question.until() == null || !day.isAfter(LocalDate.parse(question.until())));
  }

  /// @param ids in the set, best first
  /// @param band of the first; null where nothing was found
  private record Asked(List<String> ids, @Nullable String band) {}

  private Asked ask(ToolBox tools, RetrievalSet.Asked question) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("query", question.text());
    arguments.put("project", question.project());
    arguments.put("limit", 10);
    put(arguments, "current_file", question.file());
    put(arguments, "since", question.since());
    put(arguments, "until", question.until());
    List<String> ids = new ArrayList<>();
    String band = null;
    if (call(tools, "memory_search", arguments).get("hits") instanceof List<?> hits) {
      for (Object hit : hits) {
        if (hit instanceof Map<?, ?> map) {
          ids.add(setId(String.valueOf(map.get("id"))));
          band = band == null ? String.valueOf(map.get("band")) : band;
        }
      }
    }
    return new Asked(ids, band);
  }

  private static void put(Map<String, Object> arguments, String key, @Nullable String value) {
    if (value != null) {
      arguments.put(key, value);
    }
  }

  private String setId(String shortId) {
    return setIds.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(shortId))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(shortId);
  }

  private static Map<String, Object> call(
      ToolBox tools, String name, Map<String, Object> arguments) {
    Answer answer =
        tools.tools().stream()
            .filter(tool -> tool.name().equals(name))
            .findFirst()
            .orElseThrow()
            .call(arguments, Call.within(LIMIT));
    if (answer.isError()) {
      throw new IllegalArgumentException(name + " refused a line of the set: " + answer.error());
    }
    return answer.structured();
  }
}
