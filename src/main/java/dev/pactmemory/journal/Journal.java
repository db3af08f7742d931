package dev.pactmemory.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.json.ChangeJson;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.MemoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The append-only file of acknowledged changes, in segments of some megabytes that a person can
/// read. Safe for many threads; writes go one at a time. One process: who holds the data directory.
///
/// A line is `crc32c json`; the JSON is a change, or the header that opens a segment and names the
/// version. Nothing is rewritten in place, nothing is written by opening or reading.
///
/// What a reader finds if the process dies, or the power goes, during [#append]:
/// - before the force returned: any part of the new bytes, in any order of blocks. Lines that came
///   through whole count (they were asked for, though not acknowledged). The rest of a line is
///   passed over, and marked by the next append as torn. A line broken before a whole one of the
///   same append cannot be told from damage, and is reported as a [Flaw].
/// - after it: every line.
/// - while a segment is made: no file, an empty one, or one as above. A segment whose header did
///   not come through gets one with the next append.
///
/// When an append fails, the file is cut back to its last good end, and the next append works. If
/// that fails too, it is tried again before the next append.
public final class Journal implements AutoCloseable {
  /// Small enough that opening, which reads the last segment, is quick.
  private static final long SEGMENT_BYTES = 8L << 20;

  private final Path directory;
  private final Disk disk;
  private final long segmentBytes;

  @GuardedBy("this")
  private final List<Segment> segments;

  /// What the last segment held when the last append, or opening, was done.
  @GuardedBy("this")
  private Tail tail;

  /// Of the last segment; null until it is written to.
  @GuardedBy("this")
  private Disk.@Nullable Output output;

  @GuardedBy("this")
  private boolean directoryForced;

  @GuardedBy("this")
  private boolean broken;

  @GuardedBy("this")
  private boolean closed;

  private Journal(Path directory, Disk disk, long segmentBytes, List<Segment> segments, Tail tail) {
    this.directory = directory;
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.segments = segments;
    this.tail = tail;
  }

  /// Opens the journal of a directory, which need not exist yet. Writes nothing.
  ///
  /// @throws MemoryException `STORE_TOO_NEW` if a newer program wrote to it
  public static Journal open(Path directory, Disk disk) {
    return open(directory, disk, SEGMENT_BYTES);
  }

  static Journal open(Path directory, Disk disk, long segmentBytes) {
    try {
      List<Segment> segments = Segment.all(directory);
      for (Segment segment : segments) {
        segment.checkVersion();
      }
      Tail tail = segments.isEmpty() ? Tail.NONE : Tail.of(segments.getLast());
      return new Journal(directory.toAbsolutePath(), disk, segmentBytes, segments, tail);
    } catch (IOException e) {
      throw MemoryException.of(e, "the journal could not be opened");
    }
  }

  /// The number of the last change; 0 for a new journal. Where the last lines are damaged, the
  /// number that the last of them had.
  public synchronized long lastNumber() {
    return tail.last();
  }

  /// How large it is on disk.
  public record Extent(int segments, long bytes) {}

  public Extent extent() {
    List<Segment> all;
    synchronized (this) {
      all = List.copyOf(segments);
    }
    try {
      long bytes = 0;
      for (Segment segment : all) {
        bytes += Files.size(segment.file());
      }
      return new Extent(all.size(), bytes);
    } catch (IOException e) {
      throw MemoryException.of(e, "the journal could not be read");
    }
  }

  /// The number for the next change.
  public synchronized long nextNumber() {
    return tail.last() + 1;
  }

  /// Writes the changes and forces them to the device, all together; on return they survive. On
  /// failure none of them is there.
  ///
  /// @param changes with ascending numbers from [#nextNumber] on; a first one above it leaves a
  ///   gap, for a store that is ahead of a journal which was damaged
  /// @throws MemoryException `DISK_FULL`, `READ_ONLY`, `IO_ERROR`, or `CLOSED`
  public synchronized void append(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    if (closed) {
      throw new MemoryException(MemoryException.Code.CLOSED, "the journal is closed");
    }
    if (broken) {
      mend();
    }
    byte[] lines = encode(changes);
    try {
      write(changes, lines);
    } catch (IOException e) {
      undo(e);
      throw MemoryException.of(e, "the change could not be written");
    }
  }

