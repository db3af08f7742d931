package dev.pactmemory.json;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Memories as JSON: members named as on the wire, absent where there is nothing to say.
///
/// What is written reads back equal. Reading is tolerant of other writers: members nobody knows are
/// passed over, missing lists are empty, a string is a list of one or an object with its main
/// member, a project may be a bare name. Times without a zone are UTC.
public final class MemoryJson {
  /// Whose memory it is where a writer did not say.
  private static final String UNKNOWN_SESSION = "unknown";

  private MemoryJson() {}

  /// One line of JSON.
  public static String write(Memory memory) {
    return Json.write(toMap(memory));
  }

  /// The memory in a text.
  ///
  /// @throws IllegalArgumentException if the text is no memory; the message holds none of it
  public static Memory read(String json) {
    return fromMap(Reading.object(Json.parse(json), "memory"));
  }

  /// The memory as a tree for [Json#write], in the order shown to people.
  public static Map<String, Object> toMap(Memory memory) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", memory.id().value());
    map.putAll(toMap(memory.content()));
    putList(map, "supersedes", memory.supersedes(), MemoryId::value);
    map.put("project", toMap(memory.project()));
    map.put("session", memory.session().value());
    map.put("created_at", memory.createdAt().toString());
    map.put("updated_at", memory.updatedAt().toString());
    SessionId updatedIn = memory.updatedIn();
    if (updatedIn != null) {
      map.put("updated_in", updatedIn.value());
    }
    map.put("revision", memory.revision());
    return map;
  }

  /// The content fields that say something.
  public static Map<String, Object> toMap(Content content) {
    Map<String, Object> map = new LinkedHashMap<>();
    putText(map, "context", content.context());
    putText(map, "goal", content.goal());
    putList(map, "active_tasks", content.activeTasks(), MemoryJson::toMap);
    putList(map, "lessons_learned", content.lessonsLearned(), text -> text);
    putList(map, "decisions", content.decisions(), MemoryJson::toMap);
    putList(map, "entities", content.entities(), MemoryJson::toMap);
    putList(map, "reasoning_chains", content.reasoningChains(), text -> text);
    putList(map, "agreements_reached", content.agreementsReached(), text -> text);
    putList(map, "disagreements_resolved", content.disagreementsResolved(), text -> text);
    putList(map, "files", content.files(), text -> text);
    return map;
  }

  public static Map<String, Object> toMap(Task task) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("task", task.task());
    putText(map, "status", task.status());
    putText(map, "priority", task.priority());
    return map;
  }

  public static Map<String, Object> toMap(Decision decision) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("decision", decision.decision());
    putText(map, "rationale", decision.rationale());
    putList(map, "alternatives", decision.alternatives(), text -> text);
    return map;
  }

  public static Map<String, Object> toMap(Entity entity) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", entity.name());
    putText(map, "type", entity.type());
    putText(map, "notes", entity.notes());
    return map;
  }

  static Map<String, Object> toMap(Project project) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", project.key());
    map.put("name", project.name());
    return map;
  }

  /// The memory in a parsed tree.
  ///
  /// @throws IllegalArgumentException if it is none
  public static Memory fromMap(Map<?, ?> map) {
    Instant createdAt = Reading.requiredInstant(map, "created_at");
    String updatedAt = Reading.text(map, "updated_at");
    String updatedIn = Reading.text(map, "updated_in");
    return new Memory(
        new MemoryId(Reading.requiredText(map, "id")),
        content(map),
        Reading.texts(map, "supersedes").stream().map(MemoryId::new).toList(),
        project(map.get("project")),
        new SessionId(Reading.text(map, "session", UNKNOWN_SESSION)),
        createdAt,
        updatedAt == null ? createdAt : Reading.instant(updatedAt, "updated_at"),
        updatedIn == null ? null : new SessionId(updatedIn),
        (int) Reading.number(map, "revision", 1));
  }

  /// The content in a parsed tree.
  public static Content content(Map<?, ?> map) {
    return new Content(
        Reading.text(map, "context"),
        Reading.text(map, "goal"),
        Reading.objects(
            map,
            "active_tasks",
            "task",
            task ->
                new Task(
                    Reading.requiredText(task, "task"),
                    Reading.text(task, "status"),
                    Reading.text(task, "priority"))),
        Reading.texts(map, "lessons_learned"),
        Reading.objects(
            map,
            "decisions",
            "decision",
            decision ->
                new Decision(
                    Reading.requiredText(decision, "decision"),
                    Reading.text(decision, "rationale"),
                    Reading.texts(decision, "alternatives"))),
        Reading.objects(
            map,
            "entities",
            "name",
            entity ->
                new Entity(
                    Reading.requiredText(entity, "name"),
                    Reading.text(entity, "type"),
                    Reading.text(entity, "notes"))),
        Reading.texts(map, "reasoning_chains"),
        Reading.texts(map, "agreements_reached"),
        Reading.texts(map, "disagreements_resolved"),
        Reading.texts(map, "files"));
  }

  static Project project(@Nullable Object value) {
    String name = Text.clean(Reading.text(value));
    if (name != null) {
      return Project.named(name);
    }
    if (value == null) {
      return Project.DEFAULT;
    }
    Map<?, ?> map = Reading.object(value, "project");
    return new Project(Reading.requiredText(map, "key"), Reading.requiredText(map, "name"));
  }

  private static void putText(Map<String, Object> map, String name, @Nullable String text) {
    if (text != null) {
      map.put(name, text);
    }
  }

  private static <T> void putList(
      Map<String, Object> map, String name, List<T> items, Function<T, ?> form) {
    if (!items.isEmpty()) {
      map.put(name, items.stream().map(form).toList());
    }
  }
}
