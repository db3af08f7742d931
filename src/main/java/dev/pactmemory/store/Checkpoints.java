package dev.pactmemory.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what was committed into the database's file, between transactions, soon after one has
/// ended. Safe for many threads.
///
/// H2 has a thread of its own for that, which is switched off: it takes up the tables one after
/// another while transactions go on, so that what one of them changes may be in some tables of the
/// file and not in others (h2database issue 2080). A process killed then would leave a position
/// without the memory it stands for, and no replay would bring that back.
final class Checkpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /// What is not written is replayed from the journal if the process is killed: seldom enough that
  /// a table changed again and again is written once, often enough that a replay is short.
  private static final Duration AFTER = Duration.ofMillis(500);

  /// Of each piece of the file, in percent, that must still be in use for it to stay as it is.
  private static final int FILL_RATE = 30;

  /// So many bytes at most are moved out of sparse pieces at a time; a transaction waits for it.
  private static final int MOVED_BYTES = 256 << 10;

  private final MVStore file;
  private final Semaphore writing;
  private final AtomicBoolean due = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("pact-checkpoint").factory());

  /// @param writing held by who writes a transaction
  Checkpoints(MVStore file, Semaphore writing) {
    this.file = file;
    this.writing = writing;
  }

  /// Switches H2's own thread off.
  static void stopThreadOf(MVStore file) {
    if (file.getAutoCommitDelay() > 0) {
      file.setAutoCommitDelay(0); // Waits for the thread's end; would write at each commit.
      file.setAutoCommitDelay(-1);
    }
  }

  /// A transaction has ended; called while `writing` is still held.
  void ended() {
    if (due.compareAndSet(false, true)) {
      var _ = thread.schedule(this::write, AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void write() {
    writing.acquireUninterruptibly();
    try {
      due.set(false);
      if (!file.isClosed()) {
        file.commit();
        file.compact(FILL_RATE, MOVED_BYTES);
      }
    } catch (RuntimeException e) {
      // The database closes itself then, which whoever uses it next is told.
      LOG.warn("the store could not be written", e);
    } finally {
      writing.release();
    }
  }

  /// Writes no more; does not wait. What was not written is, when the database is closed.
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
