package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.project.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks through the memories, newest first.
final class ListTool extends DefinedTool {
  private static final int LIMIT = 20;
  private static final String OPEN_TASKS = "open_tasks";
  private static final List<String> ALLOWED =
      List.of("project", "session", "since", "until", "has", "limit", "cursor");
  private static final List<String> HAS = new ArrayList<>(List.of(OPEN_TASKS));

  static {
    HAS.addAll(ContentArguments.NAMES);
  }

  private final Setting setting;

  ListTool(Setting setting) {
    super(
        new Definition(
            "memory_list",
            "List memories",
            """
            Memories newest first, brief: what happened lately, what is left to do. Example: {"has": \
            ["open_tasks"], "since": "7d"}\
            """,
            Schemas.input(
                Schemas.properties(
                    "project", Schemas.text(),
                    "session", Schemas.text("Id or current"),
                    "since", Schemas.text(),
                    "until", Schemas.text(),
                    "has", Schemas.texts("open_tasks or fields it must have"),
                    "limit", Schemas.limit(LIMIT),
                    "cursor", Schemas.text())),
            Schemas.hits(),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    Scope scope = arguments.scope(workspace);
    @Nullable SessionId session = session(arguments.name("session", Limits.NAME_CHARS), workspace);
    Instant now = setting.clock().instant();
    @Nullable Instant since = arguments.since(now);
    @Nullable Instant until = arguments.until(now, since);
    List<String> has = arguments.choices("has", HAS);
    Set<Field> fields = EnumSet.noneOf(Field.class);
    has.forEach(name -> Field.named(name).ifPresent(fields::add));
    int limit = arguments.limit(LIMIT);
    String cursor = arguments.cursor();
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() ->
            Pages.answer(
                most ->
                    setting
                        .memories()
                        .list(
                            new ListQuery(
                                scope,
                                session,
                                since,
                                until,
                                fields,
                                has.contains(OPEN_TASKS),
                                most,
                                cursor),
                            call),
                limit,
                false,
                Limits.MAX_TOKENS));
  }

  private static @Nullable SessionId session(@Nullable String name, Workspace workspace) {
    if (name == null) {
      return null;
    }
    return name.equals("current") ? workspace.session() : new SessionId(name);
  }
}
