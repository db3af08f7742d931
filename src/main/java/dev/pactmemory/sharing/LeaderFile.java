package dev.pactmemory.sharing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who leads a home, as the leader wrote it down: where its socket is, and whom to name when it
/// does not answer. What is written may be out of date: a leader that was killed leaves it behind.
record LeaderFile(Path socket, long pid, String version) {
  private static final String NAME = "leader";

  /// Longer than any path with a number and a version.
  private static final int MAX_BYTES = 8_192;

  /// Stands for a process that could not write down who it is.
  static final long UNKNOWN_PID = 0;

  /// Where to look for the leader: what the home's file says, else the usual socket, if it is
  /// there.
  static Optional<LeaderFile> find(Path home) throws IOException {
    Optional<LeaderFile> written = read(home);
    Path usual = SocketPath.in(home);
    return written.isPresent() || !Files.exists(usual)
        ? written
        : Optional.of(new LeaderFile(usual, UNKNOWN_PID, "unknown"));
  }

  /// What the home's file says; empty where there is none or it cannot be understood.
  ///
  /// @throws IOException if it cannot be read
  static Optional<LeaderFile> read(Path home) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(home.resolve(NAME))) {
      bytes = in.readNBytes(MAX_BYTES);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    Map<String, String> entries =
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split("=", 2))
            .filter(parts -> parts.length == 2)
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, _) -> a));
    String socket = entries.get("socket");
    String pid = entries.get("pid");
    if (socket == null || pid == null || !pid.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new LeaderFile(
              Path.of(socket), Long.parseLong(pid), entries.getOrDefault("version", "unknown")));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// Puts it into the home in one move. Only who leads may.
  void write(Path home) throws IOException {
    Path beside = home.resolve(NAME + ".new");
    PrivateFiles.write(
        beside,
        String.format(Locale.ROOT, "socket=%s\npid=%d\nversion=%s\n", socket, pid, version));
    Files.move(
        beside,
        home.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// Takes it away.
  static void delete(Path home) throws IOException {
    Files.deleteIfExists(home.resolve(NAME));
    Files.deleteIfExists(home.resolve(NAME + ".new"));
  }
}
