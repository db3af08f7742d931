package dev.pactmemory.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "search", description = "Find memories by words and by meaning, best first.")
final class SearchCommand extends ToolCommand {
  @Parameters(
      paramLabel = "QUERY",
      arity = "1..*",
      description = "What to look for, in plain words.")
  private List<String> words = List.of();

  @Option(names = "--project", description = "Another project; * for all.")
  private @Nullable String project;

  @Option(names = "--limit", description = "How many at most.")
  private @Nullable Integer limit;

  @Option(names = "--since", description = "Changed at or after: 2026-11-01, or 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", description = "Changed before or at.")
  private @Nullable String until;

  @Option(names = "--file", description = "What is linked to this file ranks higher.")
  private @Nullable String file;

  @Option(names = "--entity", description = "Only memories about this component.")
  private @Nullable String entity;

  @Option(
      names = "--explain",
      description = "Say for each hit what its score came from, and what moved it.")
  private boolean explain;

  SearchCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_search";
  }

  @Override
  Map<String, Object> arguments() {
    return given(
        "query", String.join(" ", words),
        "project", project,
        "limit", limit,
        "since", since,
        "until", until,
        "current_file", file,
        "entity", entity,
        "detail", explain ? "full" : null);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    if (explain) {
      rendering.explained(answer);
    } else {
      rendering.hits(answer);
    }
  }
}
