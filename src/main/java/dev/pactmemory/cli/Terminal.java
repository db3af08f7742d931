package dev.pactmemory.cli;

import dev.pactmemory.model.Text;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.UsageMessageSpec;

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

  /// Whether there is colour.
  enum Colour {
    /// Where a person looks on and has not asked for none.
    AUTO,
    ALWAYS,
    NEVER
  }

  /// Takes what was written of a line that is written again and again off the screen.
  private static final String WIPE = "\r\u001b[K";

  private final PrintStream out;
  private final PrintStream progress;
  private final int width;
  private final boolean screen;
  private final boolean progressScreen;
  private final boolean usualColour;
  private boolean colour;
  private boolean working;

  /// A terminal where results are plain and no progress is shown, as into a pipe.
  ///
  /// @param out for results
  /// @param progress for what is said while working; nobody parses it
  /// @param width columns, from 40
  public Terminal(PrintStream out, PrintStream progress, boolean colour, int width) {
    this(out, progress, colour, width, false, false);
  }

  /// @param screen whether a person sees the results come
  /// @param progressScreen whether a person sees what is said while working
  Terminal(
      PrintStream out,
      PrintStream progress,
      boolean colour,
      int width,
      boolean screen,
      boolean progressScreen) {
    this.out = out;
    this.progress = progress;
    this.usualColour = colour;
    this.colour = colour;
    this.width = Math.max(40, width);
    this.screen = screen;
    this.progressScreen = progressScreen;
  }

  /// A terminal as the environment describes it: colour only where a person looks on and has not
  /// asked for none (`NO_COLOR`), or where it is forced (`CLICOLOR_FORCE`).
  ///
  /// @param onScreen whether a person sees the results come
  /// @param progressOnScreen whether a person sees what is said while working
  public static Terminal of(
      PrintStream out,
      PrintStream progress,
      boolean onScreen,
      boolean progressOnScreen,
      Map<String, String> env) {
    boolean refused = !env.getOrDefault("NO_COLOR", "").isEmpty();
    boolean forced = !env.getOrDefault("CLICOLOR_FORCE", "").isEmpty();
    boolean dumb = env.getOrDefault("TERM", "").equals("dumb");
    boolean colour = !refused && (forced || (onScreen && !dumb));
    return new Terminal(
        out,
        progress,
        colour,
        columns(env.getOrDefault("COLUMNS", ""), onScreen),
        onScreen,
        progressOnScreen && !dumb);
  }

  private static int columns(String text, boolean onScreen) {
    if (text.matches("[1-9][0-9]{1,3}")) {
      return Integer.parseInt(text);
    }
    // Asking the terminal starts a process; without one there is nobody to ask.
    return onScreen ? new UsageMessageSpec().autoWidth(true).width() : 100;
  }

  /// Colour as the command line asks for it.
  void colour(Colour when) {
    colour =
        switch (when) {
          case AUTO -> usualColour;
          case ALWAYS -> true;
          case NEVER -> false;
        };
  }

  /// Whether a person sees the results come: then tables fit the width and texts are cut.
  boolean isScreen() {
    return screen;
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
    wipe();
    out.println(line);
    out.flush();
  }

  /// One line of JSON. On a screen what a terminal would obey is written as JSON's escapes, which
  /// say the same.
  void json(String json) {
    if (!screen) {
      line(json);
      return;
    }
    StringBuilder escaped = new StringBuilder(json.length());
    json.codePoints()
        .forEach(point -> {
          if (Text.isObeyed(point)) {
            for (char half : Character.toChars(point)) {
              escaped.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
            }
          } else {
            escaped.appendCodePoint(point);
          }
        });
    line(escaped.toString());
  }

  void blank() {
    line("");
  }

  /// One line for whoever waits; not part of the result.
  void progress(String line) {
    wipe();
    progress.println(line);
    progress.flush();
  }

  /// How far long work is. Shown on a screen only, in one line that the next one takes the place
  /// of.
  public void working(String line) {
    if (progressScreen) {
      progress.print(WIPE + cut(line, width - 1));
      progress.flush();
      working = true;
    }
  }

  /// Nothing more is worked on: takes what [#working] said off the screen.
  void rest() {
    wipe();
  }

  private void wipe() {
    if (working) {
      progress.print(WIPE);
      progress.flush();
      working = false;
    }
  }

  /// The text in a style where there is colour, else as it is. The text is made safe.
  String styled(Style style, String text) {
    String safe = safe(text);
    return colour && !safe.isEmpty() ? "\u001b[" + style.code + "m" + safe + "\u001b[0m" : safe;
  }

  /// The text with everything that a terminal would obey instead of show replaced by `?`: control
  /// characters, escape sequences, marks that reverse the direction of writing, characters that
  /// cannot be seen. Line ends and tabs become single spaces.
  static String safe(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '\n', '\r', '\t', 0x2028, 0x2029 -> shown.append(' ');
            default -> shown.appendCodePoint(Text.isObeyed(point) ? '?' : point);
          }
        });
    return shown.toString();
  }

  /// The text on one line of at most this many columns, cut with `…`.
  static String cut(String text, int columns) {
    String oneLine = safe(text).strip();
    if (columns(oneLine) <= columns) {
      return oneLine;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int i = 0; i < oneLine.length(); ) {
      int point = oneLine.codePointAt(i);
      used += columns(point);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(point);
      i += Character.charCount(point);
    }
    return kept.toString().stripTrailing() + "…";
  }

  /// How many columns a text takes that is [#safe].
  static int columns(String text) {
    return text.codePoints().map(Terminal::columns).sum();
  }

  /// None for what is drawn onto its neighbour, two for East Asian characters and emoji.
  private static int columns(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    if (point < 0x1100) {
      return false;
    }
    boolean halfWidthForm = point >= 0xff61 && point <= 0xffdc;
    return Character.isEmojiPresentation(point)
        || Character.isIdeographic(point)
        || point <= 0x115f
        || (point >= 0x2e80 && point <= 0x33ff && point != 0x303f)
        || (point >= 0xa960 && point <= 0xa97f)
        || (point >= 0xac00 && point <= 0xd7a3)
        || (point >= 0xfe30 && point <= 0xfe6f)
        || (point >= 0xff00 && point <= 0xffe6 && !halfWidthForm);
  }

  /// The text broken at spaces into lines of the terminal's width, each after `indent`.
  void paragraph(String indent, String text) {
    StringBuilder row = new StringBuilder();
    for (String word : safe(text).strip().split(" +", -1)) {
      if (!row.isEmpty() && indent.length() + columns(row + " " + word) > width) {
        line(indent + row);
        row.setLength(0);
      }
      row.append(row.isEmpty() ? "" : " ").append(word);
    }
    line(indent + row);
  }
}
