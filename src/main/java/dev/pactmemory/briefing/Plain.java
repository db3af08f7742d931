package dev.pactmemory.briefing;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// Makes a text of a memory a piece of one line of Markdown that only shows.
///
/// It must stand behind words of ours on its line, where no heading, list, fence or quotation can
/// begin. Within the line, what is left of the text opens or closes no tag, comment, fence, link or
/// image, includes no file (`@path`), and hides nothing: terminal sequences, control characters,
/// marks that reverse the direction of writing and characters without a shape are gone.
public final class Plain {
  /// What terminals obey: control sequences and operating system commands, 7-bit and 8-bit.
  private static final Pattern TERMINAL_SEQUENCE =
      Pattern.compile(
          "(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]"
              + "|(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])[^\\x07\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?|\\x1b["
              + " -/]*[0-~]");

  private static final Pattern FENCE = Pattern.compile("`{3,}|~{3,}");
  private static final Pattern ENTITY = Pattern.compile("&(?=[#A-Za-z])");
  private static final Pattern FILE_REFERENCE = Pattern.compile("(?<![\\p{L}\\p{N}])@");

  private static final String CUT = "…";

  private Plain() {}

  /// The text on one line of at most this many bytes of UTF-8, cut with `…`.
  public static String line(String text, int maxBytes) {
    String shown = oneLine(text);
    String whole = escaped(shown);
    if (bytes(whole) <= maxBytes) {
      return whole;
    }
    // Escaping depends on neighbours, so a beginning is cut before it is escaped, not after.
    int low = 0;
    int high = shown.codePointCount(0, shown.length());
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (bytes(beginning(shown, middle)) <= maxBytes) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low == 0 ? "" : beginning(shown, low);
  }

  private static String beginning(String shown, int points) {
    return escaped(shown.substring(0, shown.offsetByCodePoints(0, points)).stripTrailing()) + CUT;
  }

  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder();
    TERMINAL_SEQUENCE
        .matcher(text)
        .replaceAll(" ")
        .codePoints()
        .forEach(point -> {
          if (Character.isWhitespace(point)
              || Character.isSpaceChar(point)
              || Character.isISOControl(point)) {
            if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
              line.append(' ');
            }
          } else if (isVisible(point)) {
            line.appendCodePoint(point);
          }
        });
    return line.toString().stripTrailing();
  }

  private static boolean isVisible(int point) {
    boolean joiner = point == 0x200c || point == 0x200d; // Several scripts, and emoji, need them.
    boolean variationSupplement = point >= 0xe0100 && point <= 0xe01ef; // Can carry a hidden text.
    boolean filler = point == 0x115f || point == 0x1160 || point == 0x3164 || point == 0xffa0;
    return joiner
        || switch (Character.getType(point)) {
          case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
          default -> !variationSupplement && !filler;
        };
  }

  private static String escaped(String line) {
    String escaped = ENTITY.matcher(line).replaceAll("&amp;");
    escaped = escaped.replace("<", "&lt;").replace(">", "&gt;");
    escaped = FENCE.matcher(escaped).replaceAll("''");
    escaped = FILE_REFERENCE.matcher(escaped).replaceAll("&#64;");
    return escaped.replace("](", "]\\(").replace("!`", "! `");
  }
}
