package dev.pactmemory.project;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files that were changed since the session began, as git sees them: changed or new in the
/// worktree, or committed meanwhile, and written since. Nobody has to report them.
///
/// Without git, without a repository, or where git is slow there are none. Safe for many threads.
public final class TouchedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(TouchedFiles.class);

  /// A large repository answers in less; a caller waits no longer for a convenience.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// Beyond this a session generated files rather than worked on them.
  private static final int MAX_FILES = 500;

  private static final int MAX_BYTES = 1 << 20;

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
    List<String> command = new ArrayList<>();
    // A repository may name a program to run for this; a memory runs none of a repository's.
    command.addAll(List.of("git", "--no-optional-locks", "-c", "core.fsmonitor=false"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // A hook's variables would point git at another repository.
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process = null;
    try {
      process = builder.start();
      process.getOutputStream().close();
      String printed = printed(process.getInputStream());
      return List.of(printed.split("\0"));
    } catch (IOException e) {
      LOG.debug("git cannot be asked", e);
      return List.of();
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static String printed(InputStream output) throws IOException {
    AtomicReference<String> printed = new AtomicReference<>("");
    Thread reader =
        Thread.ofVirtual()
            .name("pact-git")
            .start(() -> {
              try {
                printed.set(new String(output.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
              } catch (IOException e) {
                LOG.debug("git was ended before it had answered", e);
              }
            });
    try {
      if (!reader.join(PATIENCE)) {
        throw new IOException("git took longer than " + PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for git", e);
    }
    return printed.get();
  }
}
