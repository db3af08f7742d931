package dev.pactmemory.journal;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.MemoryException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/// A line of the journal: the CRC32C of the rest as eight hex digits, a space, one JSON object.
sealed interface Line {
  /// The version of the journal that this program writes, and the newest that it reads.
  int VERSION = 1;

  /// Closes a line that a dying process left unfinished; marks it as never acknowledged.
  String TORN_END = " #torn";

  /// A change.
  record OfChange(String json) implements Line {}

  /// Says which version of the journal the following lines are.
  record Header(int version) implements Line {
    void refuseNewer() {
      if (version > VERSION) {
        throw new MemoryException(
            MemoryException.Code.STORE_TOO_NEW,
            String.format(
                Locale.ROOT,
                "the data was written by a newer version of this program (journal version %d, this"
                    + " one reads up to %d); nothing was touched; update the program",
                version,
                VERSION));
      }
    }
  }

  /// An unfinished line that was closed later.
  record Torn() implements Line {}

  /// Anything else: damage.
  record Bad() implements Line {}

  /// The line with its end.
  static byte[] encode(String json) {
    byte[] text = utf8(json);
    byte[] line = Arrays.copyOf(crc(text, 0).getBytes(StandardCharsets.US_ASCII), text.length + 10);
    line[8] = ' ';
    System.arraycopy(text, 0, line, 9, text.length);
    line[line.length - 1] = '\n';
    return line;
  }

  static byte[] header() {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("format", "pact-memory journal");
    header.put("version", VERSION);
    return encode(Json.write(header));
  }

  /// The line without its end.
  static Line decode(byte[] line) {
    boolean whole =
        line.length > 9
            && line[8] == ' '
            && crc(line, 9).equals(new String(line, 0, 8, StandardCharsets.US_ASCII));
    if (!whole) {
      return endsTorn(line) ? new Torn() : new Bad();
    }
    String json = new String(line, 9, line.length - 9, StandardCharsets.UTF_8);
    return json.startsWith("{\"format\":") ? readHeader(json) : new OfChange(json);
  }

  private static Line readHeader(String json) {
    try {
      return Json.parse(json) instanceof Map<?, ?> map && map.get("version") instanceof Integer v
          ? new Header(v)
          : new Bad();
    } catch (IllegalArgumentException _) {
      return new Bad(); // The checksum is right, so another program wrote it.
    }
  }

  private static boolean endsTorn(byte[] line) {
    byte[] end = TORN_END.getBytes(StandardCharsets.US_ASCII);
    return line.length >= end.length
        && Arrays.equals(line, line.length - end.length, line.length, end, 0, end.length);
  }

  private static String crc(byte[] bytes, int from) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, bytes.length - from);
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }

  /// Strict: a lone surrogate would come back as another character.
  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("a text with a lone surrogate reached the journal", e);
    }
  }
}
