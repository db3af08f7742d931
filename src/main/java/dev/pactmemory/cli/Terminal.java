package dev.pactmemory.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Where a command writes what a person reads. One thread at a time.
///
/// Text from memories is shown with its control characters made visible: written by whoever saved
/// it, it could otherwise move the cursor, retitle the window or hide what it says.
public final class Terminal {
  /// The few styles commands use, as the numbers of the terminal's code for them.
  enum Style {
    BOLD(1),
    DIM(2),
    RED(31),
    GREEN(32),
    YELLOW(33),
    CYAN(36);

    private final int code;

    Style(int code) {
      this.code = code;
    }
  }

  private final PrintStream out;
  private final PrintStream progress;
  private final boolean colour;
  private final int width;

  /// @param out for results
  /// @param progress for what is said while working; nobody parses it
  /// @param width columns, from 40
  public Terminal(PrintStream out, PrintStream progress, boolean colour, int width) {
    this.out = out;
    this.progress = progress;
    this.colour = colour;
    this.width = Math.max(40, width);
  }

  /// A terminal as the environment describes it: colour only where a person looks on and has not
  /// asked for none (`NO_COLOR`), or where it is forced (`CLICOLOR_FORCE`).
  public static Terminal of(
      PrintStream out, PrintStream progress, boolean onScreen, Map<String, String> env) {
    boolean refused = !env.getOrDefault("NO_COLOR", "").isEmpty();
    boolean forced = !env.getOrDefault("CLICOLOR_FORCE", "").isEmpty();
    boolean dumb = env.getOrDefault("TERM", "").equals("dumb");
    boolean colour = !refused && (forced || (onScreen && !dumb));
    return new Terminal(out, progress, colour, columns(env.getOrDefault("COLUMNS", "")));
  }

  private static int columns(String text) {
    return text.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(text) : 100;
  }

  int width() {
    return width;
  }

  boolean hasColour() {
    return colour;
  }

  PrintWriter writer() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  PrintWriter progressWriter() {
    return new PrintWriter(progress, true, StandardCharsets.UTF_8);
  }

  /// One line, as it is: made of our own words, [#styled] parts and [#safe] texts.
  void line(String line) {
    out.println(line);
    out.flush();
  }

  void blank() {
    line("");
  }

  /// One line for whoever waits; not part of the result.
  void progress(String line) {
    progress.println(line);
    progress.flush();
  }

  /// The text in a style where there is colour, else as it is. The text is made safe.
  String styled(Style style, String text) {
    String safe = safe(text);
    return colour && !safe.isEmpty() ? "\u001b[" + style.code + "m" + safe + "\u001b[0m" : safe;
  }

  /// The text with everything that a terminal would obey instead of show replaced by `?`: control
  /// characters, escape sequences, marks that reverse the direction of writing. Line ends and tabs
  /// become single spaces.
  static String safe(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '\n', '\r', '\t' -> shown.append(' ');
            default -> shown.appendCodePoint(isObeyed(point) ? '?' : point);
          }
        });
    return shown.toString();
  }

  private static boolean isObeyed(int point) {
    return Character.isISOControl(point)
        || (point >= 0x202a && point <= 0x202e)
        || (point >= 0x2066 && point <= 0x2069)
        || point == 0x200e
        || point == 0x200f
        || Character.getType(point) == Character.SURROGATE;
  }

  /// The text on one line of at most this many characters, cut with `…`.
  static String cut(String text, int length) {
    String oneLine = safe(text).strip();
    return oneLine.codePointCount(0, oneLine.length()) <= length
        ? oneLine
        : oneLine.substring(0, oneLine.offsetByCodePoints(0, length - 1)).stripTrailing() + "…";
  }

  /// The text broken at spaces into lines of the terminal's width, each after `indent`.
  void paragraph(String indent, String text) {
    StringBuilder row = new StringBuilder();
    for (String word : safe(text).strip().split(" +", -1)) {
      if (!row.isEmpty() && indent.length() + row.length() + 1 + word.length() > width) {
        line(indent + row);
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    line(indent + row);
  }
}
