package dev.pactmemory.sharing;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// One leader at a time: whoever holds a lock of the operating system on a file in the home. A
/// thread waits for it in the kernel, which gives it to the next one as soon as the holder closes
/// it or dies, however it dies. Nothing polls.
final class Election implements AutoCloseable {
  private final FileChannel channel;
  private final Runnable elected;
  private final Thread thread;

  /// @param elected called once, on the election's thread, when this process leads; it leads until
  ///   [#close]
  private Election(FileChannel channel, Runnable elected) {
    this.channel = channel;
    this.elected = elected;
    this.thread = Thread.ofPlatform().daemon().name("pact-election").unstarted(this::run);
  }

  /// Stands for election in the home, made if it is not there.
  static Election in(Path home, Runnable elected) {
    try {
      FileChannel channel = PrivateFiles.openForLocking(home, "leader.lock");
      Election election = new Election(channel, elected);
      election.thread.start();
      return election;
    } catch (IOException e) {
      throw MemoryException.of(e, "the memory could not be locked");
    }
  }

  private void run() {
    try {
      channel.lock();
    } catch (AsynchronousCloseException _) {
      return; // Closed while waiting.
    } catch (ClosedChannelException _) {
      return; // Closed before waiting.
    } catch (IOException e) {
      throw MemoryException.of(e, "the memory could not be locked");
    }
    elected.run();
  }

  /// Gives the lock up, or stops waiting for it. May be called twice.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw MemoryException.of(e, "the lock of the memory could not be released");
    }
  }
}
