package dev.pactmemory.model;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How texts are stored and made comparable. Stored as written but for white space at the ends;
/// compared in Unicode NFC, and names also case-folded.
public final class Text {
  private Text() {}

  /// The text without white space at its ends; null for null and for nothing that can be seen.
  public static @Nullable String clean(@Nullable String text) {
    return text == null || isInvisible(text) ? null : text.strip();
  }

  private static boolean isInvisible(String text) {
    int at = 0;
    while (at < text.length() && isInvisible(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at == text.length();
  }

  private static boolean isInvisible(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.getType(codePoint) == Character.FORMAT;
  }

  /// The texts cleaned, without empties and without repetitions; the first of equals stays.
  public static List<String> cleanList(List<String> texts) {
    List<String> cleaned = new ArrayList<>();
    for (String text : texts) {
      String kept = clean(text);
      if (kept != null) {
        cleaned.add(kept);
      }
    }
    return distinct(cleaned, Text::nfc);
  }

  /// A cleaned text that must not be empty.
  ///
  /// @throws IllegalArgumentException if nothing is left of it; `what` names it
  static String required(@Nullable String text, String what) {
    String cleaned = clean(text);
    if (cleaned == null) {
      throw new IllegalArgumentException(what + " is empty");
    }
    return cleaned;
  }

  /// The text in Unicode normalisation form C: the form in which two texts are the same text.
  public static String nfc(@Nullable String text) {
    return text == null ? "" : Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /// The form under which two names are the same name: trimmed, NFC, case-folded for all scripts.
  public static String key(String name) {
    // Upper case first folds what has no single lower-case partner (ß, final sigma).
    return nfc(name.strip()).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  /// Whether a character would be obeyed instead of shown: control characters, halves of
  /// characters, and the format characters that cannot be seen but turn or hide what is around
  /// them. The two joiners belong to words and to emoji; the signs of Arabic and its neighbours
  /// that Unicode calls format characters can be seen.
  public static boolean isObeyed(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.SURROGATE -> true;
      case Character.FORMAT ->
          point != 0x200c && point != 0x200d && (point == 0x61c || point < 0x600 || point > 0x8ff);
      default -> false;
    };
  }

  /// The items without those whose identity an earlier one has.
  public static <T> List<T> distinct(List<T> items, Function<T, Object> identity) {
    if (items.size() < 2) {
      return List.copyOf(items);
    }
    Set<Object> seen = new HashSet<>();
    return items.stream().filter(item -> seen.add(identity.apply(item))).toList();
  }

  /// `1 memory`, `2 memories`.
  public static String counted(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}
