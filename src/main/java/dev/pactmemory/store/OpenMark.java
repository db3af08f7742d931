package dev.pactmemory.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;

/// A file beside the database that is there while it is open, and says since which start of the
/// machine. On the device before the database changes, and until all of the database is.
///
/// A process that dies leaves it, and the system writes out what the process had written. If the
/// machine died since, any of the blocks that were not forced may be missing from the database:
/// then the file names another start.
final class OpenMark {
  private static final String NAME = "open";

  private final Path directory;
  private final Path file;
  private final String start;

  /// @param start names this start of the machine; empty if it cannot be told from others
  OpenMark(Path directory, String start) {
    this.directory = directory;
    this.file = file(directory);
    this.start = start;
  }

  static Path file(Path directory) {
    return directory.resolve(NAME);
  }

  boolean isThere() {
    return Files.exists(file);
  }

  /// Whether the mark is there and may be of another start of the machine.
  boolean isOfAnotherStart() throws IOException {
    try {
      String found = Files.readString(file, StandardCharsets.ISO_8859_1);
      return start.isEmpty() || !found.equals(start);
    } catch (NoSuchFileException _) {
      return false;
    }
  }

  /// Returns when the mark of this start is on the device.
  void put() throws IOException {
    if (isThere() && !isOfAnotherStart()) {
      return;
    }
    H2.makeFile(file);
    try (FileChannel channel = open(file)) {
      channel.truncate(0);
      ByteBuffer text = ByteBuffer.wrap(start.getBytes(StandardCharsets.ISO_8859_1));
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
    H2.forceDirectory(directory);
  }

  /// Takes the mark away once the database is on the device.
  void remove(Path database) throws IOException {
    if (Files.exists(database)) {
      try (FileChannel channel = open(database)) {
        channel.force(true);
      }
    }
    if (isThere()) {
      FilePath.get(file.toString()).delete();
    }
  }

  /// As H2 opens its files, so that who watches those sees all that is written here.
  private static FileChannel open(Path file) throws IOException {
    return FilePath.get(file.toString()).open("rw");
  }
}
