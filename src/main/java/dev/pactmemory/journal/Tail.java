package dev.pactmemory.journal;

import dev.pactmemory.json.ChangeJson;
import java.io.IOException;
import java.nio.file.Files;

/// What the last segment holds: where and how the next line goes on.
///
/// @param last the highest number so far
/// @param end the length of the segment, or as much of it as is good
/// @param hasHeader whether the segment says its version
/// @param closing what must be written before a new line can begin
record Tail(long last, long end, boolean hasHeader, String closing) {
  static final Tail NONE = new Tail(0, 0, false, "");

  /// Reads a segment through.
  static Tail of(Segment segment) throws IOException {
    long highest = segment.first() - 1;
    long damagedSince = 0;
    boolean hasHeader = false;
    String closing = "";
    try (LineReader lines = new LineReader(segment.file(), Long.MAX_VALUE)) {
      for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
        closing = lines.ended() ? "" : "\n";
        switch (Line.decode(bytes)) {
          case Line.OfChange(String json) -> {
            highest = Math.max(highest, numberOf(json));
            damagedSince = 0;
          }
          case Line.Header header -> {
            header.refuseNewer();
            hasHeader = true;
          }
          case Line.Bad() when !lines.ended() -> closing = Line.TORN_END + "\n";
          // Was acknowledged perhaps: its number is not given again.
          case Line.Bad() -> damagedSince++;
          case Line.Torn() -> {}
        }
      }
    }
    return new Tail(highest + damagedSince, Files.size(segment.file()), hasHeader, closing);
  }

  private static long numberOf(String json) {
    try {
      return ChangeJson.number(json);
    } catch (IllegalArgumentException _) {
      return 0; // Not a change; told to whoever reads it.
    }
  }
}
