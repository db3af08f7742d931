package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Outcome;
import java.util.List;
import java.util.Map;

/// Removes one memory.
final class DeleteTool extends DefinedTool {
  private final Setting setting;

  DeleteTool(Setting setting) {
    super(
        new Definition(
            "memory_delete",
            "Delete memory",
            "Remove a memory that is wrong or a duplicate. Update or supersede one that is"
                + " outdated.",
            Schemas.input(Schemas.properties("id", Schemas.text()), "id"),
            Schemas.receipt(),
            new Hints(false, true, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Arguments arguments = new Arguments(given).allow(List.of("id"));
    String ref = arguments.required("id", Limits.NAME_CHARS, "{\"id\": \"3f9a2c\"}");
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            switch (setting.memories().delete(ref, call)) {
              case Outcome.Refused<Deleted>(var problem) -> Refusals.answer(problem);
              case Outcome.Done<Deleted>(Deleted deleted) ->
                  Answer.of(
                      Schemas.properties(
                          "id", deleted.id().value(), "revision", deleted.revision()));
            });
  }
}
