package dev.pactmemory.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Takes parsed JSON for what it was meant to be. Shapes that earlier writers used are read too: a
/// string where a list is expected is its only item, or the list itself if it is one as JSON; nulls
/// in lists and members nobody knows are passed over.
final class Reading {
  private Reading() {}

  static Map<?, ?> object(@Nullable Object value, String what) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException(what + " is not an object");
  }

  static String requiredText(Map<?, ?> map, String name) {
    if (map.get(name) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(name + " is missing");
  }

  static String text(Map<?, ?> map, String name, String otherwise) {
    return Objects.requireNonNullElse(text(map, name), otherwise);
  }

  /// A text; a number or truth value in its written form.
  static @Nullable String text(Map<?, ?> map, String name) {
    return text(map.get(name));
  }

  static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case null, default -> null;
    };
  }

  static List<String> texts(Map<?, ?> map, String name) {
    return items(map, name, Reading::text);
  }

  /// Objects of one kind; a text is one that has only its main member.
  static <T> List<T> objects(
      Map<?, ?> map, String name, String mainMember, Function<Map<?, ?>, T> of) {
    return items(
        map,
        name,
        item -> {
          Map<?, ?> members =
              item instanceof Map<?, ?> object ? object : asObject(text(item), mainMember);
          String main = text(members, mainMember);
          return main == null || main.isBlank() ? null : of.apply(members);
        });
  }

  static long number(Map<?, ?> map, String name, long otherwise) {
    return map.get(name) instanceof Number number ? number.longValue() : otherwise;
  }

  static Instant requiredInstant(Map<?, ?> map, String name) {
    return instant(requiredText(map, name), name);
  }

  /// A point in time, or a local date or date with time, which is taken as UTC.
  static Instant instant(String text, String name) {
    try {
      if (text.length() == "2026-01-31".length()) {
        return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      }
      String iso = text.replace(' ', 'T');
      char last = iso.charAt(iso.length() - 1);
      if (last == 'Z') {
        return Instant.parse(iso);
      }
      boolean hasOffset = iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
      return hasOffset
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException | StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(name + " is not a time", e);
    }
  }

  private static <T> List<T> items(
      Map<?, ?> map, String name, Function<@Nullable Object, @Nullable T> of) {
    List<T> items = new ArrayList<>();
    for (Object item : list(map.get(name))) {
      T read = of.apply(item);
      if (read != null) {
        items.add(read);
      }
    }
    return items;
  }

  private static List<?> list(@Nullable Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list;
      case String text -> parsed(text) instanceof List<?> list ? list : List.of(text);
      default -> List.of(value);
    };
  }

  private static Map<?, ?> asObject(@Nullable String text, String mainMember) {
    if (text == null) {
      return Map.of();
    }
    return parsed(text) instanceof Map<?, ?> object ? object : Map.of(mainMember, text);
  }

  /// What the text says if it is JSON, else the text itself.
  private static @Nullable Object parsed(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("[") || stripped.startsWith("{")) {
      try {
        return Json.parse(stripped);
      } catch (IllegalArgumentException _) {
        return text; // A sentence that begins with a bracket.
      }
    }
    return text;
  }
}
