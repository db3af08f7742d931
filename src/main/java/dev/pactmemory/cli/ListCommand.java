package dev.pactmemory.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "list", description = "The newest memories first.")
final class ListCommand extends ToolCommand {
  @Option(names = "--project", description = "Another project; * for all.")
  private @Nullable String project;

  @Option(names = "--session", description = "Only those of this session.")
  private @Nullable String session;

  @Option(names = "--limit", description = "How many at most.")
  private @Nullable Integer limit;

  @Option(names = "--since", description = "Saved at or after: 2026-11-01, or 7d ago.")
  private @Nullable String since;

  @Option(names = "--until", description = "Saved before or at.")
  private @Nullable String until;

  @Option(names = "--cursor", description = "The next page, as --json named it.")
  private @Nullable String cursor;

  ListCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_list";
  }

  @Override
  Map<String, Object> arguments() {
    return given(
        "project", project,
        "session", session,
        "limit", limit,
        "since", since,
        "until", until,
        "cursor", cursor);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    rendering.list(answer);
  }
}