  /// Gives the changes from `number` on, in order, to `reader`; those that are acknowledged while
  /// it reads are left out.
  ///
  /// @return the damage that was passed over, in the segments read
  public List<Flaw> readFrom(long number, Consumer<Change> reader) {
    List<Segment> toRead;
    long end;
    synchronized (this) {
      toRead = List.copyOf(segments);
      end = tail.end();
    }
    ChangeReader reading = new ChangeReader(number, reader);
    try {
      for (int i = 0; i < toRead.size(); i++) {
        boolean isLast = i == toRead.size() - 1;
        if (isLast || toRead.get(i + 1).first() > number) {
          reading.read(toRead.get(i), isLast ? end : Long.MAX_VALUE);
        }
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the journal could not be read");
    }
    return reading.flaws();
  }

  /// Whether every change up to `number` is here and whole: whether a store at that position can be
  /// made anew. Reads everything.
  public boolean isWholeTo(long number) {
    long[] count = {0};
    var _ =
        readFrom(
            1,
            change -> {
              if (change.number() <= number) {
                count[0]++;
              }
            });
    return count[0] >= number;
  }

  /// Copies damaged lines to files beside the segments, `damaged-` with the segment's name and the
  /// line's number, so that they can be looked at later. A line copied before is not copied again.
  ///
  /// @return those that had not been copied
  public List<Flaw> copyAside(List<Flaw> flaws) {
    List<Flaw> copied = new ArrayList<>();
    try {
      for (Flaw flaw : flaws) {
        if (flaw.line() > 0 && copyAside(flaw)) {
          copied.add(flaw);
        }
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "a damaged line of the journal could not be copied");
    }
    return copied;
  }

  private boolean copyAside(Flaw flaw) throws IOException {
    Path copy = directory.resolve("damaged-" + flaw.segment() + "-" + flaw.line());
    if (Files.exists(copy)) {
      return false;
    }
    try (LineReader lines = new LineReader(directory.resolve(flaw.segment()), Long.MAX_VALUE)) {
      byte[] line = new byte[0];
      for (long i = 0; i < flaw.line() && line != null; i++) {
        line = lines.next();
      }
      if (line == null) {
        return false;
      }
      try (Disk.Output file = disk.open(copy)) {
        file.write(ByteBuffer.wrap(line), 0);
        file.force();
      }
    }
    return true;
  }

  /// Releases the file. Everything appended is on the device already. May be called twice.
  @Override
  public synchronized void close() {
    closed = true;
    try {
      closeOutput();
    } catch (IOException e) {
      throw MemoryException.of(e, "the journal could not be closed");
    }
  }

  private byte[] encode(List<Change> changes) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long last = lastNumber();
    for (Change change : changes) {
      if (change.number() <= last) {
        throw new IllegalStateException("change " + change.number() + " after " + last);
      }
      last = change.number();
      lines.writeBytes(Line.encode(ChangeJson.write(change)));
    }
    return lines.toByteArray();
  }

  @GuardedBy("this")
  private void write(List<Change> changes, byte[] lines) throws IOException {
    boolean full =
        segments.isEmpty()
            // A segment that holds nothing whole keeps its name, which the new one would get.
            || (tail.end() >= segmentBytes && tail.last() >= segments.getLast().first());
    if (full) {
      roll(changes.getFirst().number());
    }
    if (output == null) {
      output = disk.open(segments.getLast().file());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(lines.length + 128);
    bytes.writeBytes(tail.closing().getBytes(StandardCharsets.US_ASCII));
    if (!tail.hasHeader()) {
      bytes.writeBytes(Line.header());
    }
    bytes.writeBytes(lines);
    output.write(ByteBuffer.wrap(bytes.toByteArray()), tail.end());
    output.force();
    if (!directoryForced) {
      disk.forceDirectory(directory);
      disk.forceDirectory(directory.resolve(".."));
      directoryForced = true;
    }
    tail = new Tail(changes.getLast().number(), tail.end() + bytes.size(), true, "");
  }

  @GuardedBy("this")
  private void roll(long first) throws IOException {
    disk.createDirectories(directory);
    Segment next = Segment.in(directory, first);
    Disk.Output opened = disk.open(next.file());
    directoryForced = false;
    closeOutput();
    output = opened;
    segments.add(next);
    tail = new Tail(tail.last(), 0, false, "");
  }

  /// Undoes what could not be undone when it failed.
  @GuardedBy("this")
  private void mend() {
    IOException failure = new IOException("a failed change is still in the journal");
    broken = false;
    undo(failure);
    if (broken) {
      throw MemoryException.of(
          failure.getSuppressed()[0] instanceof IOException cause ? cause : failure,
          "the change could not be written after one that failed");
    }
  }

  /// Forced too: what the device holds is known again only when that succeeds.
  @GuardedBy("this")
  private void undo(IOException failure) {
    if (output == null) {
      return; // Nothing was written.
    }
    try {
      output.truncate(tail.end());
      output.force();
    } catch (IOException e) {
      broken = true;
      failure.addSuppressed(e);
    }
  }

  @GuardedBy("this")
  private void closeOutput() throws IOException {
    Disk.Output closing = output;
    output = null;
    if (closing != null) {
      closing.close();
    }
  }
}
