package dev.pactmemory.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "get", description = "Everything some memories say.")
final class GetCommand extends ToolCommand {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Ids, or their first digits (6 or more).")
  private List<String> ids = List.of();

  @Option(names = "--revision", description = "As it was at this revision.")
  private @Nullable Integer revision;

  GetCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_get";
  }

  @Override
  Map<String, Object> arguments() {
    return given("ids", ids, "revision", revision);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    answer.objects("memories").forEach(rendering::memory);
    List<String> missing = new ArrayList<>(answer.texts("problems"));
    if (answer.has("cut")) {
      missing.add(answer.text("cut") + ": " + answer.text("left_out"));
    }
    if (!missing.isEmpty()) {
      throw new Commands.Failure(String.join("\n", missing));
    }
  }
}
