package dev.pactmemory.tools;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.project.Workspace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The decision log.
final class DecisionsTool extends DefinedTool {
  private static final int LIMIT = 20;
  private static final List<String> ALLOWED =
      List.of("about", "entity", "file", "since", "until", "project", "limit", "cursor");

  private final Setting setting;

  DecisionsTool(Setting setting) {
    super(
        new Definition(
            "memory_decisions",
            "Decision log",
            """
            Decisions, newest first: when, what, why, what was rejected, in force or superseded by \
            which memory.\
            """,
            Schemas.input(
                Schemas.properties(
                    "about", Schemas.text("Topic in plain words"),
                    "entity", Schemas.text(),
                    "file", Schemas.text(),
                    "since", Schemas.text(),
                    "until", Schemas.text(),
                    "project", Schemas.text(),
                    "limit", Schemas.limit(LIMIT),
                    "cursor", Schemas.text())),
            Schemas.answer("decisions", "total"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    String about = arguments.name("about", Limits.QUERY_CHARS);
    String entity = arguments.name("entity", Limits.NAME_CHARS);
    String path = arguments.name("file", Limits.PATH_CHARS);
    String file = path == null ? null : workspace.paths().asked(path);
    Instant now = setting.clock().instant();
    @Nullable Instant since = arguments.since(now);
    @Nullable Instant until = arguments.until(now, since);
    Scope scope = arguments.scope(workspace);
    int limit = arguments.limit(LIMIT);
    String cursor = arguments.cursor();
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            ViewPages.answer(
                most ->
                    setting
                        .memories()
                        .decisions(
                            new DecisionQuery(
                                about, entity, file, since, until, scope, most, cursor),
                            call),
                "decisions",
                DecisionsTool::view,
                limit));
  }

  private static Map<String, Object> view(LoggedDecision logged, @Nullable Project searched) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", logged.shortId());
    view.put("date", Dates.minute(logged.decidedAt()));
    Views.otherProject(view, logged.project(), searched);
    view.putAll(MemoryJson.toMap(logged.decision()));
    if (logged.revision() > 1) {
      view.put("revision", logged.revision());
    }
    if (!logged.supersedes().isEmpty()) {
      view.put("supersedes", logged.supersedes());
    }
    view.put("in_force", logged.isInForce());
    LoggedDecision.Replacement by = logged.replacedBy();
    if (by != null) {
      view.put("superseded_by", by.shortId());
      by.revision().ifPresent(revision -> view.put("ended_revision", revision));
    }
    return view;
  }
}
