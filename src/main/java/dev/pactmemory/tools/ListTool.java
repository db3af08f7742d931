package dev.pactmemory.tools;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.project.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Walks through the memories, newest first; or through their open tasks, most urgent first.
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
            Memories newest first, brief. has ["open_tasks"] gives the tasks left to do instead, blocked \
            ones first, then by priority and age.\
            """,
            Schemas.input(
                Schemas.properties(
                    "project", Schemas.text(),
                    "session", Schemas.text("Id or current"),
                    "since", Schemas.text(),
                    "until", Schemas.text(),
                    "has", Schemas.texts("open_tasks, or fields they must have"),
                    "limit", Schemas.limit(LIMIT),
                    "cursor", Schemas.text())),
            Schemas.answer("hits", "total"),
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
        .orElseGet(() -> {
          boolean tasks = has.contains(OPEN_TASKS);
          IntFunction<ListQuery> query =
              most -> new ListQuery(scope, session, since, until, fields, tasks, most, cursor);
          return tasks
              ? ViewPages.answer(
                  most -> setting.memories().tasks(query.apply(most), call),
                  "hits",
                  ListTool::task,
                  limit)
              : Pages.answer(
                  most -> setting.memories().list(query.apply(most), call),
                  limit,
                  false,
                  Limits.MAX_TOKENS);
        });
  }

  private static Map<String, Object> task(OpenTask open, @Nullable Project searched) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", open.shortId());
    view.put("date", Dates.minute(open.since()));
    Views.otherProject(view, open.project(), searched);
    view.putAll(MemoryJson.toMap(open.task()));
    return view;
  }

  private static @Nullable SessionId session(@Nullable String name, Workspace workspace) {
    if (name == null) {
      return null;
    }
    return name.equals("current") ? workspace.session() : new SessionId(name);
  }
}
