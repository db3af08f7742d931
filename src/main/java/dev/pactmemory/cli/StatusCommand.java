package dev.pactmemory.cli;

import java.util.Map;
import picocli.CommandLine.Command;

@Command(name = "status", description = "What is stored where, and how its parts are doing.")
final class StatusCommand extends ToolCommand {
  StatusCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_status";
  }

  @Override
  Map<String, Object> arguments() {
    return Map.of();
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    rendering.table(answer, "");
  }
}
