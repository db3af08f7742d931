package dev.pactmemory.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.index.SearchIndex.Checkpoint;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Passage;
import dev.pactmemory.store.MemoryStore;
import dev.pactmemory.store.StoreReads.Touched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index at the store's newest touch, on one thread.
///
/// The index notes of which store it is and which model's vectors it holds ([Mark]). What does not
/// fit is forgotten and filled again while searches answer. What was indexed before the model was
/// there is visited once more when it is.
///
/// Safe for many threads; what is not guarded is confined to the indexing thread.
final class CatchUp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);

  private static final int BATCH = 100;

  /// Small, so that a new memory never waits long behind a walk through the old ones.
  private static final int REVISIT_BATCH = 20;

  /// A commit forces files to disk; what is lost without it is replayed at the next opening.
  private static final Duration COMMIT_AFTER = Duration.ofSeconds(5);

  private static final int COMMIT_AFTER_CHANGES = 1_000;
  private static final long CLOSE_MS = 20_000;

  /// A writer that failed may stay shut. An index that fails twice in a row is made anew: it is
  /// only a view, and searches answer what they can meanwhile.
  private static final int FAILURES_BORNE = 2;

  private final MemoryStore store;
  private final SearchIndex index;
  private final LazyEmbedder model;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition reached = lock.newCondition();

  @GuardedBy("lock")
  private boolean signalled = true;

  @GuardedBy("lock")
  private boolean stopped;

  @GuardedBy("lock")
  private long position;

  private volatile boolean refilling;
  private volatile boolean failing;

  private int failures;
  private boolean adopted;
  private Mark mark;
  private int uncommitted;
  private long uncommittedSince;

  /// Up to where the index was when it was opened; what came after it while the model was loading
  /// has no vectors.
  private long sighted;

  /// The touch the second visit has come to; negative while there is none.
  private long revisited = -1;

  /// Where it ends: what was indexed from there on was indexed with its vectors.
  private long revisitedUpTo;

  private volatile boolean unsighted = true;

  CatchUp(MemoryStore store, SearchIndex index, LazyEmbedder model) {
    this.store = store;
    this.index = index;
    this.model = model;
    this.mark = Mark.fresh(store.incarnation());
    // Known before the thread finds out: the first search must not wait for all of it.
    this.refilling =
        !Mark.of(index.checkpoint().incarnation()).isOf(store.incarnation()) && store.count() > 0;
    this.thread = Thread.ofPlatform().daemon().name("pact-indexer").unstarted(this::run);
  }

  void start() {
    var _ = model.settled().thenRun(this::changed);
    thread.start();
  }

  /// Something was committed to the store, or the model's state changed.
  void changed() {
    lock.lock();
    try {
      signalled = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until searches see all that was committed up to `touch`; false if that takes too long.
  boolean await(long touch, Duration patience, Call call) {
    call.onCancel(this::wakeWaiters);
    long left = Math.min(patience.toNanos(), call.remaining().toNanos());
    lock.lock();
    try {
      while (position < touch && left > 0 && !stopped && !failing && !call.isCancelled()) {
        left = reached.awaitNanos(left);
      }
      return position >= touch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /// Whether the index is being filled from the beginning.
  boolean isRefilling() {
    return refilling;
  }

  /// Whether something may have been indexed before the model was there, without the vectors that
  /// the store has of it.
  boolean isUnsighted() {
    return unsighted;
  }

  private void wakeWaiters() {
    lock.lock();
    try {
      reached.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitWork()) {
      try {
        if (failures >= FAILURES_BORNE) {
          index.clear();
        }
        step();
        failures = 0;
        failing = false;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warn("the index does not keep up; it is tried again", e);
        }
        failing = true;
        failures++;
        adopted = false; // A failed write takes the index back to its last commit.
      }
      wakeWaiters();
    }
    try {
      commit();
    } catch (RuntimeException e) {
      LOG.warn("the index was not committed; the next opening replays what it lacks", e);
    }
  }

  /// Returns when there is something to do; false when it is time to stop.
  private boolean awaitWork() {
    lock.lock();
    try {
      while (!signalled && !stopped) {
        if (uncommitted == 0 && !failing) {
          news.await();
        } else if (!news.await(COMMIT_AFTER.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      }
      signalled = false;
      return !stopped;
    } catch (InterruptedException e) {
      LOG.debug("the indexer was interrupted and goes on", e);
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /// Begins where the index is; from nothing if it is not of this store.
  private void adoptIndex() {
    Checkpoint found = index.checkpoint();
    mark = Mark.of(found.incarnation());
    if (!mark.isOf(store.incarnation())) {
      forget();
      return;
    }
    revisited = -1;
    sighted = found.touch();
    uncommitted = 0;
    reach(found.touch());
  }

  private void step() {
    if (!adopted) {
      adoptIndex();
      adopted = true;
    }
    String modelId = adoptModel();
    forward(modelId);
    if (revisited >= 0 && modelId != null) {
      revisit(modelId);
      changed();
    }
    unsighted = modelId == null || revisited >= 0;
    boolean due = System.nanoTime() - uncommittedSince >= COMMIT_AFTER.toNanos();
    if (uncommitted >= COMMIT_AFTER_CHANGES || (uncommitted > 0 && due)) {
      commit();
    }
  }

  /// Brings the mark in line with the model there is; its id, or null while there is none.
  private @Nullable String adoptModel() {
    return switch (model.state()) {
      case LazyEmbedder.State.Loading() -> null;
      case LazyEmbedder.State.Unavailable _ -> {
        if (position() > sighted) {
          mark = mark.withoutVectors();
        }
        yield null;
      }
      case LazyEmbedder.State.Ready(var embedder) -> {
        String id = embedder.modelId();
        if (mark.hasVectorsOf(id)) {
          if (position() > sighted && revisited < 0) {
            revisitFrom(sighted);
          }
        } else if (mark.hasNoVectors()) {
          if (revisited < 0) {
            revisitFrom(0);
          }
        } else {
          LOG.info("the model is another one; the index is filled again");
          forget();
          mark = mark.withVectorsOf(id);
        }
        sighted = Long.MAX_VALUE;
        yield id;
      }
    };
  }

  private void revisitFrom(long touch) {
    revisited = touch;
    revisitedUpTo = position();
  }

  private void forget() {
    refilling = index.size() > 0 || store.count() > 0;
    reach(0); // Before it is empty: a search must not take it for whole.
    index.clear();
    mark = Mark.fresh(store.incarnation());
    revisited = -1;
    sighted = 0;
  }

  private void forward(@Nullable String modelId) {
    long target = store.lastTouch();
    while (position() < target && !isStopped() && !isOutdated(modelId)) {
      List<Touched> touched = store.touchedAfter(position(), BATCH);
      long to = touched.isEmpty() ? target : touched.getLast().touch();
      apply(touched, modelId, to);
      reach(to);
    }
    refilling = refilling && position() < target;
  }

  /// Whether the model has come since: what follows need not be visited twice.
  private boolean isOutdated(@Nullable String modelId) {
    return modelId == null && model.state() instanceof LazyEmbedder.State.Ready;
  }

  private void revisit(String modelId) {
    List<Touched> touched =
        store.touchedAfter(revisited, REVISIT_BATCH).stream()
            .filter(one -> one.touch() <= revisitedUpTo)
            .toList();
    if (touched.isEmpty()) {
      revisited = -1;
      mark = mark.withVectorsOf(modelId);
      apply(List.of(), modelId, position());
      return;
    }
    apply(touched, modelId, position());
    revisited = touched.getLast().touch();
  }

  private void apply(List<Touched> touched, @Nullable String modelId, long to) {
    List<SearchIndex.Entry> puts = new ArrayList<>();
    List<MemoryId> removals = new ArrayList<>();
    for (Touched one : touched) {
      Memory memory = one.memory();
      if (memory == null) {
        removals.add(one.id());
      } else {
        puts.add(new SearchIndex.Entry(memory, passages(memory, modelId)));
      }
    }
    index.apply(puts, removals, new Checkpoint(mark.value(), to));
    if (uncommitted == 0) {
      uncommittedSince = System.nanoTime();
    }
    uncommitted += touched.size() + 1;
  }

  private List<Passage> passages(Memory memory, @Nullable String modelId) {
    List<Passage> passages = Passages.of(memory);
    if (modelId == null) {
      return passages;
    }
    Map<String, Embedding> vectors = store.vectors(memory.id(), modelId);
    return passages.stream()
        .map(passage ->
            new Passage(
                passage.field(),
                passage.text(),
                passage.embedded(),
                passage.hash(),
                vectors.get(passage.hash())))
        .toList();
  }

  private void commit() {
    // What was indexed without a look at the vectors there are must be replayed after a crash.
    boolean mustReplay = !mark.hasNoVectors() && (revisited >= 0 || position() > sighted);
    if (uncommitted > 0 && !mustReplay) {
      index.commit();
      uncommitted = 0;
    }
  }

  private void reach(long touch) {
    lock.lock();
    try {
      position = touch;
      reached.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The touch up to which searches see what was committed.
  long position() {
    lock.lock();
    try {
      return position;
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  /// Stops after the batch at hand and commits. May be called twice.
  @Override
  public void close() {
    lock.lock();
    try {
      stopped = true;
      news.signal();
      reached.signalAll();
    } finally {
      lock.unlock();
    }
    Threads.join(thread, CLOSE_MS);
  }
}
