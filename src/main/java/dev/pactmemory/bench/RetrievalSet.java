package dev.pactmemory.bench;

import dev.pactmemory.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// Memories, and questions with the memories that answer them.
///
/// @param memories oldest first
record RetrievalSet(List<Saved> memories, List<Asked> questions) {
  /// Of memories that name no project.
  private static final String PROJECT = "benchmark";

  /// Of memories that name no time.
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

  /// @param id within the set
  /// @param arguments of a save
  /// @param supersedes ids within the set
  record Saved(
      String id, String project, Instant created, Map<?, ?> arguments, List<String> supersedes) {}

  /// @param id within the set
  /// @param targets what answers it; empty where nothing does
  /// @param file the one open at the time
  /// @param since a day, included, as `until`
  /// @param split `dev` or `test`
  record Asked(
      String id,
      String category,
      String text,
      String project,
      List<String> targets,
      @Nullable String file,
      @Nullable String since,
      @Nullable String until,
      String split) {

    Asked halved() {
      CRC32 sum = new CRC32();
      sum.update(id.getBytes(StandardCharsets.UTF_8));
      String half = sum.getValue() % 2 == 0 ? "dev" : "test";
      return new Asked(id, category, text, project, targets, file, since, until, half);
    }
  }

  /// Reads the files whose names end in `memories.jsonl` or `docs.jsonl`, and `queries.jsonl`. A
  /// set that does not say which half of its questions is for choosing is halved by their ids.
  ///
  /// @param links whether memories name those they supersede
  /// @throws UncheckedIOException if a file cannot be read
  /// @throws IllegalArgumentException if the directory has no set
  static RetrievalSet read(Path directory, boolean links) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Saved> memories = new ArrayList<>();
      List<Asked> questions = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith("memories.jsonl") || name.endsWith("docs.jsonl")) {
          lines(file).forEach(line -> memories.add(memory(line, links)));
        } else if (name.endsWith("queries.jsonl")) {
          lines(file).forEach(line -> questions.add(question(line)));
        }
      }
      if (memories.isEmpty() || questions.isEmpty()) {
        throw new IllegalArgumentException(
            "no set here; it is a directory with memories.jsonl and queries.jsonl");
      }
      memories.sort(Comparator.comparing(Saved::created));
      boolean halved = questions.stream().map(Asked::split).distinct().count() > 1;
      return new RetrievalSet(
          List.copyOf(memories),
          halved ? List.copyOf(questions) : questions.stream().map(Asked::halved).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Map<?, ?>> lines(Path file) throws IOException {
    List<Map<?, ?>> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (!(Json.parse(line) instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException(file.getFileName() + " has a line without an object");
      }
      lines.add(map);
    }
    return lines;
  }

  private static Saved memory(Map<?, ?> line, boolean links) {
    if (!(line.get("memory") instanceof Map<?, ?> arguments)) {
      throw new IllegalArgumentException("a memory without arguments of a save");
    }
    String created = text(line, "created");
    return new Saved(
        text(line, "id", ""),
        text(line, "project", PROJECT),
        created == null ? CREATED : Instant.parse(created),
        arguments,
        links ? texts(line, "supersedes") : List.of());
  }

  private static Asked question(Map<?, ?> line) {
    return new Asked(
        text(line, "qid", text(line, "query", "")),
        text(line, "category", "all"),
        text(line, "query", ""),
        text(line, "project", PROJECT),
        texts(line, "targets"),
        // Where the file has targets of its own, it is another question.
        line.containsKey("file_targets") ? null : text(line, "file"),
        text(line, "since"),
        text(line, "until"),
        text(line, "split", "dev"));
  }

  private static String text(Map<?, ?> line, String key, String otherwise) {
    return line.get(key) instanceof String text ? text : otherwise;
  }

  private static @Nullable String text(Map<?, ?> line, String key) {
    return line.get(key) instanceof String text ? text : null;
  }

  private static List<String> texts(Map<?, ?> line, String key) {
    return line.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }
}
