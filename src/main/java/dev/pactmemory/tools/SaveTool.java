package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.project.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Stores one memory.
final class SaveTool extends DefinedTool {
  private static final List<String> ALLOWED = new ArrayList<>(ContentArguments.NAMES);

  static {
    ALLOWED.addAll(List.of("include_tracked", "project", "supersedes", "secrets"));
  }

  private final Setting setting;

  SaveTool(Setting setting) {
    super(
        new Definition(
            "memory_save",
            "Save memory",
            """
            Store what was learnt or decided, for later sessions: at the end of a phase or session, \
            on a decision, on a blocker. Search first: update a memory of the same matter rather than \
            save a twin. Best with context, decisions with rationale, entities.\
            """,
            schema(),
            Schemas.answer("id", "revision"),
            new Hints(false, false, false)));
    this.setting = setting;
  }

  private static Map<String, Object> schema() {
    Map<String, Object> properties = Schemas.content();
    properties.put("include_tracked", Schemas.described(Schemas.flag(true), "Link session files"));
    properties.put("project", Schemas.text());
    properties.put("supersedes", Schemas.texts("Ids it replaces"));
    properties.put("secrets", Schemas.text());
    return Schemas.input(properties);
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments =
        new Arguments(given)
            .unwrapped("memory")
            .refuse("id", "the server gives ids; to change a memory use memory_update")
            .refuse("session", "the server knows the session; leave it out")
            .refuse("revision", "the server counts revisions; leave it out")
            .allow(ALLOWED, List.of("created_at", "updated_at"));
    Content content = new ContentArguments(arguments, workspace.paths()).content();
    Scope scope = arguments.writeScope(workspace);
    Draft draft =
        new Draft(
            content,
            arguments.names("supersedes", Limits.IDS),
            scope,
            workspace.session(),
            arguments.flag("include_tracked", true),
            arguments.secrets(setting.secrets()));
    if (content.isEmpty()) {
      arguments.report(
          Problem.Code.EMPTY_MEMORY,
          null,
          "nothing to store; give at least one of " + String.join(", ", ContentArguments.NAMES));
    }
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() -> {
          noteTouched(draft, workspace, call);
          return Receipts.answer(setting.memories().save(draft, call));
        });
  }

  /// What was touched unreported is linked like what was reported.
  private void noteTouched(Draft draft, Workspace workspace, Call call) {
    if (!draft.includeTracked() || !(draft.scope() instanceof Scope.Current)) {
      return;
    }
    List<String> touched = setting.touched().in(workspace);
    if (!touched.isEmpty()) {
      setting
          .memories()
          .track(
              new Tracking(workspace.project(), workspace.session(), touched, List.of(), false),
              // A request id stands for one change; this is another than the save.
              new Call(call.requestId() + "-touched", call.remaining()));
    }
  }
}
