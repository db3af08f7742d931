package dev.pactmemory.cli;

import dev.pactmemory.exchange.MarkdownExport;
import dev.pactmemory.memory.Exported;
import dev.pactmemory.model.Text;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Print every memory as one line of JSON, oldest first, with its earlier revisions as",
      "`history`; or write a directory of Markdown for people, with a file for each decision.",
      "Works beside running servers. Deleted memories are left out."
    })
final class ExportCommand implements Callable<Integer> {
  private static final int PROGRESS_EVERY = 100;

  /// Ways to write memories.
  enum Form {
    JSONL,
    MARKDOWN
  }

  private final Program program;
  private final Terminal terminal;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--format", description = "jsonl (what import takes in) or markdown.")
  private Form form = Form.JSONL;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Where Markdown goes: a directory that is empty or holds an earlier export.")
  private @Nullable Path directory;

  ExportCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    switch (form) {
      case JSONL -> lines();
      case MARKDOWN -> markdown();
    }
    return Commands.OK;
  }

  private void lines() {
    if (directory != null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "lines of JSON are printed; DIR goes with --format markdown");
    }
    Exported exported = program.export(new Printing());
    terminal.progress(
        String.format(
            Locale.ROOT,
            "Exported %s in %s.",
            Text.counted(exported.memories(), "memory", "memories"),
            Text.counted(exported.revisions(), "revision", "revisions")));
    BackupCommand.tellFlaws(exported.flaws(), terminal);
  }

  private void markdown() {
    if (directory == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--format markdown needs DIR, the directory to write");
    }
    MarkdownExport.Written written =
        Commands.Failure.unless(program.exportMarkdown(directory, terminal::working));
    terminal.line(
        String.format(
            Locale.ROOT,
            "Exported %s and %s in %s; begin with index.md.",
            Text.counted(written.memories(), "memory", "memories"),
            Text.counted(written.decisions(), "decision", "decisions"),
            Text.counted(written.files(), "file", "files")));
  }

  /// Prints lines, and says how many where nobody sees them.
  private final class Printing implements Consumer<String> {
    private int lines;

    @Override
    public void accept(String line) {
      terminal.json(line);
      lines++;
      if (lines % PROGRESS_EVERY == 0 && !terminal.isScreen()) {
        terminal.working(lines + " exported");
      }
    }
  }
}
