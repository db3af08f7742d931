package dev.pactmemory.cli;

import dev.pactmemory.journal.Backup;
import dev.pactmemory.model.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Write all that is remembered to one file, with its history. Works beside running servers:",
      "what was acknowledged before is in it. It is read back before it takes its place."
    })
final class BackupCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "Where to; a zip file.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Replace the file if there is one.")
  private boolean force;

  BackupCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Backup.Contents contents =
        Commands.Failure.unless(program.backUp(file, force, terminal::working));
    terminal.line(
        String.format(
            Locale.ROOT,
            "Backed up %s in %s, %d bytes; read back and whole.",
            Text.counted(contents.memories(), "memory", "memories"),
            Text.counted(contents.changes(), "change", "changes"),
            Files.size(file)));
    tellFlaws(contents.flaws(), terminal);
    return Commands.OK;
  }

  static void tellFlaws(int flaws, Terminal terminal) {
    if (flaws > 0) {
      terminal.progress(
          terminal.styled(
              Terminal.Style.YELLOW,
              Text.counted(flaws, "place of the journal was", "places of the journal were")
                  + " damaged before; all around is there."));
    }
  }
}
