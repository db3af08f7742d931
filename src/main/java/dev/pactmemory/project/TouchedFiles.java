package dev.pactmemory.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The files that were changed since the session began, as git sees them: changed or new in the
/// worktree, or committed meanwhile, and written since. Nobody has to report them.
///
/// Without git, without a repository, or where git is slow there are none. Safe for many threads.
public final class TouchedFiles {
  /// Beyond this a session generated files rather than worked on them.
  private static final int MAX_FILES = 500;

  private final InstantSource clock;
  private final Map<String, Instant> forgotten = new ConcurrentHashMap<>();
  private volatile Instant since;

  /// The session begins now.
  public TouchedFiles(InstantSource clock) {
    this.clock = clock;
    this.since = clock.instant();
  }

  /// The files touched in this workspace, comparable, in git's order; at most some hundreds.
  public List<String> in(Workspace workspace) {
    if (workspace.roots().isEmpty()) {
      return List.of();
    }
    Path root = workspace.roots().getFirst();
    if (!Files.exists(root.resolve(".git"))) {
      return List.of();
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String entry :
        git(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all")) {
      if (entry.length() > 3) {
        seen.add(entry.substring(3));
      }
    }
    seen.addAll(
        git(root, "log", "--since=" + since, "--name-only", "-z", "--no-renames", "--format="));
    FilePaths paths = workspace.paths();
    return seen.stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .filter(name -> isTouched(root, name, paths.comparable(name)))
        .map(paths::comparable)
        .distinct()
        .limit(MAX_FILES)
        .toList();
  }

  /// These count again only when they are written again.
  public void forget(List<String> paths) {
    Instant now = clock.instant();
    paths.forEach(path -> forgotten.put(path, now));
  }

  /// None counts until it is written again.
  public void forgetAll() {
    since = clock.instant();
    forgotten.clear();
  }

  private boolean isTouched(Path root, String name, String path) {
    try {
      Instant written = Files.getLastModifiedTime(root.resolve(name)).toInstant();
      Instant after = forgotten.getOrDefault(path, since);
      return !written.isBefore(after.isAfter(since) ? after : since);
    } catch (IOException | InvalidPathException _) {
      return false; // Gone, or named as this system cannot.
    }
  }

  /// What git prints, cut at its zero bytes; nothing if it cannot, or takes too long.
  private static List<String> git(Path root, String... arguments) {
    Git.Printed printed = Git.ask(root, arguments);
    return printed.inTime() ? printed.entries() : List.of();
  }
}
