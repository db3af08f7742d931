package dev.pactmemory.sharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a leader puts its socket: in the home, or in a directory of its own below the temporary
/// directory where the home's path is too long for a socket.
final class SocketPath {
  /// `sun_path` holds 104 bytes on macOS and 108 on Linux, with the closing zero.
  private static final int MAX_BYTES = 103;

  private static final String NAME = "leader.sock";

  private SocketPath() {}

  /// A path short enough; its directory exists and is the owner's alone.
  static Path in(Path home, Path temporary) throws IOException {
    Path inHome = home.resolve(NAME);
    if (fits(inHome)) {
      return inHome;
    }
    Path directory =
        Files.createTempDirectory(temporary, "pact-", PrivateFiles.only(temporary, "rwx------"));
    return directory.resolve(NAME);
  }

  /// Takes away the socket, and the directory that was made for it.
  static void delete(Path socket, Path home) throws IOException {
    Files.deleteIfExists(socket);
    Path directory = socket.getParent();
    if (directory != null && !directory.equals(home)) {
      Files.deleteIfExists(directory);
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }
}
