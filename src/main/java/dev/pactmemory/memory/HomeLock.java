package dev.pactmemory.memory;

import dev.pactmemory.journal.Disk;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A home taken by this process: a lock of the operating system on a file in it. The kernel frees
/// it when the process dies, however it dies.
public final class HomeLock implements AutoCloseable {
  private static final Duration RETRY = Duration.ofMillis(50);

  /// Longer than one who writes into a project takes, who may have to open the memory first.
  private static final Duration PROJECT_PATIENCE = Duration.ofMinutes(2);

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes what keeps two processes of one home from writing into projects at the same time. It is
  /// one lock for all projects, as a file may be reached from more than one; nothing of it lies in
  /// them. Others may use the home meanwhile.
  ///
  /// @param home made if it is not there
  /// @throws MemoryException `BUSY` if another process does not come to an end
  public static HomeLock forWritingIntoProjects(Path home) {
    try {
      Disk.real().createDirectories(home);
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory (PACT_MEMORY_HOME) could not be made");
    }
    return take(
        home.resolve("projects.lock"),
        PROJECT_PATIENCE,
        false,
        "another sync is at work and does not end; nothing was changed");
  }

  /// Takes the lock, waiting for another holder at most `patience`.
  ///
  /// @throws MemoryException `BUSY` if it is still held then
  static HomeLock take(Path file, Duration patience) {
    return take(
        file,
        patience,
        false,
        "another process holds the memory of this home; ask again when it has ended");
  }

  /// Takes a lock that many may have at once, or one alone.
  ///
  /// @param busy said if it cannot be had in time
  static HomeLock take(Path file, Duration patience, boolean shared, String busy) {
    FileChannel channel = null;
    HomeLock taken = null;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              ownerOnly());
      long end = System.nanoTime() + patience.toNanos();
      while (tryLock(channel, shared) == null) {
        if (System.nanoTime() >= end) {
          throw new MemoryException(MemoryException.Code.BUSY, busy);
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
      taken = new HomeLock(channel);
      return taken;
    } catch (IOException e) {
      throw MemoryException.of(e, "the memory could not be locked");
    } finally {
      if (taken == null) {
        close(channel);
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException _) {
      return null; // Held within this very process.
    }
  }

  private static void close(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw MemoryException.of(e, "the lock of the memory could not be released");
      }
    }
  }

  /// Lets others have it. May be called twice.
  @Override
  public void close() {
    close(channel);
  }
}
