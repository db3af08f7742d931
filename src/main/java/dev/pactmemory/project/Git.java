package dev.pactmemory.project;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks git about a worktree.
///
/// Without git, or where it cannot answer, there is no answer; where it is slow, only what it said
/// in a second. Safe for many threads.
final class Git {
  private static final Logger LOG = LoggerFactory.getLogger(Git.class);

  /// A large repository answers in less; a caller waits no longer for a convenience.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final int MAX_BYTES = 1 << 20;

  private Git() {}

  /// What git prints.
  ///
  /// @param inTime whether it was done; else this is what it had said until then
  record Printed(String text, boolean inTime) {
    /// Cut at its zero bytes.
    List<String> entries() {
      return List.of(text.split("\0"));
    }
  }

  static Printed ask(Path worktree, String... arguments) {
    List<String> command = new ArrayList<>();
    // A repository may name a program to run for this; a memory runs none of a repository's.
    command.addAll(List.of("git", "--no-optional-locks", "-c", "core.fsmonitor=false"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(worktree.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    // A hook's variables would point git at another repository.
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    Process process = null;
    try {
      process = builder.start();
      process.getOutputStream().close();
      return printed(process.getInputStream());
    } catch (IOException e) {
      LOG.debug("git cannot be asked", e);
      return new Printed("", false);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
    }
  }

  private static Printed printed(InputStream output) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    Thread reader =
        Thread.ofVirtual()
            .name("pact-git")
            .start(() -> {
              try {
                byte[] buffer = new byte[1 << 13];
                for (int n = output.read(buffer);
                    n >= 0 && read.size() < MAX_BYTES;
                    n = output.read(buffer)) {
                  read.write(buffer, 0, n);
                }
              } catch (IOException e) {
                LOG.debug("git was ended before it had answered", e);
              }
            });
    try {
      boolean inTime = reader.join(PATIENCE);
      if (!inTime) {
        LOG.debug("git took longer than {}", PATIENCE);
      }
      return new Printed(read.toString(StandardCharsets.UTF_8), inTime);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for git", e);
    }
  }
}
