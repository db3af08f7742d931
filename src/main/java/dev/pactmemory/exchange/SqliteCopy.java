package dev.pactmemory.exchange;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/// A copy of a SQLite file, with what its write-ahead log holds, in a directory for its owner only.
/// The file itself is never opened by SQLite, which would write beside it; and a copy may be
/// mended.
final class SqliteCopy implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final int HEADER_BYTES = 100;

  private final Path directory;
  private final Path file;
  private final long missingBytes;

  private SqliteCopy(Path directory, Path file, long missingBytes) {
    this.directory = directory;
    this.file = file;
    this.missingBytes = missingBytes;
  }

  /// @param cache where the copy is made
  /// @throws Source.Unreadable if the file is written to all the while
  static SqliteCopy of(Path original, Path cache) throws IOException {
    Files.createDirectories(cache);
    Path directory = Files.createTempDirectory(cache, "import-");
    try {
      Path file = directory.resolve("copy.db");
      for (int attempt = 1; !copied(original, file); attempt++) {
        if (attempt == ATTEMPTS) {
          throw new Source.Unreadable(
              "the file is being written to; end the program that does, and import again");
        }
      }
      return new SqliteCopy(directory, file, completed(file));
    } catch (IOException e) {
      delete(directory);
      throw e;
    }
  }

  Path file() {
    return file;
  }

  /// How many bytes the file lacks by what its header says.
  long missingBytes() {
    return missingBytes;
  }

  /// Whether nothing was written to the file while it was copied.
  private static boolean copied(Path original, Path file) throws IOException {
    Path log = beside(original, "-wal");
    String before = state(original) + state(log);
    delete(file);
    delete(beside(file, "-wal"));
    Files.copy(original, file);
    if (Files.exists(log)) {
      Files.copy(log, beside(file, "-wal"));
    }
    return before.equals(state(original) + state(log));
  }

  private static String state(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "-";
    }
    FileTime time = Files.getLastModifiedTime(file);
    return Files.size(file) + "@" + time + ";";
  }

  private static Path beside(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  /// Fills a file that was cut off with empty pages. Without them SQLite refuses all of it; with
  /// them it reads what is there and refuses what is not.
  private static long completed(Path file) throws IOException {
    try (RandomAccessFile pages = new RandomAccessFile(file.toFile(), "rw")) {
      if (pages.length() < HEADER_BYTES || Files.exists(beside(file, "-wal"))) {
        return 0;
      }
      pages.seek(16);
      int stated = pages.readUnsignedShort();
      long pageSize = stated == 1 ? 65_536 : stated;
      pages.seek(28);
      long expected = (pages.readInt() & 0xffff_ffffL) * pageSize;
      long missing = expected - pages.length();
      // A header that is damaged itself may say anything.
      if (pageSize < 512 || missing <= 0 || missing > Math.max(pages.length() * 100, 1L << 30)) {
        return 0;
      }
      // Half a page would be read as rows of nothing.
      pages.setLength(pages.length() / pageSize * pageSize);
      pages.setLength(expected);
      return missing;
    }
  }

  private static void delete(Path fileOrDirectory) throws IOException {
    if (Files.isDirectory(fileOrDirectory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(fileOrDirectory)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(fileOrDirectory);
  }

  @Override
  public void close() throws IOException {
    delete(directory);
  }
}
