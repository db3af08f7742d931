package dev.pactmemory.cli;

import dev.pactmemory.model.Text;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "reindex",
    description = {
      "Throw the search index away and build it again from the store.",
      "Nothing is lost by it: the index holds nothing of its own."
    })
final class ReindexCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  ReindexCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    int memories = program.reindex(terminal::working);
    terminal.line(Text.counted(memories, "memory", "memories") + " indexed.");
    return Commands.OK;
  }
}
