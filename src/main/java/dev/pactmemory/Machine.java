package dev.pactmemory;

import java.nio.file.Path;

/// What the program must know of the machine it runs on, besides the environment.
///
/// @param os the name of the operating system, as the JDK spells it
/// @param userHome the user's home directory, absolute
/// @param workingDirectory where the process was started, absolute
record Machine(String os, Path userHome, Path workingDirectory) {
  static Machine current() {
    return new Machine(
        System.getProperty("os.name"),
        Path.of(System.getProperty("user.home")).toAbsolutePath(),
        Path.of("").toAbsolutePath());
  }

  boolean isWindows() {
    return os.startsWith("Windows");
  }

  boolean isMac() {
    return os.startsWith("Mac");
  }
}
