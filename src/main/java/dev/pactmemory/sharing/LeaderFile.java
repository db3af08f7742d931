package dev.pactmemory.sharing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

  /// What the home's file says; empty where there is none or it cannot be understood.
  static Optional<LeaderFile> read(Path home) throws IOException {
    Map<String, String> entries;
    try {
      entries =
          Files.readAllLines(home.resolve(NAME), StandardCharsets.UTF_8).stream()
              .map(line -> line.split("=", 2))
              .filter(parts -> parts.length == 2)
              .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (a, _) -> a));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    String socket = entries.get("socket");
    String pid = entries.get("pid");
    if (socket == null || pid == null || !pid.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return Optional.of(
        new LeaderFile(
            Path.of(socket), Long.parseLong(pid), entries.getOrDefault("version", "unknown")));
  }

  /// Puts it into the home in one move.
  void write(Path home) throws IOException {
    Path beside = home.resolve(NAME + "." + pid + ".new");
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
  }
}
