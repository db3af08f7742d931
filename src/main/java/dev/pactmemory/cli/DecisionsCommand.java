package dev.pactmemory.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "decisions",
    description = "What was decided, newest first: why, what was rejected, whether it still holds.")
final class DecisionsCommand extends ToolCommand {
  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..*",
      description = "Only decisions about this, in plain words.")
  private List<String> topic = List.of();

  @Option(names = "--entity", description = "Only of memories about this component.")
  private @Nullable String entity;

  @Option(names = "--file", description = "Only of memories linked to this file.")
  private @Nullable String file;

  @Option(names = "--project", description = "Another project; * for all.")
  private @Nullable String project;

  @Option(names = "--limit", description = "How many at most.")
  private @Nullable Integer limit;

  @Option(names = "--since", description = "Decided at or after: 2026-11-01, or 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", description = "Decided before or at.")
  private @Nullable String until;

  @Option(names = "--cursor", description = "The next page, as the one before named it.")
  private @Nullable String cursor;

  DecisionsCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_decisions";
  }

  @Override
  Map<String, Object> arguments() {
    return given(
        "about", topic.isEmpty() ? null : String.join(" ", topic),
        "entity", entity,
        "file", file,
        "project", project,
        "limit", limit,
        "since", since,
        "until", until,
        "cursor", cursor);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    rendering.decisions(answer);
  }
}
