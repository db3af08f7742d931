package dev.pactmemory.tools;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import dev.pactmemory.project.FilePaths;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the content fields of a memory out of arguments.
final class ContentArguments {
  /// The content fields on the wire.
  static final List<String> NAMES = Arrays.stream(Field.values()).map(Field::wireName).toList();

  private static final List<String> TASK_KEYS = List.of("task", "status", "priority");
  private static final List<String> DECISION_KEYS =
      List.of("decision", "rationale", "alternatives");
  private static final List<String> ENTITY_KEYS = List.of("name", "type", "notes");

  private final Arguments arguments;
  private final Values values;
  private final FilePaths paths;

  /// @param paths makes paths comparable
  ContentArguments(Arguments arguments, FilePaths paths) {
    this.arguments = arguments;
    this.values = arguments.values();
    this.paths = paths;
  }

  Content content() {
    Content content = content("", arguments::raw);
    int bytes = Json.write(MemoryJson.toMap(content)).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.MEMORY_BYTES) {
      arguments.report(
          Problem.Code.TOO_LONG,
          null,
          String.format(
              Locale.ROOT,
              "the memory is %,d bytes; it may have %,d. Nothing was stored; spread it over several"
                  + " memories",
              bytes,
              Limits.MEMORY_BYTES));
    }
    return content;
  }

  /// The fields that were given, be it as null.
  Set<Field> named() {
    Set<Field> named = EnumSet.noneOf(Field.class);
    for (Field field : Field.values()) {
      if (arguments.names(field.wireName())) {
        named.add(field);
      }
    }
    return named;
  }

  /// What stands in `remove`: lists of texts, or of keys of tasks, decisions and entities.
  Content removals() {
    Map<?, ?> remove = values.object("remove", arguments.raw("remove"));
    for (Field text : List.of(Field.CONTEXT, Field.GOAL)) {
      if (remove.containsKey(text.wireName())) {
        arguments.report(
            Problem.Code.INVALID_VALUE,
            "remove." + text.wireName(),
            "only items of lists are removed; to clear a text, update it to null");
      }
    }
    values.allow("remove.", remove, NAMES);
    return content("remove.", remove::get);
  }

  private Content content(String path, Source source) {
    return new Content(
        text(path, source, Field.CONTEXT),
        text(path, source, Field.GOAL),
        objects(path, source, Field.ACTIVE_TASKS, "task", this::task),
        texts(path, source, Field.LESSONS_LEARNED),
        objects(path, source, Field.DECISIONS, "decision", this::decision),
        objects(path, source, Field.ENTITIES, "name", this::entity),
        texts(path, source, Field.REASONING_CHAINS),
        texts(path, source, Field.AGREEMENTS_REACHED),
        texts(path, source, Field.DISAGREEMENTS_RESOLVED),
        texts(path, source, Field.FILES).stream()
            .map(file -> path(path + Field.FILES.wireName(), file))
            .toList());
  }

  /// Where the raw value of a field comes from.
  private interface Source {
    @Nullable Object get(String name);
  }

  private @Nullable String text(String path, Source source, Field field) {
    return values.text(path + field.wireName(), source.get(field.wireName()));
  }

  private List<String> texts(String path, Source source, Field field) {
    return values.texts(path + field.wireName(), source.get(field.wireName()));
  }

  private <T> List<T> objects(
      String path, Source source, Field field, String mainKey, Values.ItemReader<T> reader) {
    return values.objects(path + field.wireName(), source.get(field.wireName()), mainKey, reader);
  }

  private @Nullable Task task(String at, Map<?, ?> item) {
    values.allow(at + ".", item, TASK_KEYS);
    String task = main(at, item, "task", "{\"task\": \"Add tests\", \"status\": \"pending\"}");
    String status = text(at, item, "status");
    String priority = text(at, item, "priority");
    return task == null ? null : new Task(task, status, priority);
  }

  private @Nullable Decision decision(String at, Map<?, ?> item) {
    values.allow(at + ".", item, DECISION_KEYS);
    String decision =
        main(at, item, "decision", "{\"decision\": \"Use Redis\", \"rationale\": \"TTL\"}");
    String rationale = text(at, item, "rationale");
    List<String> alternatives = values.texts(at + ".alternatives", item.get("alternatives"));
    return decision == null ? null : new Decision(decision, rationale, alternatives);
  }

  private @Nullable Entity entity(String at, Map<?, ?> item) {
    values.allow(at + ".", item, ENTITY_KEYS);
    String name = main(at, item, "name", "{\"name\": \"AuthService\", \"type\": \"service\"}");
    String type = text(at, item, "type");
    String notes = text(at, item, "notes");
    if (name == null) {
      return null;
    }
    Entity entity = new Entity(name, type, notes);
    return entity.isFile() ? new Entity(path(at + ".name", name), type, notes) : entity;
  }

  private @Nullable String main(String at, Map<?, ?> item, String key, String example) {
    String text = text(at, item, key);
    String main = Text.clean(text);
    if (main == null) {
      arguments.report(
          Problem.Code.MISSING_FIELD, at + "." + key, "it is required, like " + example);
    }
    return main;
  }

  private @Nullable String text(String at, Map<?, ?> item, String key) {
    return values.text(at + "." + key, item.get(key));
  }

  private String path(String at, String file) {
    if (file.length() > Limits.PATH_CHARS) {
      arguments.report(
          Problem.Code.TOO_LONG,
          at,
          String.format(
              Locale.ROOT,
              "a path has %,d characters; it may have %,d",
              file.length(),
              Limits.PATH_CHARS));
      return file;
    }
    String clean = Text.clean(file);
    return clean == null ? "" : paths.comparable(clean);
  }
}
