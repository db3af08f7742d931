package dev.pactmemory.briefing;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A block between two marker lines in a file that belongs to someone else. Works on bytes: every
/// byte outside the block stays, whatever encoding and line ends the file has.
///
/// A block put at the end takes a blank line before it, and ends with a line end where the file did
/// before; so taking it out gives the file as it was.
final class MarkedBlock {
  static final String BEGIN = "<!-- pact-memory:begin -->";
  static final String END = "<!-- pact-memory:end -->";

  /// Whatever looks like a marker, whole or not.
  private static final Pattern MARKER =
      Pattern.compile("<!-*\\s*pact-memory\\s*:", Pattern.CASE_INSENSITIVE);

  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  /// The file with each byte as one character.
  private final String text;

  private MarkedBlock(String text) {
    this.text = text;
  }

  static MarkedBlock in(byte[] file) {
    return new MarkedBlock(new String(file, StandardCharsets.ISO_8859_1));
  }

  /// Where the block is.
  ///
  /// @param start of the first marker
  /// @param end after the last one; its line end is beyond
  private record Place(int start, int end) {}

  /// The file with this block instead of the one it has, or after all else.
  ///
  /// @param lines of the block, each ending with `\n`, without markers
  Outcome<byte[]> with(String lines) {
    return place().then(place -> Outcome.done(bytes(with(place.orElse(null), lines))));
  }

  private String with(@Nullable Place place, String lines) {
    String eol = lineEnd();
    String before = place == null ? text : text.substring(0, place.start());
    String after = place == null ? "" : text.substring(place.end());
    String block = encoded(BEGIN + "\n" + lines + END, before + after).replace("\n", eol);
    if (place != null) {
      return before + block + after;
    }
    if (text.isEmpty() || text.equals(BYTE_ORDER_MARK)) {
      return text + block + eol;
    }
    return endsWithLineEnd(text) ? text + eol + block + eol : text + eol + eol + block;
  }

  /// The file without the block; as it is where it has none.
  Outcome<byte[]> without() {
    return place().then(place -> Outcome.done(bytes(place.map(this::without).orElse(text))));
  }

  private String without(Place place) {
    String before = text.substring(0, place.start());
    String after = text.substring(place.end());
    String rest = withoutFirstLineEnd(after);
    if (before.isEmpty() || before.equals(BYTE_ORDER_MARK)) {
      return before + rest;
    }
    String above = withoutLastLineEnd(before);
    boolean blankLine = endsWithLineEnd(above);
    if (after.isEmpty()) {
      return blankLine ? withoutLastLineEnd(above) : above;
    }
    return (blankLine ? above : before) + rest;
  }

  private Outcome<Optional<Place>> place() {
    List<Integer> starts = MARKER.matcher(text).results().map(match -> match.start()).toList();
    for (int start : starts) {
      if (!isMarkerLine(start)) {
        return refused("line " + line(start) + " holds a damaged marker of pact-memory");
      }
    }
    if (starts.isEmpty()) {
      return Outcome.done(Optional.empty());
    }
    boolean pair =
        starts.size() == 2
            && text.startsWith(BEGIN, starts.getFirst())
            && text.startsWith(END, starts.getLast());
    return pair
        ? Outcome.done(Optional.of(new Place(starts.getFirst(), starts.getLast() + END.length())))
        : refused(
            "one begin and one end marker are expected; there are markers on the lines "
                + starts.stream()
                    .map(start -> String.valueOf(line(start)))
                    .collect(Collectors.joining(", ")));
  }

  private boolean isMarkerLine(int start) {
    boolean atStart =
        start == 0
            || isLineEnd(text.charAt(start - 1))
            || text.substring(0, start).equals(BYTE_ORDER_MARK);
    int end = start;
    while (end < text.length() && !isLineEnd(text.charAt(end))) {
      end++;
    }
    String line = text.substring(start, end);
    return atStart && (line.equals(BEGIN) || line.equals(END));
  }

  private long line(int start) {
    return text.substring(0, start).replace("\r\n", "\n").chars().filter(c -> c == '\n').count()
        + 1;
  }

  private static <T> Outcome<T> refused(String what) {
    return Outcome.refused(
        new Problem(
            Problem.Code.INVALID_VALUE,
            null,
            what + ". Nothing was changed; mend or delete the marker lines, then try again"));
  }

  /// The line end that most lines have.
  private String lineEnd() {
    long crlf = Pattern.compile("\r\n").matcher(text).results().count();
    long lf = text.chars().filter(c -> c == '\n').count() - crlf;
    long cr = text.chars().filter(c -> c == '\r').count() - crlf;
    return crlf > lf ? "\r\n" : cr > lf ? "\r" : "\n";
  }

  /// The block in bytes that fit its surroundings: UTF-8, or where those are something else, ASCII
  /// with character references.
  private static String encoded(String block, String around) {
    return isUtf8(bytes(around))
        ? new String(block.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
        : block
            .codePoints()
            .mapToObj(point -> point < 0x80 ? Character.toString(point) : "&#" + point + ";")
            .collect(Collectors.joining());
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false; // That is the answer.
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private static boolean endsWithLineEnd(String text) {
    return !text.isEmpty() && isLineEnd(text.charAt(text.length() - 1));
  }

  private static String withoutLastLineEnd(String text) {
    return text.replaceFirst("(\r\n|\n|\r)\\z", "");
  }

  private static String withoutFirstLineEnd(String text) {
    return text.replaceFirst("\\A(\r\n|\n|\r)", "");
  }

  /// Whether bytes are text in an encoding that has ASCII in it as it is.
  static boolean isAsciiBased(byte[] file) {
    boolean utf16 =
        file.length >= 2
            && (Arrays.equals(file, 0, 2, new byte[] {(byte) 0xff, (byte) 0xfe}, 0, 2)
                || Arrays.equals(file, 0, 2, new byte[] {(byte) 0xfe, (byte) 0xff}, 0, 2));
    for (byte b : file) {
      if (b == 0) {
        return false;
      }
    }
    return !utf16;
  }
}
