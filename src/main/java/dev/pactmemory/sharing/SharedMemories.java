package dev.pactmemory.sharing;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final CopyOnWriteArrayList<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
  private final Membership membership;

  SharedMemories(
      Path home,
      Path temporary,
      String version,
      Waits waits,
      Election election,
      Supplier<Memories> opener) {
    this.membership = new Membership(home, temporary, version, waits, election, opener, this::tell);
  }

  /// Of those who share the home, made if it is not there. Nothing is done before [#begin] or the
  /// first call.
  ///
  /// @param temporary where the leader's socket goes if the home's path is too long for one
  /// @param version of this program, for messages
  /// @param opener opens the memory itself; called on another thread, if this process comes to
  ///   lead. What it gives answers every call, if only by saying why it cannot.
  public static SharedMemories of(
      Path home, Path temporary, String version, Supplier<Memories> opener) {
    return new SharedMemories(home, temporary, version, Waits.REAL, new LockElection(home), opener);
  }

  /// Looks from outside at who leads a home, and whether it can be reached. Not in a process that
  /// shares the home itself.
  ///
  /// @param fix whether to delete sockets that leaders who were killed left behind
  public static List<Finding> examine(Path home, Path temporary, String version, boolean fix) {
    return new Neighbours(home, temporary, version, Waits.REAL, fix).examine();
  }

  /// Starts to find out who leads, and opens the memory if it is this process; returns at once.
  ///
  /// @throws MemoryException if the home cannot be made or locked; the next call tries again
  public void begin() {
    membership.begin();
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
  public Outcome<Page<OpenTask>> tasks(ListQuery query, Call call) {
    return carryOut(new Request.Tasks(query), call);
  }

  @Override
  public Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call) {
    return carryOut(new Request.Decisions(query), call);
  }

  @Override
  public Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call) {
    return carryOut(new Request.Entities(query), call);
  }

  @Override
  public Outcome<History> history(String ref, Call call) {
    return carryOut(new Request.Recount(ref), call);
  }

  @Override
  public Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call) {
    return carryOut(new Request.Restore(ref, session), call);
  }

  @Override
  public Outcome<Offer.Result> offer(Offer offer, Call call) {
    return carryOut(new Request.TakeIn(offer), call);
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    return carryOut(new Request.Delete(ref), call);
  }

  @Override
  public Outcome<Names> names(NamesQuery query, Call call) {
    return carryOut(new Request.Name(query), call);
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    return carryOut(new Request.Track(tracking), call);
  }

  @Override
  public Status status(Call call) {
    return switch (carryOut(new Request.Ask(), call)) {
      case Outcome.Done<Status>(Status status) ->
          status.as(membership.leads() ? "leader" : "follower");
      case Outcome.Refused<Status>(var problem) ->
          throw new IllegalStateException("status refused: " + problem.code());
    };
  }

  @Override
  public List<Finding> examine(Call call) {
    return switch (carryOut(new Request.Examine(), call)) {
      case Outcome.Done<List<Finding>>(List<Finding> findings) -> findings;
      case Outcome.Refused<List<Finding>>(var problem) ->
          throw new IllegalStateException("an examination refused: " + problem.code());
    };
  }

  /// Waits a bounded time for a leader, so that what is acknowledged by others from then on is
  /// told. Without one the listener is told of [Changed#ANYTHING] when there is.
  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    listeners.add(listener);
    try {
      membership.begin();
      membership.awaitNews();
    } catch (MemoryException e) {
      // Whoever calls is told; a listener has nothing to be told of.
      LOG.debug("no news for the moment", e);
    }
    return () -> listeners.remove(listener);
  }

  private <R> Outcome<R> carryOut(Request<R> request, Call call) {
    call.onCancel(membership::wake);
    long lookingSince = System.nanoTime();
    while (true) {
      membership.begin();
      switch (membership.await(call, lookingSince)) {
        case Membership.Place.Leading(Memories memories) -> {
          return request.carryOut(memories, call);
        }
        case Membership.Place.Following(Peer leader) -> {
          try {
            return leader.ask(request, call);
          } catch (PeerLost e) {
            LOG.debug("the call goes to the next leader", e);
            if (leader.wasWelcomed()) {
              lookingSince = System.nanoTime();
            }
          }
        }
      }
    }
  }

  private void tell(Changed change) {
    for (Consumer<Changed> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed", e);
      }
    }
  }

  /// Lets the next one lead: answers the followers' calls in flight, closes the memory, then gives
  /// up the lock. May be called twice.
  @Override
  public void close() {
    membership.close();
  }
}
