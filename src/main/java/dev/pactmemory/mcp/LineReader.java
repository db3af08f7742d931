package dev.pactmemory.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Cuts a stream into lines and never holds more than the limit of one: the rest of a longer line
/// is read and dropped up to its end. One thread at a time.
final class LineReader {
  /// One line without its end.
  static final class Line {
    private final byte[] bytes;
    private final boolean tooLong;

    Line(byte[] bytes, boolean tooLong) {
      this.bytes = bytes;
      this.tooLong = tooLong;
    }

    /// Its own; empty if the line was too long.
    byte[] bytes() {
      return bytes;
    }

    boolean tooLong() {
      return tooLong;
    }
  }

  private final InputStream in;
  private final int maxBytes;
  private final byte[] chunk = new byte[1 << 16];
  private int position;
  private int end;

  LineReader(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /// The next line; null at the end of input. What follows the last newline counts as a line.
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    boolean tooLong = false;
    boolean started = false;
    while (true) {
      if (position == end) {
        position = 0;
        end = Math.max(0, in.read(chunk));
        if (end == 0) {
          return started ? new Line(line.toByteArray(), tooLong) : null;
        }
      }
      started = true;
      int newline = indexOfNewline();
      int stop = newline < 0 ? end : newline;
      if (line.size() + (stop - position) > maxBytes) {
        tooLong = true;
        line = new ByteArrayOutputStream();
      }
      if (!tooLong) {
        line.write(chunk, position, stop - position);
      }
      position = newline < 0 ? end : newline + 1;
      if (newline >= 0) {
        return new Line(line.toByteArray(), tooLong);
      }
    }
  }

  private int indexOfNewline() {
    for (int i = position; i < end; i++) {
      if (chunk[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
