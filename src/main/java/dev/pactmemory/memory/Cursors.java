package dev.pactmemory.memory;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Where a page ended, as an opaque text: a version, the question it belongs to, and the place.
/// Pure.
///
/// A cursor given with another question would silently skip answers, so it is refused.
final class Cursors {
  private static final String VERSION = "1";

  private static final String SEPARATOR = "|";

  /// Longer than any we make; keeps a stranger's text from being worked on.
  private static final int MAX_CHARS = 512;

  private Cursors() {}

  /// @param question all that decides what is on the pages and in which order
  /// @param place parts without `|`
  static String encode(Object question, List<String> place) {
    List<String> parts = new ArrayList<>();
    parts.add(VERSION);
    parts.add(Fingerprint.of(question.toString(), 6));
    parts.addAll(place);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8));
  }

  /// The place in a cursor that [#encode] made for this question.
  static Outcome<List<String>> decode(String cursor, Object question, int parts) {
    if (cursor.length() > MAX_CHARS) {
      return bad();
    }
    String text;
    try {
      text = new String(Base64.getUrlDecoder().decode(cursor.strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return bad();
    }
    List<String> found = List.of(text.split("\\|", -1));
    boolean ours =
        found.size() == parts + 2
            && found.get(0).equals(VERSION)
            && found.get(1).equals(Fingerprint.of(question.toString(), 6));
    return ours ? Outcome.done(found.subList(2, found.size())) : bad();
  }

  /// The refusal of a cursor that is not ours, or not for this question.
  static <T> Outcome<T> bad() {
    return Outcome.refused(
        new Problem(
            Problem.Code.BAD_CURSOR,
            "cursor",
            "cursor does not belong to this question; send it unchanged and with the same other"
                + " arguments as the answer that gave it, or leave it out for the first page"));
  }
}
