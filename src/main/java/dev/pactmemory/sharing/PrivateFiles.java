package dev.pactmemory.sharing;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files that are the owner's alone where the file system can say so.
final class PrivateFiles {
  private PrivateFiles() {}

  /// Makes a directory, and those above it, if it is not there.
  static void makeDirectory(Path directory) throws IOException {
    Files.createDirectories(directory, only(directory, "rwx------"));
  }

  /// A file to be locked, made if it is not there.
  static FileChannel openForLocking(Path file) throws IOException {
    return FileChannel.open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), only(file, "rw-------"));
  }

  /// Writes a text that is not there yet, or replaces one.
  static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, only(file, "rw-------"));
    Files.writeString(file, text);
  }

  /// What makes a new file or directory the owner's alone.
  static FileAttribute<?>[] only(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
