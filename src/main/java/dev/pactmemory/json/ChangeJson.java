package dev.pactmemory.json;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.TrackedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A change as one line of JSON without a line break in it: the number first, so that a reader need
/// not read on, then `at`, `request`, and one of `put`, `remove`, `track`.
public final class ChangeJson {
  private static final String NUMBER = "number";

  private ChangeJson() {}

  public static String write(Change change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(NUMBER, change.number());
    map.put("at", change.at().toString());
    map.put("request", change.requestId());
    switch (change.effect()) {
      case Change.Put(var memory) -> map.put("put", MemoryJson.toMap(memory));
      case Change.Remove(var id, int revision) -> {
        Map<String, Object> removed = new LinkedHashMap<>();
        removed.put("id", id.value());
        removed.put("revision", revision);
        map.put("remove", removed);
      }
      case Change.Track(var project, var session, var files) -> {
        Map<String, Object> tracked = new LinkedHashMap<>();
        tracked.put("project", MemoryJson.toMap(project));
        tracked.put("session", session.value());
        tracked.put("files", files.stream().map(ChangeJson::toMap).toList());
        map.put("track", tracked);
      }
    }
    return Json.write(map);
  }

  /// The change in a line.
  ///
  /// @throws IllegalArgumentException if the line is no change; the message holds none of it
  public static Change read(String line) {
    Map<?, ?> map = Reading.object(Json.parse(line), "change");
    long number = Reading.number(map, NUMBER, 0);
    if (number < 1) {
      throw new IllegalArgumentException("changes are numbered from 1");
    }
    return new Change(
        number,
        Reading.requiredInstant(map, "at"),
        Reading.requiredText(map, "request"),
        effect(map));
  }

  /// The number of the change in a line that [#write] wrote, without reading the rest; -1 if it
  /// does not begin so.
  ///
  /// @throws IllegalArgumentException if the beginning is not JSON
  public static long number(String line) {
    return Json.leadingNumber(line, NUMBER);
  }

  private static Change.Effect effect(Map<?, ?> map) {
    if (map.get("put") instanceof Map<?, ?> put) {
      return new Change.Put(MemoryJson.fromMap(put));
    }
    if (map.get("remove") instanceof Map<?, ?> removed) {
      return new Change.Remove(
          new MemoryId(Reading.requiredText(removed, "id")),
          (int) Reading.number(removed, "revision", 1));
    }
    if (map.get("track") instanceof Map<?, ?> tracked) {
      return new Change.Track(
          MemoryJson.project(tracked.get("project")),
          new SessionId(Reading.requiredText(tracked, "session")),
          files(tracked.get("files")));
    }
    throw new IllegalArgumentException("a change puts, removes or tracks");
  }

  private static Map<String, Object> toMap(TrackedFile file) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("path", file.path());
    map.put("first_seen", file.firstSeen().toString());
    map.put("last_seen", file.lastSeen().toString());
    return map;
  }

  private static List<TrackedFile> files(@Nullable Object value) {
    List<TrackedFile> files = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object item : list) {
        Map<?, ?> file = Reading.object(item, "file");
        files.add(
            new TrackedFile(
                Reading.requiredText(file, "path"),
                Reading.requiredInstant(file, "first_seen"),
                Reading.requiredInstant(file, "last_seen")));
      }
    }
    return files;
  }
}
