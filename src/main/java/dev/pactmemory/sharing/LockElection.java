package dev.pactmemory.sharing;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// The leader is whoever holds a lock of the operating system on a file in the home. A thread waits
/// for it in the kernel, which gives it to the next one as soon as the holder closes it or dies,
/// however it dies. Nothing polls.
///
/// On POSIX systems a process loses the lock when it closes any channel of that file: nothing else
/// opens it.
final class LockElection implements Election {
  static final String FILE = "leader.lock";

  private final Path home;

  /// @param home made by the first who stands
  LockElection(Path home) {
    this.home = home;
  }

  @Override
  public Candidacy stand(Runnable elected, Consumer<MemoryException> failed) {
    FileChannel channel = open();
    Thread.ofPlatform()
        .daemon()
        .name("pact-election")
        .start(() -> {
          if (isLocked(channel, failed)) {
            elected.run();
          }
        });
    return () -> close(channel);
  }

  private FileChannel open() {
    try {
      PrivateFiles.makeDirectory(home);
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory (PACT_MEMORY_HOME) could not be made");
    }
    try {
      return PrivateFiles.openForLocking(home.resolve(FILE));
    } catch (IOException e) {
      throw MemoryException.of(e, "the memory could not be locked");
    }
  }

  /// Waits for the lock; false if there is none to be had.
  private static boolean isLocked(FileChannel channel, Consumer<MemoryException> failed) {
    try {
      return channel.lock().isValid();
    } catch (AsynchronousCloseException _) {
      return false; // Closed while waiting.
    } catch (ClosedChannelException _) {
      return false; // Closed before waiting.
    } catch (IOException e) {
      close(channel);
      failed.accept(MemoryException.of(e, "the memory could not be locked"));
    } catch (OverlappingFileLockException e) {
      // Closing the channel would take the lock from whoever holds it.
      failed.accept(
          new MemoryException(
              MemoryException.Code.BUSY, "this process has opened the memory already", e));
    }
    return false;
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw MemoryException.of(e, "the lock of the memory could not be released");
    }
  }
}
