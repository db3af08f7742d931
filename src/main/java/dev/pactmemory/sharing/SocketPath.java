package dev.pactmemory.sharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/// Where a leader puts its socket: in the home, or in a directory of its own below the temporary
/// directory where the home's path is too long for a socket or others may enter the home.
final class SocketPath {
  /// `sun_path` holds 104 bytes on macOS and 108 on Linux, with the closing zero.
  private static final int MAX_BYTES = 103;

  private static final String NAME = "leader.sock";
  private static final String PREFIX = "pact-";

  private SocketPath() {}

  /// The path in the home.
  static Path in(Path home) {
    return home.resolve(NAME);
  }

  /// A path short enough; its directory exists and is the owner's alone.
  static Path in(Path home, Path temporary) throws IOException {
    return fits(in(home)) && isOwnersAlone(home) ? in(home) : below(temporary);
  }

  /// A path in a new directory of its own.
  static Path below(Path temporary) throws IOException {
    return Files.createTempDirectory(temporary, PREFIX, PrivateFiles.only(temporary, "rwx------"))
        .resolve(NAME);
  }

  /// The path of the socket in a directory that was made for one.
  static Path inOwnDirectory(Path directory) {
    return directory.resolve(NAME);
  }

  /// Whether the directory looks like one that was made for a socket by this user.
  static boolean isOwn(Path directory) {
    return Objects.toString(directory.getFileName(), "").startsWith(PREFIX)
        && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
        && Files.isReadable(directory);
  }

  /// Takes away the socket, and the directory that was made for it. What is no socket of ours is
  /// left alone, whatever a file says.
  static void delete(Path socket, Path home) throws IOException {
    if (!socket.endsWith(NAME) || Files.isRegularFile(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path directory = socket.getParent();
    if (directory == null) {
      return;
    }
    if (directory.equals(home)) {
      Files.deleteIfExists(socket);
    } else if (Objects.toString(directory.getFileName(), "").startsWith(PREFIX)) {
      Files.deleteIfExists(socket);
      deleteIfEmpty(directory);
    }
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException _) {
      // Then it is not ours.
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  private static boolean isOwnersAlone(Path directory) throws IOException {
    if (!PrivateFiles.isPosix(directory)) {
      return true;
    }
    Set<PosixFilePermission> others =
        EnumSet.of(PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
    others.retainAll(Files.readAttributes(directory, PosixFileAttributes.class).permissions());
    return others.isEmpty();
  }
}
