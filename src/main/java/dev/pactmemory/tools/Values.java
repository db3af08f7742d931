package dev.pactmemory.tools;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes single argument values for what they were meant to be: a text for a list of one, JSON text
/// for the list or object in it, `"5"` for 5. What cannot be meant is reported with the field, what
/// came, and what would be right.
final class Values {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,15}");

  /// Begins as only JSON does, or is the list or object of another language from end to end.
  private static final Pattern NO_NAME =
      Pattern.compile("(?s)\\[\\s*[\\[{\"].*|\\{\\s*\".*|\\[\\s*'.*'\\s*]|\\{\\s*'.*}");

  private final FirstProblem problems;

  Values(FirstProblem problems) {
    this.problems = problems;
  }

  /// The text as given; null for null.
  @Nullable String text(String field, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> checked(field, text);
      default -> {
        wrongType(field, value, "a text");
        yield null;
      }
    };
  }

  /// The texts without nulls; none for null. A bare text is a list of one.
  List<String> texts(String field, @Nullable Object value) {
    List<String> texts = new ArrayList<>();
    List<?> items = list(field, value, "a list of texts");
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      String at = value instanceof String && items.size() == 1 ? field : field + "[" + i + "]";
      switch (item) {
        case null -> {}
        case String text -> texts.add(checked(at, text));
        default -> wrongType(at, item, "a text");
      }
    }
    return texts;
  }

  /// Reads one object of a list.
  interface ItemReader<T> {
    @Nullable T read(String field, Map<?, ?> item);
  }

  /// The objects without nulls; none for null. A text is an object with its main key, or the object
  /// it is the JSON of.
  <T> List<T> objects(String field, @Nullable Object value, String mainKey, ItemReader<T> reader) {
    List<T> objects = new ArrayList<>();
    List<?> items = list(field, value, "a list of objects with " + mainKey);
    for (int i = 0; i < items.size(); i++) {
      String at = field + "[" + i + "]";
      Map<?, ?> item = object(at, items.get(i), mainKey);
      if (!item.isEmpty() || items.get(i) instanceof Map<?, ?>) {
        T read = reader.read(at, item);
        if (read != null) {
          objects.add(read);
        }
      }
    }
    return objects;
  }

  private Map<?, ?> object(String at, @Nullable Object item, String mainKey) {
    return switch (item) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      case String text when text.isBlank() -> Map.of();
      case String text ->
          parsed(text) instanceof Map<?, ?> map ? map : Map.of(mainKey, mainText(at, text));
      default -> {
        wrongType(at, item, "an object with " + mainKey + ", or a text");
        yield Map.of();
      }
    };
  }

  /// The object, or the one the text is the JSON of; empty for null.
  Map<?, ?> object(String field, @Nullable Object value) {
    return switch (value) {
      case null -> Map.of();
      case Map<?, ?> map -> map;
      case String text when parsed(text) instanceof Map<?, ?> map -> map;
      default -> {
        wrongType(field, value, "an object");
        yield Map.of();
      }
    };
  }

  /// The whole number; null for null.
  @Nullable Integer integer(String field, @Nullable Object value, int min, int max) {
    String range =
        max == Integer.MAX_VALUE
            ? "a whole number from " + min
            : "a whole number from " + min + " to " + max;
    double number =
        switch (value) {
          case null -> Double.NaN;
          case Number given -> given.doubleValue();
          case String text when WHOLE_NUMBER.matcher(text.strip()).matches() ->
              Double.parseDouble(text.strip());
          default -> Double.NaN;
        };
    if (value == null) {
      return null;
    }
    if (number != Math.rint(number)) {
      wrongType(field, value, range);
      return null;
    }
    if (number < min || number > max) {
      problems.report(
          Problem.Code.INVALID_VALUE, field, shown(String.valueOf(value)) + " is not " + range);
      return null;
    }
    return (int) number;
  }

  @Nullable Boolean flag(String field, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean flag -> flag;
      case String text when text.strip().equalsIgnoreCase("true") -> true;
      case String text when text.strip().equalsIgnoreCase("false") -> false;
      default -> {
        wrongType(field, value, "true or false");
        yield null;
      }
    };
  }

  /// Reports keys that are not allowed, the first with the name it was probably meant to be.
  void allow(String path, Map<?, ?> given, Collection<String> allowed) {
    for (Object key : given.keySet()) {
      String name = String.valueOf(key);
      if (!allowed.contains(name)) {
        String guess =
            NearMiss.of(name, allowed).map(meant -> "did you mean " + meant + "? ").orElse("");
        problems.report(
            Problem.Code.UNKNOWN_FIELD,
            path + shown(name),
            allowed.isEmpty()
                ? "no arguments are taken"
                : guess + "Allowed here: " + String.join(", ", allowed));
      }
    }
  }

  void wrongType(String field, Object came, String expected) {
    problems.report(
        Problem.Code.WRONG_TYPE, field, kind(came) + " came; " + expected + " is expected");
  }

  /// A stretch of what a caller wrote, fit to be shown on one line.
  static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    return line.codePointCount(0, line.length()) <= 40
        ? line
        : line.substring(0, line.offsetByCodePoints(0, 40)) + "…";
  }

  /// The list, the list the text is the JSON of, or a list of one.
  private List<?> list(String field, @Nullable Object value, String expected) {
    List<?> items =
        switch (value) {
          case null -> List.of();
          case List<?> list -> list;
          case String text when text.isBlank() -> List.of();
          case String text -> parsed(text) instanceof List<?> list ? list : List.of(text);
          case Map<?, ?> map when expected.startsWith("a list of objects") -> List.of(map);
          default -> {
            wrongType(field, value, expected);
            yield List.of();
          }
        };
    if (items.size() > Limits.ITEMS) {
      problems.report(
          Problem.Code.TOO_LONG,
          field,
          String.format(
              Locale.ROOT,
              "%,d items came; a list may have %,d. Nothing was stored; spread them over several"
                  + " memories",
              items.size(),
              Limits.ITEMS));
      return List.of();
    }
    return items;
  }

  /// The text with a space for each character that no text can have.
  static String readable(String text) {
    return text.codePoints()
        .map(c -> c == 0 || Character.getType(c) == Character.SURROGATE ? ' ' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private String checked(String field, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        problems.report(
            Problem.Code.INVALID_VALUE,
            field,
            String.format(
                Locale.ROOT,
                "the character at index %d is %s; remove it",
                i,
                c == 0 ? "NUL (U+0000)" : "half a surrogate pair, not Unicode text"));
        return "";
      }
      if (pair) {
        i++;
      }
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Limits.TEXT_BYTES) {
      problems.report(
          Problem.Code.TOO_LONG,
          field,
          String.format(
              Locale.ROOT,
              "%,d bytes came; one text may have %,d. Nothing was cut or stored; shorten it, or put"
                  + " it in a file and name the file",
              bytes,
              Limits.TEXT_BYTES));
      return "";
    }
    return text;
  }

  /// The text as the main key of an object. What can only be meant as JSON and is none, cut short
  /// perhaps, is a mistake: nobody names a task or a component so.
  private String mainText(String at, String text) {
    String stripped = text.strip();
    if (NO_NAME.matcher(stripped).matches()) {
      problems.report(
          Problem.Code.INVALID_VALUE,
          at,
          "the text \""
              + shown(stripped)
              + "\" came, which is no valid JSON; send the list itself");
    }
    return checked(at, text);
  }

  /// What the text says if it is a JSON list or object, else the text itself.
  private static Object parsed(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("[") || stripped.startsWith("{")) {
      try {
        Object value = Json.parse(stripped);
        return value == null ? text : value;
      } catch (IllegalArgumentException _) {
        return text; // A sentence that begins with a bracket.
      }
    }
    return text;
  }

  private static String kind(Object value) {
    return switch (value) {
      case String text -> "the text \"" + shown(text) + "\"";
      case Number number -> "the number " + shown(number.toString());
      case Boolean truth -> "" + truth;
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "an object";
      default -> throw new IllegalStateException("no JSON value: " + value.getClass());
    };
  }
}
