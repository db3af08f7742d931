package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Status;
import dev.pactmemory.project.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How the memory is doing.
final class StatusTool extends DefinedTool {
  /// The largest projects shown; a store may have hundreds.
  private static final int PROJECTS = 10;

  private final Setting setting;

  StatusTool(Setting setting) {
    super(
        new Definition(
            "memory_status",
            "Memory status",
            "Project, session, counts, and what does not work in full.",
            Schemas.input(Schemas.properties()),
            Schemas.answer("project", "memories"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    return new Arguments(given)
        .allow(List.of())
        .problem()
        .map(Refusals::answer)
        .orElseGet(() -> Answer.of(view(setting.memories().status(call), workspace)));
  }

  private static Map<String, Object> view(Status status, Workspace workspace) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("project", workspace.project().name());
    view.put("session", workspace.session().value());
    view.put("memories", status.memories());
    List<Map<String, Object>> projects =
        status.projects().stream()
            .limit(PROJECTS)
            .map(counted ->
                Schemas.properties(
                    "name", counted.project().name(), "memories", counted.memories()))
            .toList();
    if (!projects.isEmpty()) {
      view.put("projects", projects);
    }
    if (status.projects().size() > PROJECTS) {
      view.put("more_projects", status.projects().size() - PROJECTS);
    }
    view.put("changes", status.changes());
    view.put("indexed", status.indexed());
    view.put("with_vectors", status.withVectors());
    if (status.model() != null) {
      view.put("model", status.model());
    }
    view.put("model_state", status.modelState());
    view.put("role", status.role());
    view.put("version", status.version());
    view.put("home", status.home());
    Views.degraded(view, status.degraded());
    return view;
  }
}
