package dev.pactmemory.exchange;

import dev.pactmemory.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Texts of memories as Markdown that shows them and nothing else: none can begin a heading, a
/// list, a fence, a link, a picture, a comment or HTML, nor hide or turn what is around it.
final class Markdown {
  private static final String ALWAYS = "\\`*_{}[]<>#|~&$";

  private Markdown() {}

  /// The text on one line.
  static String line(String text) {
    return escaped(visible(text).replace('\n', ' ').strip());
  }

  /// The text as paragraphs, its line ends kept.
  static String block(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : visible(text).split("\n", -1)) {
      // White space before a line could make it code or part of a list.
      lines.add(escaped(line.strip()));
    }
    return lines.stream().collect(Collectors.joining("\n")).replaceAll("\n{3,}", "\n\n").strip();
  }

  /// The text as an item of a list, with its further lines under it.
  static String item(String text) {
    return "- " + block(text).replace("\n\n", "\n").replace("\n", "\n  ");
  }

  private static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.replace("\r\n", "\n")
        .codePoints()
        .forEach(point -> {
          switch (point) {
            case '\n', '\r', 0x2028, 0x2029 -> shown.append('\n');
            case '\t' -> shown.append(' ');
            default -> shown.appendCodePoint(Text.isObeyed(point) ? 0xfffd : point);
          }
        });
    return shown.toString();
  }

  private static String escaped(String line) {
    StringBuilder escaped = new StringBuilder(line.length() + 8);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '<') {
        escaped.append("&lt;");
        continue;
      }
      if (c == '>') {
        escaped.append("&gt;");
        continue;
      }
      if (c == '&') {
        escaped.append("&amp;");
        continue;
      }
      if (ALWAYS.indexOf(c) >= 0 || (escaped.isEmpty() && "+-=:".indexOf(c) >= 0)) {
        escaped.append('\\');
      } else if ((c == '.' || c == ')') && isNumber(line, i)) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /// Whether all before the place is a number, as before the dot of an ordered list's item.
  private static boolean isNumber(String line, int end) {
    return end > 0
        && end <= 9
        && line.substring(0, end).chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
