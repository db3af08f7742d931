package dev.pactmemory.sharing;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The memory of a home, shared by all processes that open it. Safe for many threads.
///
/// A call goes to the memory in this process if it leads, else to the leader. A call that loses its
/// leader is sent again, with the same request id, to whoever leads next, until its time is up.
public final class SharedMemories implements Memories {
  private static final Logger LOG = LoggerFactory.getLogger(SharedMemories.class);

  /// How soon a follower looks again for a leader that is not there yet.
  private static final long LOOK_AGAIN_MS = 20;

  private final Path home;
  private final Path temporary;
  private final String version;
  private final Supplier<Memories> opener;
  private final CopyOnWriteArrayList<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Null until the first call or [#begin].
  @GuardedBy("lock")
  private @Nullable Election election;

  /// What this process leads; null while it follows.
  @GuardedBy("lock")
  private @Nullable Led led;

  @GuardedBy("lock")
  private @Nullable Peer peer;

  private volatile boolean closed;

  private SharedMemories(Path home, Path temporary, String version, Supplier<Memories> opener) {
    this.home = home;
    this.temporary = temporary;
    this.version = version;
    this.opener = opener;
  }

  /// Of those who share the home, made if it is not there. Nothing is done before [#begin] or the
  /// first call.
  ///
  /// @param temporary where the leader's socket goes if the home's path is too long for one
  /// @param version of this program, for messages
  /// @param opener opens the memory itself; called once, on another thread, if this process comes
  ///   to lead. What it gives answers every call, if only by saying why it cannot.
  public static SharedMemories of(
      Path home, Path temporary, String version, Supplier<Memories> opener) {
    return new SharedMemories(home, temporary, version, opener);
  }

  /// Starts to find out who leads, and opens the memory if it is this process; returns at once.
  ///
  /// @throws MemoryException if the home cannot be made or locked; the next call tries again
  public void begin() {
    lock.lock();
    try {
      if (election == null && !closed) {
        election = Election.in(home, this::lead);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Outcome<Saved> save(Draft draft, Call call) {
    return carryOut(new Request.Save(draft), call);
  }

  @Override
  public Outcome<Found> search(SearchQuery query, Call call) {
    return carryOut(new Request.Search(query), call);
  }

  @Override
  public Outcome<Found> searchByFile(FileQuery query, Call call) {
    return carryOut(new Request.SearchByFile(query), call);
  }

  @Override
  public Outcome<Saved> update(Update update, Call call) {
    return carryOut(new Request.Amend(update), call);
  }

  @Override
  public Outcome<Got> get(List<String> refs, OptionalInt revision, Call call) {
    return carryOut(new Request.Get(refs, revision), call);
  }

  @Override
  public Outcome<Found> list(ListQuery query, Call call) {
    return carryOut(new Request.Walk(query), call);
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    return carryOut(new Request.Delete(ref), call);
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    return carryOut(new Request.Track(tracking), call);
  }

  @Override
  public Status status(Call call) {
    return switch (carryOut(new Request.Ask(), call)) {
      case Outcome.Done<Status>(Status status) -> status.as(leads() ? "leader" : "follower");
      case Outcome.Refused<Status>(var problem) ->
          throw new IllegalStateException("status refused: " + problem.code());
    };
  }

  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private <R> Outcome<R> carryOut(Request<R> request, Call call) {
    while (true) {
      call.check();
      if (closed) {
        throw new MemoryException(MemoryException.Code.CLOSED, "the program is stopping");
      }
      begin();
      Optional<Memories> own = own();
      if (own.isPresent()) {
        return request.carryOut(own.get(), call);
      }
      try {
        return peer(call).ask(request, call);
      } catch (PeerLost e) {
        LOG.debug("no leader for the moment", e);
        awaitLeader();
      }
    }
  }

  private boolean leads() {
    return own().isPresent();
  }

  private Optional<Memories> own() {
    lock.lock();
    try {
      return Optional.ofNullable(led).map(Led::memories);
    } finally {
      lock.unlock();
    }
  }

  /// The connection to the leader, made if there is none.
  private Peer peer(Call call) throws PeerLost {
    lock.lock();
    try {
      Peer current = peer;
      if (current != null && !current.isLost()) {
        return current;
      }
    } finally {
      lock.unlock();
    }
    Peer made = connect(call);
    lock.lock();
    try {
      Peer current = peer;
      if (current != null && !current.isLost()) {
        made.close(); // Another call was quicker.
        return current;
      }
      peer = made;
      return made;
    } finally {
      lock.unlock();
    }
  }

  private Peer connect(Call call) throws PeerLost {
    Optional<LeaderFile> leader;
    try {
      leader = LeaderFile.read(home);
    } catch (IOException e) {
      throw MemoryException.of(e, "the memory's leader could not be looked up");
    }
    if (leader.isEmpty()) {
      throw new PeerLost("nobody leads yet", null);
    }
    return Peer.connect(leader.get(), version, this::tell, call);
  }

  @SuppressWarnings("WaitNotInLoop") // The caller's loop looks at everything again.
  private void awaitLeader() {
    lock.lock();
    try {
      if (led == null && !closed) {
        boolean signalled = changed.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
        LOG.trace("waited for a leader: {}", signalled);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemoryException(MemoryException.Code.CANCELLED, "the call was interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /// On the election's thread: this process holds the lock.
  private void lead() {
    if (closed) {
      return;
    }
    Memories memories = opener.get();
    AutoCloseable news = memories.listen(this::tell);
    @Nullable LeaderPort port = null;
    try {
      port = LeaderPort.open(home, temporary, version, memories);
    } catch (IOException | RuntimeException e) {
      LOG.error("this process leads, but others cannot reach it", e);
    }
    Led now = new Led(memories, news, port);
    lock.lock();
    try {
      if (!closed) {
        led = now;
        changed.signalAll();
        return;
      }
    } finally {
      lock.unlock();
    }
    now.close();
  }

  private void tell(Changed change) {
    for (Consumer<Changed> listener : listeners) {
      listener.accept(change);
    }
  }

  /// Lets the next one lead: answers the followers' calls in flight, closes the memory, then gives
  /// up the lock. May be called twice.
  @Override
  public void close() {
    Led leading;
    Peer following;
    Election standing;
    lock.lock();
    try {
      closed = true;
      leading = led;
      led = null;
      following = peer;
      peer = null;
      standing = election;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (following != null) {
      following.close();
    }
    if (leading != null) {
      leading.close();
    }
    if (standing != null) {
      standing.close();
    }
  }

  /// The memory in this process, and those who are told of it.
  private record Led(Memories memories, AutoCloseable news, @Nullable LeaderPort port) {
    void close() {
      if (port != null) {
        port.close();
      }
      memories.close();
      try {
        news.close();
      } catch (Exception e) {
        LOG.debug("a listener did not end", e);
      }
    }
  }
}
