package dev.pactmemory.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads where a repository has its roots from what git leaves on disk (gitrepository-layout(5)).
/// No git is run: it need not be installed, and cannot be slow.
///
/// @param worktree the directory whose files are worked on
/// @param mainRoot the directory the repository was made in; the same as `worktree` but in a linked
///   worktree
record GitLayout(Path worktree, Path mainRoot) {
  /// Longer than any of the one-line files git writes.
  private static final int MAX_BYTES = 1 << 16;

  private static final String GIT = ".git";

  /// The layout around a directory, found from its nearest ancestor with a `.git`.
  ///
  /// @param start a real path
  /// @param stop an ancestor whose own `.git` does not count
  static Optional<GitLayout> around(Path start, Path stop) {
    for (Path directory = start; directory != null; directory = directory.getParent()) {
      Path git = directory.resolve(GIT);
      if (!directory.equals(stop) && (isRepository(git) || Files.isRegularFile(git))) {
        return Optional.of(new GitLayout(directory, mainRoot(directory, git)));
      }
    }
    return Optional.empty();
  }

  /// As git has it: a directory without a head is no repository.
  private static boolean isRepository(Path git) {
    return Files.exists(git.resolve("HEAD"));
  }

  /// Where git keeps what belongs to this worktree alone.
  static Optional<Path> repository(Path worktree) {
    Path git = worktree.resolve(GIT);
    try {
      return Optional.of(
          Files.isDirectory(git) ? git : worktree.resolve(line(git, "gitdir: ")).normalize());
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// What cannot be read or does not fit together leaves a directory to be its own root; so do
  /// submodules, whose `.git` names a repository with no other root.
  private static Path mainRoot(Path directory, Path git) {
    if (Files.isDirectory(git)) {
      return directory;
    }
    try {
      Path own = directory.resolve(line(git, "gitdir: ")).toRealPath();
      Path common = own.resolve(line(own.resolve("commondir"), "")).toRealPath();
      // The repository has to know the worktree too: a file alone opens no one's memory.
      Path back = own.resolve(line(own.resolve("gitdir"), ""));
      return Files.isSameFile(back, git) ? rootOf(common) : directory;
    } catch (IOException | InvalidPathException _) {
      return directory;
    }
  }

  /// The directory a repository's files belong to; the repository itself if it has none.
  private static Path rootOf(Path common) throws IOException {
    if (common.endsWith(GIT) && common.getParent() != null) {
      return common.getParent();
    }
    // A submodule's repository says where its files are.
    for (String line : text(common.resolve("config")).lines().toList()) {
      String[] setting = line.split("=", 2);
      if (setting.length == 2 && setting[0].strip().equalsIgnoreCase("worktree")) {
        return common.resolve(setting[1].strip()).toRealPath();
      }
    }
    return common;
  }

  private static String line(Path file, String prefix) throws IOException {
    String line = text(file).strip();
    if (line.isEmpty() || line.contains("\n") || !line.startsWith(prefix)) {
      throw new IOException("not what git writes");
    }
    return line.substring(prefix.length());
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
  }
}
