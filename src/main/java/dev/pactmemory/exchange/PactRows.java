package dev.pactmemory.exchange;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Text;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes memories of the rows of a [PactStore]. Nobody checked what was written there: a value of a
/// wrong kind is taken for what it says, or left out by name, and costs no other.
final class PactRows {
  private static final String SESSION = "import";

  /// Lists, each with the main member of its items; empty where they are texts.
  private static final Map<String, String> LISTS =
      Map.of(
          "active_tasks", "task",
          "decisions", "decision",
          "entities", "name",
          "lessons_learned", "",
          "reasoning_chains", "",
          "agreements_reached", "",
          "disagreements_resolved", "");

  /// A text that was taken for a list became one of letters; as few real items are that short.
  private static final int MIN_SHREDS = 8;

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");
  private static final Instant EARLIEST = Instant.parse("1980-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  private final Owners owners;
  private final Map<String, List<String>> files;
  private final Instant fileDate;
  private final Source.Receiver receiver;
  private final Map<MemoryId, Long> rowOf = new HashMap<>();

  /// @param files paths by the id of their memory
  /// @param fileDate stands for dates that are none
  PactRows(
      Owners owners, Map<String, List<String>> files, Instant fileDate, Source.Receiver receiver) {
    this.owners = owners;
    this.files = files;
    this.fileDate = fileDate;
    this.receiver = receiver;
  }

  /// @param values by column; a text, a number or bytes
  void take(long row, Map<String, @Nullable Object> values) {
    String given = text(values.get("id"));
    if (given == null || given.isBlank()) {
      receiver.leaveOut("row " + row, "it has no id");
      return;
    }
    String where = "memory " + given.strip();
    MemoryId id = id(given.strip());
    Long before = rowOf.putIfAbsent(id, row);
    if (before != null) {
      receiver.leaveOut(where + " in row " + row, "row " + before + " has the same id");
      return;
    }
    List<String> notes = new ArrayList<>();
    if (!id.value().equals(given.strip())) {
      notes.add("that is no id here; it became " + id);
    }
    try {
      Project project = owners.named(text(values.get("project_id")));
      Content content = content(values, paths(given, project), notes);
      if (content.isEmpty()) {
        receiver.leaveOut(where, "it says nothing" + reason(notes));
        return;
      }
      receiver.state(where, memory(id, content, project, values, notes));
      notes.forEach(note -> receiver.note(where, note));
    } catch (IllegalArgumentException e) {
      receiver.leaveOut(where, e.getMessage() + reason(notes));
    }
  }

  private static String reason(List<String> notes) {
    return notes.isEmpty() ? "" : " (" + String.join("; ", notes) + ")";
  }

  /// The id as it is; one in another spelling in ours; what is none by its digest.
  private static MemoryId id(String given) {
    String lower = given.toLowerCase(Locale.ROOT);
    String bare = UUID_FORM.matcher(lower).matches() ? lower.replace("-", "") : lower;
    return MemoryId.isFull(bare) ? new MemoryId(bare) : StableId.of(Format.PACT.toString(), given);
  }

  private Memory memory(
      MemoryId id,
      Content content,
      Project project,
      Map<String, @Nullable Object> values,
      List<String> notes) {
    Instant created = date(values.get("created_at"));
    Instant updated = date(values.get("updated_at"));
    if (created == null) {
      notes.add(
          "created_at is no date; that of "
              + (updated == null ? "the file" : "its last change")
              + " stands for it");
      created = updated == null ? fileDate : updated;
    }
    if (updated == null && values.get("updated_at") != null) {
      notes.add("updated_at is no date; created_at stands for it");
    }
    String session = Text.clean(text(values.get("session_id")));
    return new Memory(
        id,
        content,
        List.of(),
        project,
        new SessionId(session == null ? SESSION : session),
        created,
        updated == null || updated.isBefore(created) ? created : updated,
        1);
  }

  private Content content(
      Map<String, @Nullable Object> values, List<String> paths, List<String> notes) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : List.of("context", "goal")) {
      Object value = values.get(name);
      String text = text(value);
      if (text != null) {
        map.put(name, text);
      } else if (value != null) {
        notes.add(name + " is no text and is left out");
      }
    }
    LISTS.forEach((name, main) -> {
      Object value = values.get(name);
      if (value != null) {
        map.put(name, items(name, main, value, notes));
      }
    });
    map.put("files", paths);
    return MemoryJson.content(map);
  }

  private List<Object> items(String name, String main, Object value, List<String> notes) {
    String json = text(value);
    if (json == null) {
      notes.add(name + " is no text and is left out");
      return List.of();
    }
    if (json.isBlank()) {
      return List.of();
    }
    Object parsed;
    try {
      parsed = Json.parse(json);
    } catch (IllegalArgumentException e) {
      if (json.strip().startsWith("[") || json.strip().startsWith("{")) {
        notes.add(name + " is " + e.getMessage() + "; it is kept as one text");
      }
      // Wrapped, since as it stands it would be taken for the JSON it is not.
      return List.of(main.isEmpty() ? json : Map.of(main, json));
    }
    List<Object> items = new ArrayList<>();
    int number = 0;
    for (Object item : parsed instanceof List<?> list ? list : listOf(parsed)) {
      number++;
      Object good = item(main, item);
      if (good != null) {
        items.add(good);
      } else if (item != null && !"".equals(item)) {
        notes.add("item " + number + " of " + name + " is of a wrong kind and is left out");
      }
    }
    return whole(name, items, notes);
  }

  private static List<@Nullable Object> listOf(@Nullable Object item) {
    List<@Nullable Object> list = new ArrayList<>();
    list.add(item);
    return list;
  }

  private static @Nullable Object item(String main, @Nullable Object item) {
    return switch (item) {
      case String text -> text.isBlank() ? null : main.isEmpty() ? text : Map.of(main, text);
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case Map<?, ?> map -> {
        boolean isObject =
            !main.isEmpty() && map.get(main) instanceof String text && !text.isBlank();
        yield isObject ? map : null;
      }
      case null, default -> null;
    };
  }

  /// The list, or the text it was before a list was made of its letters. Where every letter is
  /// there once, repetitions were taken out, and nobody can tell the text any more.
  private static List<Object> whole(String name, List<Object> items, List<String> notes) {
    List<String> letters = new ArrayList<>();
    for (Object item : items) {
      String text =
          item instanceof Map<?, ?> map && map.size() == 1
              ? String.valueOf(map.values().iterator().next())
              : item instanceof String string ? string : "";
      if (text.isEmpty() || text.codePointCount(0, text.length()) > 1) {
        return items;
      }
      letters.add(text);
    }
    if (letters.size() < MIN_SHREDS) {
      return items;
    }
    Set<String> different = new HashSet<>(letters);
    if (different.size() == letters.size()) {
      notes.add(name + " was broken into single letters and cannot be put together");
      return List.of();
    }
    notes.add(name + " was broken into single letters; they are put together again");
    return List.of(String.join("", letters));
  }

  /// The paths of a memory, relative to the project where they are inside it.
  private List<String> paths(String id, Project project) {
    String root = project.key().replace('\\', '/') + "/";
    return files.getOrDefault(id, List.of()).stream()
        .map(path -> path.replace('\\', '/'))
        .map(path -> path.startsWith(root) ? path.substring(root.length()) : path)
        .map(path -> path.startsWith("./") ? path.substring(2) : path)
        .toList();
  }

  /// A text; a number as it is written; bytes where they are UTF-8. Null where it is none.
  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case byte[] bytes -> {
        try {
          yield StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
          yield null;
        }
      }
      case null, default -> null;
    };
  }

  /// A date in any of the forms that were written, UTC where it names no zone; null if it is none.
  private static @Nullable Instant date(@Nullable Object value) {
    if (!(value instanceof String given)) {
      return null;
    }
    String text = given.strip().replace(' ', 'T');
    for (DateForm form : DateForm.values()) {
      try {
        Instant date = form.read(text);
        return date.isBefore(EARLIEST) || date.isAfter(LATEST) ? null : date;
      } catch (DateTimeException _) {
        // Perhaps it has the next form.
      }
    }
    return null;
  }

  private enum DateForm {
    OFFSET {
      @Override
      Instant read(String text) {
        return OffsetDateTime.parse(text).toInstant();
      }
    },
    LOCAL {
      @Override
      Instant read(String text) {
        return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      }
    },
    DAY {
      @Override
      Instant read(String text) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
    };

    abstract Instant read(String text);
  }
}
