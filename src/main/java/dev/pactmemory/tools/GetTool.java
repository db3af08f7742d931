package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Shows whole memories.
final class GetTool extends DefinedTool {
  private static final List<String> ALLOWED = List.of("ids", "revision");

  private final Setting setting;

  GetTool(Setting setting) {
    super(
        new Definition(
            "memory_get",
            "Get memories",
            """
            Whole memories by id or unique prefix. Each can be sent back to memory_update as it is.\
            """,
            Schemas.input(
                Schemas.properties(
                    "ids", Schemas.texts(),
                    "revision", Schemas.described(Schemas.integer(), "An earlier one")),
                "ids"),
            Schemas.object(
                Schemas.properties("memories", Schemas.list(Schemas.anyObject())), "memories"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    List<String> refs = arguments.requiredNames("ids", Limits.IDS, "{\"ids\": [\"3f9a2c\"]}");
    Integer revision = arguments.integer("revision", 1, Integer.MAX_VALUE);
    OptionalInt asked = revision == null ? OptionalInt.empty() : OptionalInt.of(revision);
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            switch (setting.memories().get(refs, asked, call)) {
              case Outcome.Refused<Got>(var problem) -> Refusals.answer(problem);
              case Outcome.Done<Got>(Got got) -> answer(got);
            });
  }

  /// Memories are never cut: those that no longer fit are named, to be asked for by themselves.
  private static Answer answer(Got got) {
    if (got.memories().isEmpty() && !got.problems().isEmpty()) {
      return Refusals.answer(got.problems().getFirst());
    }
    List<Map<String, Object>> shown = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    int room = Limits.MAX_TOKENS * Limits.BYTES_PER_TOKEN;
    for (Memory memory : got.memories()) {
      Map<String, Object> view = Views.whole(memory);
      room -= Views.bytes(view);
      if (shown.isEmpty() || room >= 0) {
        shown.add(view);
      } else {
        leftOut.add(memory.id().value());
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("memories", shown);
    if (!leftOut.isEmpty()) {
      answer.put("cut", "the answer is full; ask for the ids in left_out by themselves");
      answer.put("left_out", leftOut);
    }
    if (!got.problems().isEmpty()) {
      answer.put("problems", got.problems().stream().map(Refusals::text).toList());
    }
    return Answer.of(answer);
  }
}
