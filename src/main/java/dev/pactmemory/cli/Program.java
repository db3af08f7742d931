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
import dev.pactmemory.model.Outcome;
import dev.pactmemory.tools.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the commands need of the program they are part of.
public interface Program {
  String version();

  /// Opens the memory for this process.
  ///
  /// @throws dev.pactmemory.model.MemoryException with `BUSY` while a server holds it
  Opened open();

  /// Throws the search index away and builds it again from the store.
  ///
  /// @param progress told a line now and then
  /// @return how many memories are in it
  int reindex(Consumer<String> progress);

  /// Writes all that is remembered to a file.
  ///
  /// @param replace whether a file already there may be replaced
  /// @param progress told a line now and then
  Outcome<Backup.Contents> backUp(Path file, boolean replace, Consumer<String> progress);

  /// Puts the memories of a backup in the place of those that are there, and opens them.
  ///
  /// @param force whether there may be any; they are moved aside
  /// @param progress told a line now and then
  /// @throws dev.pactmemory.model.MemoryException with `BUSY` while a server holds the memory
  Outcome<Restored> restore(Path file, boolean force, Consumer<String> progress);

  /// Takes deleted memories away for good.
  ///
  /// @param ids of some, or unique beginnings of them; empty for all
  /// @param olderThan only those deleted so long ago
  /// @param apply false to only say what would be purged
  /// @param progress told a line now and then
  /// @throws dev.pactmemory.model.MemoryException with `BUSY` while a server holds the memory
  Outcome<Purged> purge(
      List<String> ids, Duration olderThan, boolean apply, Consumer<String> progress);

  /// Looks at all parts of the memory and of what it needs here; works beside running servers.
  ///
  /// @param fix whether to mend what can be mended without losing anything
  /// @param found told of each thing looked at
  void examine(boolean fix, Consumer<Finding> found);

  /// Gives every memory, with its history, as a line of JSON.
  Exported export(Consumer<String> lines);

  /// Writes every memory as Markdown into a directory.
  ///
  /// @param progress told a line now and then
  Outcome<MarkdownExport.Written> exportMarkdown(Path directory, Consumer<String> progress);

  /// Takes in memories from elsewhere.
  ///
  /// @param format null to tell it by the file itself
  /// @param project the name of the project of all that comes in; null for what the file says
  /// @param apply whether to take them in, not only to say what would come in
  /// @param progress told a line now and then
  Outcome<Imported> importFile(
      Path file,
      @Nullable Format format,
      @Nullable String project,
      boolean apply,
      Consumer<String> progress);

  /// Measures the search in a temporary home.
  ///
  /// @param progress told a line now and then
  RetrievalBenchmark.Measured measureRetrieval(
      RetrievalBenchmark.Setup setup, Consumer<String> progress);

  /// The root of the project around a directory, links followed; refused where there is none.
  ///
  /// @param directory null for the one the process works in
  Outcome<Path> projectRoot(@Nullable Path directory);

  /// The working memory of the project around a directory, as a section of Markdown.
  ///
  /// @param directory null for the one the process works in
  String workingMemory(@Nullable Path directory);

  /// Begins to write into projects: until it is closed, no other process of this data directory
  /// does. Waits for one that does.
  ///
  /// @throws dev.pactmemory.model.MemoryException with `BUSY` if that one does not end
  Claim claimProjects();

  /// Measures how long searches and saves take among many memories varied from the set in
  /// `directory`, in a temporary home.
  ///
  /// @param server starts one with these variables
  /// @param progress told a line now and then
  /// @return the report, line by line
  List<String> measureSpeed(
      Path directory,
      int memories,
      Function<Map<String, String>, SpeedBenchmark.Server> server,
      Consumer<String> progress);

  /// The command, with its arguments, that starts the server as a client would.
  List<String> serverCommand();

  /// The path a person gives to a client, absolute; null where the program was not started by its
  /// launcher.
  @Nullable String launcher();

  /// What only one process has at a time.
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }

  /// The memory, open, through the same tools that an agent has.
  interface Opened extends AutoCloseable {
    /// What the tool answers.
    ///
    /// @throws dev.pactmemory.model.MemoryException for what the world refuses
    Answer call(String tool, Map<String, Object> arguments);

    @Override
    void close();
  }
}
