package dev.pactmemory.cli;

import dev.pactmemory.memory.Purged;
import dev.pactmemory.model.Text;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "purge",
    description = {
      "Take deleted memories away for good, with all their revisions: nothing of them can be read",
      "or restored afterwards. Shows what it would purge unless --apply is said. No server may run",
      "meanwhile. The store and the index are made again; vectors follow in the background."
    })
final class PurgeCommand implements Callable<Integer> {
  private static final int SHORT_ID = 8;
  private static final int ASIDE = 24;

  private final Program program;
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Deleted memories, by id or its first digits; all that are deleted if none.")
  private List<String> ids = List.of();

  @Option(
      names = "--older-than",
      paramLabel = "DAYS",
      description = "Only what was deleted more than so many days ago.")
  private int days;

  @Option(names = "--apply", description = "Do it; without this it is only shown.")
  private boolean apply;

  PurgeCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (days < 0) {
      throw new ParameterException(
          spec.commandLine(), "--older-than must be a number of days, 0 or more");
    }
    Purged purged =
        Commands.Failure.unless(
            program.purge(ids, Duration.ofDays(days), apply, terminal::working));
    for (Purged.Deletion memory : purged.memories()) {
      terminal.line(
          String.format(
              Locale.ROOT,
              "%s  deleted %s  %s",
              memory.id().value().substring(0, SHORT_ID),
              memory.deletedAt().atZone(ZoneOffset.UTC).toLocalDate(),
              Terminal.cut(memory.title(), Math.max(1, terminal.width() - SHORT_ID - ASIDE))));
    }
    int count = purged.memories().size();
    String memories = Text.counted(count, "deleted memory", "deleted memories");
    if (purged.done()) {
      terminal.line("Purged " + memories + " for good.");
    } else if (count == 0) {
      terminal.line("There is nothing to purge.");
    } else {
      terminal.line("Would purge " + memories + "; nothing was changed. Say --apply to do it.");
    }
    tellOlderCopies(purged);
    return Commands.OK;
  }

  private void tellOlderCopies(Purged purged) {
    if (!purged.memories().isEmpty() && !purged.olderCopies().isEmpty()) {
      terminal.progress(
          terminal.styled(
              Terminal.Style.YELLOW,
              "Kept aside earlier in the data directory, may hold them too, and is not touched: "
                  + String.join(", ", purged.olderCopies())));
    }
  }
}
