package dev.pactmemory.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "entities",
    description = "What is known of a component; without a name, the components, most used first.")
final class EntitiesCommand extends ToolCommand {
  @Parameters(paramLabel = "NAME", arity = "0..1", description = "A name, or a part of one.")
  private @Nullable String name;

  @Option(names = "--type", description = "Only those that some memory gives this type.")
  private @Nullable String type;

  @Option(names = "--project", description = "Another project; * for all.")
  private @Nullable String project;

  @Option(names = "--limit", description = "How many at most; of a name, how many notes.")
  private @Nullable Integer limit;

  @Option(names = "--cursor", description = "The next page, as the one before named it.")
  private @Nullable String cursor;

  EntitiesCommand(Program program, Terminal terminal) {
    super(program, terminal);
  }

  @Override
  String tool() {
    return "memory_entities";
  }

  @Override
  Map<String, Object> arguments() {
    return given("name", name, "type", type, "project", project, "limit", limit, "cursor", cursor);
  }

  @Override
  void show(Answered answer, Rendering rendering) {
    rendering.entities(answer);
  }
}
