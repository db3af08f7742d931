package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Makes and looks at the directories a server works in.
final class Directories {
  private Directories() {}

  /// A git repository with one commit that holds these files.
  static Path repository(Path directory, String... files) {
    for (String file : files) {
      write(directory.resolve(file), "first\n");
    }
    make(directory);
    run(directory, "git", "init", "-q", "-b", "main");
    run(directory, "git", "add", "-A");
    run(
        directory,
        "git",
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "First");
    return directory;
  }

  static Path make(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Every file below a directory, relative to it, in order.
  static List<String> files(Path directory) {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(file -> !Files.isDirectory(file))
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path path) {
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path each : walk.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs a program to its good end.
  static void run(Path directory, String... command) {
    assertThat(runs(directory, command)).as(Arrays.toString(command)).isTrue();
  }

  /// Whether a program is there, may run, and ends well.
  static boolean runs(Path directory, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
