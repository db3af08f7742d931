package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Changes one memory.
final class UpdateTool extends DefinedTool {
  private static final List<String> ALLOWED = new ArrayList<>(List.of("id"));

  static {
    ALLOWED.addAll(ContentArguments.NAMES);
    ALLOWED.addAll(List.of("mode", "remove", "if_revision", "supersedes", "secrets"));
  }

  /// What a memory says beside its content when it is read: a memory read may be sent back whole.
  private static final List<String> ECHOES =
      List.of(
          "project",
          "session",
          "created_at",
          "updated_at",
          "updated_in",
          "revision",
          "superseded_by",
          "note",
          "score",
          "band",
          "why",
          "matched",
          "parts");

  private final Setting setting;

  UpdateTool(Setting setting) {
    super(
        new Definition(
            "memory_update",
            "Update memory",
            """
            Change a memory; send only what changes. Texts replace (null clears). Lists merge: a task, \
            decision or entity of the same name is updated, other items are added; mode replace sets \
            lists whole. Example: {"id": "3f9a2c", "active_tasks": [{"task": \
            "Add tests", "status": "completed"}], "remove": {"entities": ["Redis"]}}\
            """,
            schema(),
            Schemas.answer("id", "revision"),
            new Hints(false, true, true)));
    this.setting = setting;
  }

  private static Map<String, Object> schema() {
    Map<String, Object> properties = Schemas.properties("id", Schemas.text());
    properties.putAll(Schemas.contentAgain());
    properties.put("mode", Schemas.choice("merge", "replace"));
    properties.put("remove", Schemas.anyObject());
    properties.put("if_revision", Schemas.described(Schemas.integer(), "Refused if changed since"));
    properties.put("supersedes", Schemas.texts());
    properties.put("secrets", Schemas.text());
    return Schemas.input(properties, "id");
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Arguments arguments =
        new Arguments(given).unwrapped("memory").unwrapped("updates").allow(ALLOWED, ECHOES);
    String ref = arguments.required("id", Limits.NAME_CHARS, "\"3f9a2c\"");
    ContentArguments contents = new ContentArguments(arguments, setting.workspace().paths());
    Content values = contents.content();
    Set<Field> named = contents.named();
    Content removals = contents.removals();
    Integer ifRevision = arguments.integer("if_revision", 1, Integer.MAX_VALUE);
    Update update =
        new Update(
            ref,
            values,
            named,
            arguments.choice("mode", "merge", List.of("merge", "replace")).equals("replace")
                ? Update.Mode.REPLACE
                : Update.Mode.MERGE,
            removals,
            arguments.names("supersedes", Limits.IDS),
            ifRevision == null ? OptionalInt.empty() : OptionalInt.of(ifRevision),
            arguments.secrets(setting.secrets()),
            setting.workspace().session());
    if (named.isEmpty() && removals.isEmpty() && update.supersedes().isEmpty()) {
      arguments.report(
          Problem.Code.MISSING_FIELD,
          null,
          "nothing to change; give a content field, like {\"id\": \"3f9a2c\", \"lessons_learned\":"
              + " [\"…\"]}, or remove");
    }
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            Receipts.answer(setting.memories().update(update, call), arguments.raw("project")));
  }
}
