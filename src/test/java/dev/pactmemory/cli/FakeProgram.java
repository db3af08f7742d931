package dev.pactmemory.cli;

import dev.pactmemory.bench.RetrievalBenchmark;
import dev.pactmemory.bench.SpeedBenchmark;
import dev.pactmemory.exchange.Format;
import dev.pactmemory.exchange.Imported;
import dev.pactmemory.exchange.MarkdownExport;
import dev.pactmemory.journal.Backup;
import dev.pactmemory.memory.Exported;
import dev.pactmemory.memory.Purged;
import dev.pactmemory.memory.Restored;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.tools.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Answers as told, and keeps what it was asked.
final class FakeProgram implements Program {
  final List<Map.Entry<String, Map<String, Object>>> asked = new ArrayList<>();
  Answer answer = Answer.of(Map.of());
  @Nullable MemoryException refusal;
  final List<String> imports = new ArrayList<>();

  /// What was done, and whether a file was there then.
  final List<String> steps = new ArrayList<>();

  Path watched = Path.of("unset");
  int closed;

  @Override
  public String version() {
    return "1.2.3";
  }

  @Override
  public Opened open() {
    if (refusal != null) {
      throw refusal;
    }
    return new Opened() {
      @Override
      public Answer call(String tool, Map<String, Object> arguments) {
        asked.add(Map.entry(tool, arguments));
        return answer;
      }

      @Override
      public void close() {
        closed++;
      }
    };
  }

  @Override
  public int reindex(Consumer<String> progress) {
    progress.accept("half done");
    return 2;
  }

  @Override
  public Outcome<Backup.Contents> backUp(Path file, boolean replace, Consumer<String> progress) {
    return Outcome.refused(new Problem(Problem.Code.INVALID_VALUE, "FILE", "There is one."));
  }

  @Override
  public Outcome<Restored> restore(Path file, boolean force, Consumer<String> progress) {
    progress.accept("half read");
    return Outcome.done(force ? new Restored(12, 3, 0, "-replaced-t") : new Restored(1, 1, 1, ""));
  }

  @Override
  public Outcome<Purged> purge(
      List<String> ids, Duration olderThan, boolean apply, Consumer<String> progress) {
    progress.accept("half written anew");
    asked.add(Map.entry("purge", ordered("ids", ids, "olderThan", olderThan)));
    Purged.Deletion deletion =
        new Purged.Deletion(
            new MemoryId("0123456789abcdef0123456789abcdef"),
            "the \u001b[2Jpassword",
            Instant.parse("2026-01-15T10:00:00Z"));
    return Outcome.done(new Purged(List.of(deletion), List.of("backups/old.zip"), apply));
  }

  @Override
  public void examine(boolean fix, Consumer<Finding> found) {
    found.accept(Finding.good("journal", "every line whole"));
    found.accept(
        fix
            ? Finding.mended("permissions", "narrowed")
            : Finding.bad("permissions", "open to others", "run doctor --fix"));
  }

  @Override
  public Exported export(Consumer<String> lines) {
    lines.accept("{\"id\":1}");
    return new Exported(1, 2, 0);
  }

  @Override
  public Outcome<MarkdownExport.Written> exportMarkdown(Path directory, Consumer<String> progress) {
    return Outcome.done(new MarkdownExport.Written(3, 4, 8));
  }

  @Override
  public Outcome<Imported> importFile(
      Path file,
      @Nullable Format format,
      @Nullable String project,
      boolean apply,
      Consumer<String> progress) {
    progress.accept("half read");
    imports.add(format + " " + project + " " + apply);
    return Outcome.done(
        new Imported(
            Format.EXPORT,
            1,
            4,
            5,
            List.of(new Imported.Finding("line 7", "no \u001b[31mJSON")),
            List.of(new Imported.Finding("line 8", "an odd date"))));
  }

  @Override
  public RetrievalBenchmark.Measured measureRetrieval(
      RetrievalBenchmark.Setup setup, Consumer<String> progress) {
    progress.accept("half embedded");
    return new RetrievalBenchmark.Measured(
        List.of("measured with " + setup.set().getFileName()),
        "<svg/>",
        List.of("{\"memory\":\"m/1\"}"));
  }

  @Override
  public Outcome<Path> projectRoot(@Nullable Path directory) {
    return directory == null
        ? Outcome.refused(new Problem(Problem.Code.INVALID_VALUE, null, "no project is here"))
        : Outcome.done(directory);
  }

  @Override
  public Claim claimProjects() {
    step("claimed");
    return () -> step("released");
  }

  private void step(String what) {
    steps.add(what + (Files.exists(watched) ? ", a file" : ", no file"));
  }

  @Override
  public String workingMemory(@Nullable Path directory) {
    step("memory read");
    return "## Working memory\n- Context: \u202eold\n";
  }

  @Override
  public List<String> measureSpeed(
      Path directory,
      int memories,
      Function<Map<String, String>, SpeedBenchmark.Server> server,
      Consumer<String> progress) {
    progress.accept("half saved");
    return List.of(memories + " memories from " + directory.getFileName());
  }

  @Override
  public List<String> serverCommand() {
    return List.of();
  }

  @Override
  public @Nullable String launcher() {
    return null;
  }

  /// A map of these in this order.
  static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return map;
  }
}
