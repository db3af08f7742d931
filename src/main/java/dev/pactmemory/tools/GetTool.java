package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.SessionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Shows whole memories, or how they became what they are.
final class GetTool extends DefinedTool {
  private static final List<String> ALLOWED = List.of("ids", "revision", "history");

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
                    "revision", Schemas.described(Schemas.integer(), "An earlier one"),
                    "history", Schemas.flag("What each revision changed")),
                "ids"),
            Schemas.answer("memories"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    List<String> refs = arguments.requiredNames("ids", Limits.IDS, "{\"ids\": [\"3f9a2c\"]}");
    Integer revision = arguments.integer("revision", 1, Integer.MAX_VALUE);
    boolean history = arguments.flag("history", false);
    if (history && revision != null) {
      arguments.report(
          Problem.Code.INVALID_VALUE,
          "history",
          "it is about all revisions; leave out revision, or history");
    }
    OptionalInt asked = revision == null ? OptionalInt.empty() : OptionalInt.of(revision);
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            history
                ? histories(refs, call)
                : switch (setting.memories().get(refs, asked, call)) {
                  case Outcome.Refused<Got>(var problem) -> Refusals.answer(problem);
                  case Outcome.Done<Got>(Got got) ->
                      answer(
                          got.memories().stream().map(memory -> Views.whole(memory, got)).toList(),
                          got.problems());
                });
  }

  private Answer histories(List<String> refs, Call call) {
    List<Map<String, Object>> views = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String ref : refs) {
      switch (setting.memories().history(ref, call)) {
        case Outcome.Refused<History>(Problem problem) -> problems.add(problem);
        case Outcome.Done<History>(History history) -> views.add(view(history));
      }
    }
    return answer(views.stream().distinct().toList(), problems);
  }

  private static Map<String, Object> view(History history) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", history.id().value());
    view.put("project", history.project().name());
    view.put("session", history.session().value());
    if (history.deleted()) {
      view.put("deleted", true);
    }
    view.put("history", history.revisions().stream().map(GetTool::view).toList());
    if (history.revisions().size() < history.total()) {
      view.put("revisions", history.total());
    }
    return view;
  }

  private static Map<String, Object> view(History.Revision revision) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("revision", revision.number());
    view.put("date", Dates.minute(revision.at()));
    SessionId session = revision.session();
    if (session != null) {
      view.put("session", session.value());
    }
    view.put("changes", revision.changes());
    return view;
  }

  /// Memories are never cut: those that no longer fit are named, to be asked for by themselves.
  private static Answer answer(List<Map<String, Object>> views, List<Problem> problems) {
    if (views.isEmpty() && !problems.isEmpty()) {
      return Refusals.answer(problems.getFirst());
    }
    List<Map<String, Object>> shown = new ArrayList<>();
    List<Object> leftOut = new ArrayList<>();
    int room = Limits.MAX_TOKENS * Limits.BYTES_PER_TOKEN;
    for (Map<String, Object> view : views) {
      room -= Views.bytes(view);
      if (shown.isEmpty() || room >= 0) {
        shown.add(view);
      } else {
        leftOut.add(view.get("id"));
      }
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("memories", shown);
    if (!leftOut.isEmpty()) {
      answer.put("cut", "the answer is full; ask for the ids in left_out by themselves");
      answer.put("left_out", leftOut);
    }
    if (!problems.isEmpty()) {
      answer.put("problems", problems.stream().map(Refusals::text).toList());
    }
    return Answer.of(answer);
  }
}
