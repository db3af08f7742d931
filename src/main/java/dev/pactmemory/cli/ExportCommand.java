package dev.pactmemory.cli;

import dev.pactmemory.memory.Exported;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "export",
    description = {
      "Print every memory as one line of JSON, oldest first, with its earlier revisions as",
      "`history`. Works beside running servers. Deleted memories are left out."
    })
final class ExportCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  ExportCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Exported exported = program.export(terminal::line);
    terminal.progress(
        String.format(
            Locale.ROOT,
            "Exported %d memories in %d revisions.",
            exported.memories(),
            exported.revisions()));
    BackupCommand.tellFlaws(exported.flaws(), terminal);
    return Commands.OK;
  }
}
