package dev.pactmemory.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "undelete", description = "Bring a deleted memory back, unless it was purged.")
final class UndeleteCommand extends ToolCommand {
  @Parameters(paramLabel = "ID", description = "An id, or its first digits (6 or more).")
  private String id = "";

  UndeleteCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_delete";
  }

  @Override
  Map<String, Object> arguments() {
    return given("id", id, "restore", true);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    rendering.table(answer, "");
  }
}
