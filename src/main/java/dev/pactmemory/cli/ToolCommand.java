package dev.pactmemory.cli;

import dev.pactmemory.json.Json;
import dev.pactmemory.tools.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that asks one tool and shows what came back.
abstract class ToolCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Option(
      names = "--json",
      description = "Print the tool's answer as one line of JSON, as an agent gets it.")
  private boolean json;

  ToolCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  /// The tool's name.
  abstract String tool();

  /// What it is asked; [#given] leaves out what the command line did not say.
  abstract Map<String, Object> arguments();

  abstract void show(Answered answer, Rendering rendering);

  @Override
  public Integer call() {
    Answer answer;
    try (Program.Opened memory = program.open()) {
      answer = memory.call(tool(), arguments());
    }
    if (answer.isError()) {
      throw new Commands.Failure(answer.error());
    }
    if (json) {
      terminal.json(Json.write(answer.structured()));
    } else {
      show(Answered.of(answer.structured()), new Rendering(terminal));
    }
    return Commands.OK;
  }

  /// Arguments from names and values by turns, without those whose value is null.
  static Map<String, Object> given(@Nullable Object... namesAndValues) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      Object value = namesAndValues[i + 1];
      if (value != null) {
        arguments.put(String.valueOf(namesAndValues[i]), value);
      }
    }
    return arguments;
  }
}
