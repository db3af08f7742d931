package dev.pactmemory.project;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks git about one worktree, read-only and for a bounded time. Confined to one thread.
///
/// Nothing of the repository is run: no hook, no file system monitor, no signature check, no fetch
/// of what is missing. No lock is taken and no index written, so that a user's own git never finds
/// one in its way.
final class Git {
  private static final Logger LOG = LoggerFactory.getLogger(Git.class);

  /// A large repository answers in less; a caller waits no longer for a convenience.
  static final Duration PATIENCE = Duration.ofMillis(1_500);

  /// What is printed beyond is not read.
  private static final int MAX_BYTES = 1 << 20;

  private static final int CHUNK_BYTES = 1 << 13;

  private final String program;
  private final Path root;
  private final long deadlineNanos;

  /// @param program `git`, or the path of one
  /// @param root of the worktree
  /// @param patience for all questions together
  Git(String program, Path root, Duration patience) {
    this.program = program;
    this.root = root;
    this.deadlineNanos = System.nanoTime() + patience.toNanos();
  }

  /// What git prints.
  ///
  /// @param inTime whether it was done, and without a failure; else this is what it had said until
  ///   then
  record Printed(String text, boolean inTime) {
    /// Cut at its zero bytes; what is not whole is left out.
    List<String> entries() {
      String whole = text.substring(0, text.lastIndexOf('\0') + 1);
      return whole.isEmpty() ? List.of() : List.of(whole.split("\0"));
    }
  }

  /// What the git of this machine prints, with the patience of a caller who waits for something
  /// else.
  static Printed ask(Path worktree, String... arguments) {
    try (Question question = new Git("git", worktree, PATIENCE).ask(List.of(), arguments)) {
      return question.printed();
    }
  }

  /// A question under way.
  final class Question implements AutoCloseable {
    private final @Nullable Process process;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final @Nullable Thread reader;

    private Question(@Nullable Process process) {
      this.process = process;
      this.reader = process == null ? null : reading(process.getInputStream());
    }

    private Thread reading(InputStream output) {
      return Thread.ofPlatform().daemon().name("pact-git").start(() -> read(output));
    }

    private void read(InputStream output) {
      byte[] chunk = new byte[CHUNK_BYTES];
      try {
        for (int n = output.read(chunk); n >= 0 && size() < MAX_BYTES; n = output.read(chunk)) {
          synchronized (printed) {
            printed.write(chunk, 0, n);
          }
        }
      } catch (IOException e) {
        LOG.debug("git was ended before it had answered", e);
      }
    }

    private int size() {
      synchronized (printed) {
        return printed.size();
      }
    }

    /// Waits for the answer as long as there is time.
    Printed printed() {
      if (process == null || reader == null) {
        return new Printed("", false);
      }
      boolean complete = false;
      try {
        Duration left = Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
        complete =
            reader.join(left)
                && size() < MAX_BYTES
                && process.waitFor(left)
                && process.exitValue() == 0;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
      synchronized (printed) {
        return new Printed(printed.toString(StandardCharsets.UTF_8), complete);
      }
    }

    /// Ends git if it still runs. May be called twice.
    @Override
    public void close() {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  /// Asks without waiting.
  ///
  /// @param input lines for git to read
  Question ask(List<String> input, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--no-optional-locks",
                "--literal-pathspecs",
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "log.showSignature=false"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    environment(builder.environment());
    try {
      Process process = builder.start();
      try (OutputStream to = process.getOutputStream()) {
        for (String line : input) {
          to.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        LOG.debug("git did not read", e);
      }
      return new Question(process);
    } catch (IOException e) {
      LOG.debug("git cannot be asked", e);
      return new Question(null);
    }
  }

  private void environment(Map<String, String> environment) {
    // A hook's variables would point git at another repository.
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    environment.put("GIT_OPTIONAL_LOCKS", "0");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_NO_LAZY_FETCH", "1");
    environment.put("LC_ALL", "C");
    Path parent = root.getParent();
    if (parent != null) {
      // Where this is no repository after all, one around it is not meant.
      environment.put("GIT_CEILING_DIRECTORIES", parent.toString());
    }
  }
}
