package dev.pactmemory;

import java.nio.file.Path;
import java.util.Map;

/// What the program must know of the machine it runs on, besides the environment.
///
/// @param os the name of the operating system, as the JDK spells it
/// @param userHome the user's home directory, absolute
/// @param workingDirectory where the process was started, absolute
record Machine(String os, Path userHome, Path workingDirectory) {
  static Machine current(Map<String, String> env) {
    return of(System.getProperty("os.name"), System.getProperty("user.home"), env, Path.of(""));
  }

  /// The home is what `~` means to a shell: where `HOME` says otherwise than the account, `HOME` is
  /// right. Not on Windows, where only shells from elsewhere set it, to paths of their own.
  static Machine of(String os, String accountHome, Map<String, String> env, Path workingDirectory) {
    String home = env.getOrDefault("HOME", "");
    boolean said = home.startsWith("/") && !os.startsWith("Windows");
    return new Machine(
        os, Path.of(said ? home : accountHome).toAbsolutePath(), workingDirectory.toAbsolutePath());
  }

  boolean isWindows() {
    return os.startsWith("Windows");
  }

  boolean isMac() {
    return os.startsWith("Mac");
  }
}
