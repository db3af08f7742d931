package dev.pactmemory.cli;

import dev.pactmemory.memory.Restored;
import dev.pactmemory.model.Text;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Put the memories of a backup in place. No server may run meanwhile.",
      "Memories that are there are moved aside in the data directory, never deleted."
    })
final class RestoreCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "What the command backup wrote.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Also if there are memories; they are moved aside.")
  private boolean force;

  RestoreCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Restored restored = Commands.Failure.unless(program.restore(file, force, terminal::working));
    terminal.line(
        String.format(
            Locale.ROOT,
            "Restored %s in %s.",
            Text.counted(restored.memories(), "memory", "memories"),
            Text.counted(restored.changes(), "change", "changes")));
    if (!restored.asideSuffix().isEmpty()) {
      terminal.line("What was there is kept in the data directory as …" + restored.asideSuffix());
    }
    BackupCommand.tellFlaws(restored.flaws(), terminal);
    return Commands.OK;
  }
}
