package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Outcome;
import java.util.List;
import java.util.Map;

/// Removes one memory, or brings it back.
final class DeleteTool extends DefinedTool {
  private final Setting setting;

  DeleteTool(Setting setting) {
    super(
        new Definition(
            "memory_delete",
            "Delete memory",
            "Remove a memory that is wrong or a duplicate; update or supersede an outdated one."
                + " restore brings it back.",
            Schemas.input(
                Schemas.properties("id", Schemas.text(), "restore", Schemas.flag()), "id"),
            Schemas.answer("id", "revision"),
            new Hints(false, true, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Arguments arguments = new Arguments(given).allow(List.of("id", "restore"));
    String ref = arguments.required("id", Limits.NAME_CHARS, "{\"id\": \"3f9a2c\"}");
    boolean restore = arguments.flag("restore", false);
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            restore
                ? Receipts.answer(
                    setting.memories().restore(ref, setting.workspace().session(), call))
                : switch (setting.memories().delete(ref, call)) {
                  case Outcome.Refused<Deleted>(var problem) -> Refusals.answer(problem);
                  case Outcome.Done<Deleted>(Deleted deleted) ->
                      Answer.of(
                          Schemas.properties(
                              "id", deleted.id().value(), "revision", deleted.revision()));
                });
  }
}
