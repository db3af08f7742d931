package dev.pactmemory.cli;

import dev.pactmemory.memory.Imported;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Take in memories that the command export printed, with their ids, dates and history.",
      "What is there already is passed over. No server may run meanwhile. Exits with 1 if a line",
      "was left out."
    })
final class ImportCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "One memory a line.")
  private Path file = Path.of("");

  @Option(names = "--dry-run", description = "Only say what would be taken in.")
  private boolean dryRun;

  ImportCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Imported imported = program.importLines(file, dryRun, terminal::progress);
    terminal.line(
        String.format(
            Locale.ROOT,
            "%s %d memories in %d revisions; %d were there already, %d lines were left out.",
            dryRun ? "Would import" : "Imported",
            imported.memories(),
            imported.revisions(),
            imported.alreadyThere(),
            imported.skipped()));
    return imported.skipped() == 0 ? Commands.OK : Commands.FAILED;
  }
}
