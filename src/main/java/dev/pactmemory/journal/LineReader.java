package dev.pactmemory.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Reads a file line by line, up to a limit, without holding more than a line of it.
final class LineReader implements Closeable {
  /// Longer than any change: a memory is a fraction of it. Keeps damage from filling the heap.
  private static final int MAX_LINE_BYTES = 64 << 20;

  private final InputStream input;
  private long left;
  private final byte[] buffer = new byte[1 << 16];
  private int from;
  private int to;
  private boolean ended = true;

  /// @param limit how many bytes to read at most
  LineReader(Path file, long limit) throws IOException {
    this(Files.newInputStream(file), limit);
  }

  /// @param input closed with the reader
  LineReader(InputStream input, long limit) {
    this.input = input;
    this.left = limit;
  }

  /// The next line without its end; null if there is none. Empty for one that is too long.
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    boolean any = false;
    boolean tooLong = false;
    while (from < to || fill()) {
      any = true;
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      tooLong |= line.size() + (end - from) > MAX_LINE_BYTES;
      if (!tooLong) {
        line.write(buffer, from, end - from);
      }
      ended = end < to;
      from = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    }
    if (!any) {
      return null;
    }
    return tooLong ? new byte[0] : line.toByteArray();
  }

  /// Whether the last line had an end.
  boolean ended() {
    return ended;
  }

  private boolean fill() throws IOException {
    int read = left == 0 ? -1 : input.read(buffer, 0, (int) Math.min(buffer.length, left));
    from = 0;
    to = Math.max(read, 0);
    left -= to;
    return to > 0;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
