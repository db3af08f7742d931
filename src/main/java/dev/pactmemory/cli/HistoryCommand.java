package dev.pactmemory.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = "What each revision of a memory changed, newest first; also of a deleted one.")
final class HistoryCommand extends ToolCommand {
  @Parameters(paramLabel = "ID", description = "An id, or its first digits (6 or more).")
  private String id = "";

  HistoryCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_get";
  }

  @Override
  Map<String, Object> arguments() {
    return given("ids", id, "history", true);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    answer.objects("memories").forEach(rendering::history);
  }
}
