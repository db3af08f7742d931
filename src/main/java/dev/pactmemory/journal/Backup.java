package dev.pactmemory.journal;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/// A journal in one file, from which all the rest of a home can be made again.
///
/// Writing one needs no lock and disturbs nobody: the journal only grows, so what is whole when it
/// is read is a state that was. A change acknowledged before the call is in it; one acknowledged
/// meanwhile may be.
public final class Backup {
  private Backup() {}

  /// What is in one.
  ///
  /// @param memories not counting those deleted
  /// @param flaws damage in the journal that was backed up; it is in the backup as it is
  public record Contents(long changes, int memories, int flaws) {}

  /// Writes the journal of a directory to a file, for its owner only: beside its place first, read
  /// back and compared, then moved there.
  ///
  /// @param replace whether a file already there may be replaced
  /// @param progress told a line now and then
  /// @throws MemoryException if something cannot be read or written; nothing is left behind then
  public static Outcome<Contents> write(
      Path journal, Path file, boolean replace, Disk disk, Consumer<String> progress) {
    Path target = file.toAbsolutePath();
    if (!replace && Files.exists(target)) {
      return exists();
    }
    Path beside = target.resolveSibling(target.getFileName() + ".unfinished");
    try {
      try {
        List<Segment> segments = Segment.all(journal);
        for (Segment segment : segments) {
          segment.checkVersion();
        }
        Files.deleteIfExists(beside);
        disk.open(beside).close();
        Contents written = Archive.write(segments, beside, progress);
        progress.accept("reading it back");
        if (!check(beside, _ -> {}).equals(written)) {
          throw new MemoryException(
              MemoryException.Code.IO_ERROR,
              "the backup does not read back as it was written; try another disk");
        }
        force(beside);
        // Asked again: making it may have taken a while.
        if (!replace && Files.exists(target)) {
          return exists();
        }
        Files.move(
            beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Outcome.done(written);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the backup could not be written");
    }
  }

  private static Outcome<Contents> exists() {
    return Outcome.refused(
        new Problem(
            Problem.Code.INVALID_VALUE,
            "FILE",
            "There is a file of this name already; choose another name or say --force."));
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /// Reads a backup through, without unpacking it.
  ///
  /// @param progress told a line now and then
  /// @throws MemoryException `DAMAGED` if it is not one or not whole, `STORE_TOO_NEW` if a newer
  ///   program wrote it
  public static Contents check(Path file, Consumer<String> progress) {
    try {
      return Archive.read(file, progress);
    } catch (NoSuchFileException e) {
      throw new MemoryException(MemoryException.Code.IO_ERROR, "there is no such file", e);
    } catch (ZipException | EOFException e) {
      throw Archive.damaged(e);
    } catch (IOException e) {
      throw MemoryException.of(e, "the backup could not be read");
    }
  }

  /// Unpacks a backup into a directory that is not there yet; on return it is on the device.
  public static void unpack(Path file, Path directory, Disk disk) {
    try {
      Archive.unpack(file, directory, disk);
    } catch (ZipException | EOFException e) {
      throw Archive.damaged(e);
    } catch (IOException e) {
      throw MemoryException.of(e, "the backup could not be unpacked");
    }
  }

  /// Counts what is in a journal while it is read, line by line.
  static final class Tally {
    private final Set<MemoryId> memories = new HashSet<>();
    private final ChangeReader reader = new ChangeReader(1, this::add);
    private String segment = "";
    private long line;
    private long lines;
    private long changes;

    /// What comes next is from this segment.
    void begin(String name) {
      segment = name;
      line = 0;
    }

    void take(byte[] bytes, boolean ended) {
      line++;
      lines++;
      reader.read(segment, line, bytes, ended);
    }

    /// Of all segments.
    long lines() {
      return lines;
    }

    private void add(Change change) {
      changes++;
      switch (change.effect()) {
        case Change.Put(var memory) -> memories.add(memory.id());
        case Change.Remove(var id, int _) -> memories.remove(id);
        case Change.Track _ -> {}
      }
    }

    Contents contents() {
      return new Contents(changes, memories.size(), reader.flaws().size());
    }
  }
}
