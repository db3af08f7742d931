package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.project.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The entity book.
final class EntitiesTool extends DefinedTool {
  private static final int LIMIT = 20;
  private static final List<String> ALLOWED = List.of("name", "type", "project", "limit", "cursor");

  private final Setting setting;

  EntitiesTool(Setting setting) {
    super(
        new Definition(
            "memory_entities",
            "Entity book",
            """
            All that is known of a component: types, every note with its memory, neighbours, files. \
            Without name: all entities, most used first.\
            """,
            Schemas.input(
                Schemas.properties(
                    "name", Schemas.text(),
                    "type", Schemas.text(),
                    "project", Schemas.text(),
                    "limit", Schemas.limit(LIMIT),
                    "cursor", Schemas.text())),
            Schemas.answer("entities", "total"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    String name = arguments.name("name", Limits.NAME_CHARS);
    String type = arguments.name("type", Limits.NAME_CHARS);
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
                        .entities(new EntityQuery(name, type, scope, most, cursor), call),
                "entities",
                EntitiesTool::view,
                limit));
  }

  private static Map<String, Object> view(KnownEntity known, @Nullable Project searched) {
    boolean typesDiffer = known.types().size() > 1;
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", known.name());
    Views.otherProject(view, known.project(), searched);
    view.put("memories", known.memories());
    put(view, "types", known.types());
    if (typesDiffer) {
      view.put("types_differ", true);
    }
    if (!known.notes().isEmpty()) {
      view.put("notes", known.notes().stream().map(note -> note(note, typesDiffer)).toList());
    }
    put(view, "neighbours", known.neighbours());
    put(view, "files", known.files());
    return view;
  }

  /// The type is said where others give another one.
  private static Map<String, Object> note(KnownEntity.Note note, boolean typesDiffer) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", note.shortId());
    view.put("date", Dates.minute(note.since()));
    if (typesDiffer && note.type() != null) {
      view.put("type", note.type());
    }
    if (note.text() != null) {
      view.put("note", note.text());
    }
    return view;
  }

  /// Names with the number of memories, most first.
  private static void put(Map<String, Object> view, String key, List<KnownEntity.Counted> counted) {
    if (!counted.isEmpty()) {
      Map<String, Object> counts = new LinkedHashMap<>();
      counted.forEach(each -> counts.put(each.name(), each.memories()));
      view.put(key, counts);
    }
  }
}
