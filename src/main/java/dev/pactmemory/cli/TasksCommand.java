package dev.pactmemory.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "tasks",
    description = "What is left to do: blocked tasks first, then by priority, then oldest first.")
final class TasksCommand extends ToolCommand {
  @Option(names = "--project", description = "Another project; * for all.")
  private @Nullable String project;

  @Option(names = "--limit", description = "How many at most.")
  private @Nullable Integer limit;

  @Option(
      names = "--since",
      description = "Of memories changed at or after: 2026-11-01, or 7d ago.")
  private @Nullable String since;

  @Option(names = "--cursor", description = "The next page, as the one before named it.")
  private @Nullable String cursor;

  TasksCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_list";
  }

  @Override
  Map<String, Object> arguments() {
    return given(
        "has", List.of("open_tasks"),
        "project", project,
        "limit", limit,
        "since", since,
        "cursor", cursor);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    rendering.tasks(answer);
  }
}
