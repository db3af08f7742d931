package dev.pactmemory.cli;

import dev.pactmemory.cli.Terminal.Style;
import dev.pactmemory.exchange.Format;
import dev.pactmemory.exchange.Imported;
import dev.pactmemory.json.Json;
import dev.pactmemory.model.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = {
      "Take in memories from elsewhere, with their ids and dates where they have them. Says what",
      "would come in; with --apply it comes in. What is there already is passed over, so the same",
      "file can be taken in again. What cannot be taken in is named. Works beside running servers.",
      "",
      "  export         what the command export printed",
      "  pact           the PACT plugin's SQLite store, memory.db",
      "  server-memory  the JSON Lines file of @modelcontextprotocol/server-memory",
      "  claude         MEMORY.md with the files beside it, or CLAUDE.md; or their directory",
      ""
    })
final class ImportCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "What to take in; a directory for claude.")
  private Path file = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "FORMAT",
      description = "One of those above; told by the file itself if left out.")
  private @Nullable Format format;

  @Option(
      names = "--project",
      paramLabel = "NAME",
      description =
          "Whose all of it is, whatever the file says; else the file's project where it"
              + " names one, and the current one where it names none.")
  private @Nullable String project;

  @Option(names = "--apply", description = "Take it in, not only say what would come in.")
  private boolean apply;

  @Option(names = "--json", description = "Print the report as one line of JSON.")
  private boolean json;

  ImportCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Imported imported =
        Commands.Failure.unless(
            program.importFile(file, format, project, apply, terminal::working));
    if (json) {
      terminal.json(Json.write(report(imported)));
    } else {
      show(imported);
    }
    return imported.leftOut().isEmpty() ? Commands.OK : Commands.FAILED;
  }

  private void show(Imported imported) {
    terminal.line("Read as " + imported.format() + ": " + imported.format().description() + ".");
    show(imported.notes(), Style.YELLOW, "not quite as it was");
    show(imported.leftOut(), Style.RED, "left out");
    terminal.line(
        String.format(
            Locale.ROOT,
            apply
                ? "Took in %s in %s; %d were there already, %d could not be taken in."
                : "Would take in %s in %s; %d are there already, %d cannot be taken in.",
            Text.counted(imported.memories(), "memory", "memories"),
            Text.counted(imported.revisions(), "revision", "revisions"),
            imported.alreadyThere(),
            imported.leftOut().size()));
    if (!apply && imported.memories() > 0) {
      terminal.progress("Nothing was written; the same with --apply takes it in.");
    }
  }

  private void show(List<Imported.Finding> findings, Style style, String heading) {
    Table table = new Table(terminal).column("", style).text("where").text("what");
    findings.forEach(finding -> table.row(heading, finding.where(), finding.what()));
    table.print();
  }

  private Map<String, Object> report(Imported imported) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("format", imported.format().toString());
    report.put("applied", apply);
    report.put("memories", imported.memories());
    report.put("revisions", imported.revisions());
    report.put("already_there", imported.alreadyThere());
    report.put("left_out", list(imported.leftOut()));
    report.put("notes", list(imported.notes()));
    return report;
  }

  private static List<Map<String, Object>> list(List<Imported.Finding> findings) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Imported.Finding finding : findings) {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("where", finding.where());
      map.put("what", finding.what());
      list.add(map);
    }
    return list;
  }
}
