package dev.pactmemory.cli;

import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Text;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = {
      "Look at every part of the memory and say in a line each how it is and what helps.",
      "Works beside running servers. Exits with 1 if something is bad."
    })
final class DoctorCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Option(
      names = "--fix",
      description = {
        "Mend what can be mended without losing anything: permissions, files left behind,",
        "a store or an index that disagrees with the journal."
      })
  private boolean fix;

  DoctorCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Map<Finding.Verdict, Integer> counts = new EnumMap<>(Finding.Verdict.class);
    program.examine(
        fix,
        finding -> {
          counts.merge(finding.verdict(), 1, Integer::sum);
          show(finding);
        });
    int bad = counts.getOrDefault(Finding.Verdict.BAD, 0);
    terminal.line(
        bad == 0
            ? "Everything works."
            : Text.counted(bad, "thing needs", "things need") + " attention.");
    return bad == 0 ? Commands.OK : Commands.FAILED;
  }

  private void show(Finding finding) {
    String mark =
        switch (finding.verdict()) {
          case GOOD -> terminal.styled(Terminal.Style.GREEN, "ok   ");
          case MENDED -> terminal.styled(Terminal.Style.CYAN, "fixed");
          case NOTE -> terminal.styled(Terminal.Style.YELLOW, "note ");
          case BAD -> terminal.styled(Terminal.Style.RED, "bad  ");
        };
    String subject = String.format(Locale.ROOT, "%-12s", Terminal.safe(finding.subject()));
    String remedy = finding.remedy().isEmpty() ? "" : "; " + Terminal.safe(finding.remedy());
    terminal.line(mark + "  " + subject + Terminal.safe(finding.found()) + remedy);
  }
}
