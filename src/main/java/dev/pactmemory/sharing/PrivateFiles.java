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

  /// A file to be locked, made with its directory if it is not there.
  static FileChannel openForLocking(Path directory, String name) throws IOException {
    Files.createDirectories(directory, only(directory, "rwx------"));
    return FileChannel.open(
        directory.resolve(name),
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        only(directory, "rw-------"));
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
