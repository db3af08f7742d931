package dev.pactmemory.sharing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The place of this process among those that share a home: it stands for election, leads when it
/// is elected, and until then keeps a connection to whoever leads. Safe for many threads.
///
/// Nothing slow is done while the lock is held.
final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final Path home;
  private final Path temporary;
  private final String version;
  private final Waits waits;
  private final Election election;
  private final Supplier<Memories> opener;
  private final Consumer<Changed> news;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Null before [#begin], and after an election that failed.
  @GuardedBy("lock")
  private Election.@Nullable Candidacy candidacy;

  @GuardedBy("lock")
  private @Nullable MemoryException failure;

  /// Elected, but not yet leading.
  @GuardedBy("lock")
  private boolean taking;

  @GuardedBy("lock")
  private @Nullable Led led;

  @GuardedBy("lock")
  private @Nullable Peer peer;

  /// Whether there was a leader, so that news may be missed between it and the next.
  @GuardedBy("lock")
  private boolean joinedBefore;

  @GuardedBy("lock")
  private boolean following;

  @GuardedBy("lock")
  private boolean closed;

  /// Where calls go.
  sealed interface Place {
    record Leading(Memories memories) implements Place {}

    record Following(Peer leader) implements Place {}
  }

  /// @param opener opens what is led; what it gives answers every call, if only by saying why not
  /// @param news told of every change, and of [Changed#ANYTHING] when some may have been missed
  Membership(
      Path home,
      Path temporary,
      String version,
      Waits waits,
      Election election,
      Supplier<Memories> opener,
      Consumer<Changed> news) {
    this.home = home;
    this.temporary = temporary;
    this.version = version;
    this.waits = waits;
    this.election = election;
    this.opener = opener;
    this.news = news;
  }

  /// Joins, if it has not yet; returns at once.
  ///
  /// @throws MemoryException if the home cannot be made or locked; the next call tries again
  void begin() {
    lock.lock();
    try {
      if (closed || candidacy != null) {
        return;
      }
      candidacy = election.stand(this::lead, this::fail);
      failure = null;
      if (!following) {
        following = true;
        Thread.ofVirtual().name("pact-follow").start(this::follow);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Where calls go now; waits for a place.
  ///
  /// @param sinceNanos when the caller began to look for one
  /// @throws MemoryException if the call is over, the program stops, or nobody can be reached
  Place await(Call call, long sinceNanos) {
    lock.lock();
    try {
      while (true) {
        call.check();
        if (closed) {
          throw new MemoryException(MemoryException.Code.CLOSED, "the program is stopping");
        }
        if (led != null) {
          return new Place.Leading(led.memories());
        }
        if (peer != null && peer.takesCalls()) {
          return new Place.Following(peer);
        }
        if (failure != null) {
          throw new MemoryException(
              failure.code(), Objects.toString(failure.getMessage()), failure);
        }
        long left = waits.unreachable().toNanos() - (System.nanoTime() - sinceNanos);
        if (left <= 0 && !taking) {
          throw new MemoryException(
              MemoryException.Code.BUSY,
              "another process holds the memory and cannot be reached; ask again, or end it");
        }
        pause(Math.min(call.remaining().toNanos(), Math.max(left, waits.lookAgain().toNanos())));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits a bounded time until news comes; where it does not come yet, its beginning is told of.
  void awaitNews() {
    Peer leader;
    lock.lock();
    try {
      long left = waits.frozen().toNanos();
      while (!closed && led == null && peer == null && left > 0) {
        left = changed.awaitNanos(left);
      }
      leader = peer;
      joinedBefore |= led == null && peer == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      lock.unlock();
    }
    if (leader != null && !leader.awaitWelcome(waits.frozen())) {
      var _ = leader.welcome().thenRun(() -> news.accept(Changed.ANYTHING));
    }
  }

  boolean leads() {
    lock.lock();
    try {
      return led != null;
    } finally {
      lock.unlock();
    }
  }

  /// Has those who wait for a place look again.
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  @SuppressWarnings("WaitNotInLoop") // Every caller looks at everything again in a loop.
  private void pause(long nanos) {
    try {
      long left = changed.awaitNanos(nanos);
      LOG.trace("{} ns before time", left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemoryException(MemoryException.Code.CANCELLED, "the call was interrupted", e);
    }
  }

  /// On a thread of its own: from one leader to the next, until this process leads or stops.
  private void follow() {
    while (isFollowing()) {
      reach()
          .ifPresent(found -> {
            if (join(found)) {
              found.awaitEnd();
            } else {
              found.close();
            }
          });
      lookAgainLater();
    }
  }

  private boolean isFollowing() {
    lock.lock();
    try {
      return !closed && led == null;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Peer> reach() {
    try {
      Optional<LeaderFile> leader = LeaderFile.find(home);
      return leader.isPresent()
          ? Optional.of(Peer.reach(leader.get(), version, waits, news))
          : Optional.empty();
    } catch (IOException e) {
      LOG.trace("nobody leads at the moment", e);
      return Optional.empty();
    }
  }

  private boolean join(Peer found) {
    boolean again;
    lock.lock();
    try {
      if (closed || taking || led != null) {
        return false;
      }
      peer = found;
      again = joinedBefore;
      joinedBefore = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (again) {
      var _ = found.welcome().thenRun(() -> news.accept(Changed.ANYTHING));
    }
    return true;
  }

  private void lookAgainLater() {
    lock.lock();
    try {
      if (!closed && led == null) {
        pause(waits.lookAgain().toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /// On the election's thread: this process has been elected.
  private void lead() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      taking = true;
    } finally {
      lock.unlock();
    }
    Led begun = null;
    try {
      begun = Led.begin(home, temporary, version, waits, opener.get(), news);
    } catch (RuntimeException e) {
      LOG.error("this process was elected and cannot lead", e);
      fail(new MemoryException(MemoryException.Code.IO_ERROR, "the memory could not be opened", e));
    } finally {
      take(begun);
    }
  }

  private void take(@Nullable Led begun) {
    Peer former;
    boolean again;
    lock.lock();
    try {
      taking = false;
      led = begun;
      former = peer;
      peer = null;
      again = joinedBefore;
      joinedBefore = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (former != null) {
      former.close();
    }
    if (again && begun != null) {
      news.accept(Changed.ANYTHING);
    }
  }

  /// This process cannot be elected now; the next call stands again.
  private void fail(MemoryException reason) {
    Election.Candidacy failed;
    lock.lock();
    try {
      failed = candidacy;
      candidacy = null;
      failure = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (failed != null) {
      failed.close();
    }
  }

  /// Lets the next one lead: answers the followers' calls in flight, closes the memory, then gives
  /// up the lock. May be called twice.
  @Override
  public void close() {
    Led leading;
    Peer leader;
    Election.Candidacy standing;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      changed.signalAll();
      awaitTaking();
      leading = led;
      led = null;
      leader = peer;
      peer = null;
      standing = candidacy;
      candidacy = null;
    } finally {
      lock.unlock();
    }
    if (leader != null) {
      leader.close();
    }
    if (leading != null) {
      leading.close();
    }
    if (standing != null) {
      standing.close();
    }
  }

  /// One about to lead must be told to stop, or it would leave its socket behind.
  @GuardedBy("lock")
  private void awaitTaking() {
    long left = waits.parting().toNanos();
    try {
      while (taking && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
