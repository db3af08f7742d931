package dev.pactmemory.embed;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An embedder that gives its memory back when nobody has asked it for a while, and is loaded again
/// for the next who asks: that one waits for it.
///
/// Safe for many threads. While it is loaded, a thread of its own watches the time.
final class IdleEmbedder implements Embedder {
  private static final Logger LOG = LoggerFactory.getLogger(IdleEmbedder.class);

  private final Supplier<Embedder> loader;
  private final long limitNanos;
  private final String modelId;
  private final int dimension;
  private final float cosineFloor;

  @GuardedBy("this")
  private @Nullable Embedder loaded;

  @GuardedBy("this")
  private int users;

  @GuardedBy("this")
  private long lastUse;

  @GuardedBy("this")
  private boolean closed;

  /// Loads it a first time.
  ///
  /// @param limit without use, after which it is unloaded
  IdleEmbedder(Supplier<Embedder> loader, Duration limit) {
    this.loader = loader;
    this.limitNanos = limit.toNanos();
    Embedder first = loader.get();
    this.modelId = first.modelId();
    this.dimension = first.dimension();
    this.cosineFloor = first.cosineFloor();
    synchronized (this) {
      begin(first);
    }
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public float cosineFloor() {
    return cosineFloor;
  }

  @Override
  public Embedding embedQuery(String text) {
    return use(embedder -> embedder.embedQuery(text));
  }

  @Override
  public Embedding embedPassage(String text) {
    return use(embedder -> embedder.embedPassage(text));
  }

  private Embedding use(Function<Embedder, Embedding> work) {
    Embedder embedder = enter();
    try {
      return work.apply(embedder);
    } finally {
      leave();
    }
  }

  private synchronized Embedder enter() {
    if (closed) {
      throw new MemoryException(
          MemoryException.Code.CLOSED, "the embedding model is closed; the program is stopping");
    }
    Embedder current = loaded;
    if (current == null) {
      current = load();
      begin(current);
    }
    users++;
    return current;
  }

  private Embedder load() {
    try {
      Embedder again = loader.get();
      LOG.debug("the embedding model is loaded again");
      return again;
    } catch (LinkageError | OutOfMemoryError e) {
      throw new Unloadable(Unloadable.reason(e), e);
    }
  }

  @GuardedBy("this")
  private void begin(Embedder embedder) {
    loaded = embedder;
    lastUse = System.nanoTime();
    Thread.ofPlatform().daemon().name("pact-model-idle").start(this::unloadWhenIdle);
  }

  private synchronized void leave() {
    users--;
    lastUse = System.nanoTime();
    if (closed) {
      notifyAll();
    }
  }

  private synchronized void unloadWhenIdle() {
    while (!closed || users > 0) {
      long left = limitNanos - (System.nanoTime() - lastUse);
      if (users == 0 && left <= 0) {
        break;
      }
      try {
        // At least a millisecond: zero would wait for ever.
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(users == 0 ? left : limitNanos)));
      } catch (InterruptedException e) {
        LOG.debug("interrupted, and goes on", e);
      }
    }
    unload();
    if (!closed) {
      // Three quarters of what the model took are kept by the C library otherwise.
      FreedMemory.giveBack();
    }
  }

  @GuardedBy("this")
  private void unload() {
    Embedder unloading = loaded;
    loaded = null;
    if (unloading != null) {
      unloading.close();
      LOG.debug("the embedding model is unloaded");
    }
  }

  /// Waits for the texts at hand. May be called twice.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    while (users > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return; // The watching thread unloads it after the last user.
      }
    }
    unload();
  }
}
