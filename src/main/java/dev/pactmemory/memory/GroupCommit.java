package dev.pactmemory.memory;

import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.store.MemoryStore;
import dev.pactmemory.store.StoreReads;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer. All writes that wait share one transaction and one forced journal write.
///
/// The order carries the promise: statements are prepared in the store's transaction, the journal
/// is forced, the store commits, the callers are answered. Killed before the force nothing
/// happened; killed after it, the next opening replays the journal. The writer thread is never
/// interrupted.
///
/// Safe for many threads; everything below [#run] is confined to the writer thread.
final class GroupCommit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

  /// So many writes share a transaction at most; keeps what is held in memory bounded.
  private static final int MAX_BATCH = 256;

  /// How long closing waits for what is queued.
  private static final long CLOSE_MS = 10_000;

  private final Journal journal;
  private final MemoryStore store;
  private final InstantSource clock;
  private final Consumer<Changed> news;
  private final Runnable committed;
  private final LinkedBlockingQueue<Ticket<?>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean lost;

  /// @param news told of each change after its caller is answered
  /// @param committed run after each commit
  GroupCommit(
      Journal journal,
      MemoryStore store,
      InstantSource clock,
      Consumer<Changed> news,
      Runnable committed) {
    this.journal = journal;
    this.store = store;
    this.clock = clock;
    this.news = news;
    this.committed = committed;
    this.thread = Thread.ofPlatform().daemon().name("pact-writer").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Whether the store and the journal parted; what was acknowledged is in the journal, and a new
  /// engine must be opened to see it.
  boolean isLost() {
    return lost;
  }

  /// Carries the write out and waits until it is on disk.
  <T> Outcome<T> write(Write<T> write, Call call) {
    return write(write, call, () -> {});
  }

  /// The same, and uses the time the disk takes.
  ///
  /// @param meanwhile run once on the caller's thread; the write may be carried out before, after
  ///   or while it runs
  <T> Outcome<T> write(Write<T> write, Call call, Runnable meanwhile) {
    call.check();
    Ticket<T> ticket = new Ticket<>(write, call.requestId());
    enqueue(ticket);
    meanwhile.run();
    return Waiting.on(
        ticket.result,
        call,
        new MemoryException(
            MemoryException.Code.TIMED_OUT,
            "the change was not confirmed in time; look before sending it again"));
  }

  /// Runs `work` in a transaction of its own turn: for what is derived and in no journal. Waits for
  /// the commit.
  void upkeep(Consumer<MemoryStore.Transaction> work, Call call) {
    Ticket<Boolean> ticket = new Ticket<>(new Upkeep(work), call.requestId());
    enqueue(ticket);
    Waiting.on(
        ticket.result,
        call,
        new MemoryException(MemoryException.Code.TIMED_OUT, "the store is busy"));
  }

  private void enqueue(Ticket<?> ticket) {
    queue.add(ticket);
    // The writer empties the queue after it is told to stop; what comes later it does not see.
    if ((lost || !thread.isAlive()) && queue.remove(ticket)) {
      ticket.result.completeExceptionally(new EngineLost());
    }
  }

  private void run() {
    List<Ticket<?>> batch = new ArrayList<>();
    while (!lost) {
      Ticket<?> first = next();
      if (first == null) {
        return;
      }
      batch.add(first);
      queue.drainTo(batch, MAX_BATCH - 1);
      batch.removeIf(Ticket::isOver);
      if (!batch.isEmpty()) {
        carryOut(batch);
      }
      batch.clear();
    }
    failQueued();
  }

  /// The next ticket; null when closing and none is left.
  private @Nullable Ticket<?> next() {
    while (true) {
      try {
        Ticket<?> ticket = closing ? queue.poll() : queue.take();
        if (ticket == null || ticket.write != null) {
          return ticket;
        }
      } catch (InterruptedException e) {
        LOG.debug("the writer was interrupted and goes on", e);
      }
    }
  }

  private void carryOut(List<Ticket<?>> batch) {
    try {
      commit(batch);
    } catch (OneFailed e) {
      LOG.debug("a change failed; its neighbours are tried one by one", e);
      for (Ticket<?> ticket : batch) {
        carryOutAlone(ticket);
      }
    } catch (Throwable e) {
      batch.forEach(ticket -> ticket.fail(e));
    }
  }

  private void carryOutAlone(Ticket<?> ticket) {
    if (ticket.isOver()) {
      return;
    }
    if (lost) {
      ticket.fail(new EngineLost());
      return;
    }
    try {
      commit(List.of(ticket));
    } catch (OneFailed e) {
      ticket.fail(e.getCause() == null ? e : e.getCause());
    } catch (Throwable e) {
      ticket.fail(e);
    }
  }

  private void commit(List<Ticket<?>> batch) {
    List<Change> changes = new ArrayList<>();
    MemoryStore.Transaction transaction = store.begin();
    try {
      // The store is ahead of a journal that lost its last lines to damage.
      long last = Math.max(journal.lastNumber(), store.position());
      for (Ticket<?> ticket : batch) {
        long number = last + changes.size() + 1;
        Change change = ticket.prepare(transaction, number, clock);
        if (change != null) {
          changes.add(change);
        }
      }
      if (!changes.isEmpty()) {
        journal.append(changes);
      }
      commit(transaction, changes);
    } finally {
      end(transaction);
    }
    batch.forEach(Ticket::answer);
    committed.run();
    batch.forEach(ticket -> ticket.tell(news));
  }

  private void commit(MemoryStore.Transaction transaction, List<Change> changes) {
    try {
      transaction.commit();
    } catch (RuntimeException e) {
      if (changes.isEmpty()) {
        throw e;
      }
      LOG.warn("the store did not commit what the journal holds; it is opened again", e);
      lost = true;
    }
  }

  /// What the journal holds is answered as written, whatever becomes of the transaction.
  private void end(MemoryStore.Transaction transaction) {
    try {
      transaction.close();
    } catch (RuntimeException e) {
      LOG.warn("a transaction of the store could not be ended; it is opened again", e);
      lost = true;
    }
  }

  private void failQueued() {
    for (Ticket<?> ticket = queue.poll(); ticket != null; ticket = queue.poll()) {
      ticket.fail(new EngineLost());
    }
  }

  /// Finishes what is queued and stops. May be called twice.
  @Override
  public void close() {
    closing = true;
    queue.add(new Ticket<Boolean>(null, ""));
    Threads.join(thread, CLOSE_MS);
    failQueued();
  }

  /// One write on its way.
  private static final class Ticket<T> {
    private final @Nullable Write<T> write;
    private final String requestId;
    private final CompletableFuture<Outcome<T>> result = new CompletableFuture<>();
    private @Nullable Outcome<T> outcome;
    private @Nullable Changed changed;

    /// @param write null only to wake the writer
    Ticket(@Nullable Write<T> write, String requestId) {
      this.write = write;
      this.requestId = requestId;
    }

    /// Whether its caller went away or was answered.
    boolean isOver() {
      return result.isDone();
    }

    /// Decides, applies, and reads the answer back; null where nothing goes to the journal.
    @Nullable Change prepare(
        MemoryStore.Transaction transaction, long number, InstantSource clock) {
      outcome = null;
      changed = null;
      if (write == null) {
        return null;
      }
      if (write instanceof Upkeep upkeep) {
        upkeep.run(transaction);
        outcome = Outcome.done(write.again(transaction, Upkeep.NONE));
        return null;
      }
      Write.Decision<T> decision;
      try {
        Optional<StoreReads.AppliedRequest> before = transaction.applied(requestId);
        decision =
            before.isPresent()
                ? new Write.Decision.Answer<>(Outcome.done(write.again(transaction, before.get())))
                : write.decide(transaction);
      } catch (RuntimeException e) {
        fail(e);
        return null;
      }
      return switch (decision) {
        case Write.Decision.Answer<T>(Outcome<T> answer) -> {
          outcome = answer;
          yield null;
        }
        case Write.Decision.Apply<T> apply -> {
          Change change = new Change(number, clock.instant(), requestId, apply.effect());
          try {
            transaction.apply(change);
            outcome = Outcome.done(apply.receipt().apply(transaction));
          } catch (RuntimeException e) {
            throw new OneFailed(e);
          }
          changed = apply.news();
          yield change;
        }
      };
    }

    void answer() {
      if (outcome != null) {
        result.complete(outcome);
      }
    }

    void tell(Consumer<Changed> news) {
      if (changed != null) {
        news.accept(changed);
      }
    }

    void fail(Throwable reason) {
      result.completeExceptionally(reason);
    }
  }

  /// Work for the store alone.
  private record Upkeep(Consumer<MemoryStore.Transaction> work) implements Write<Boolean> {
    static final StoreReads.AppliedRequest NONE = new StoreReads.AppliedRequest("", 0, null, 0);

    void run(MemoryStore.Transaction transaction) {
      try {
        work.accept(transaction);
      } catch (RuntimeException e) {
        throw new OneFailed(e);
      }
    }

    @Override
    public Decision<Boolean> decide(StoreReads now) {
      throw new IllegalStateException("upkeep decides nothing");
    }

    @Override
    public Boolean again(StoreReads now, StoreReads.AppliedRequest before) {
      return true;
    }
  }

  /// One write spoiled the transaction it shares with others.
  private static final class OneFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OneFailed(RuntimeException cause) {
      super(cause);
    }
  }
}
