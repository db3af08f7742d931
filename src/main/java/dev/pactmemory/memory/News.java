package dev.pactmemory.memory;

import dev.pactmemory.model.Changed;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells listeners of changes, in the order of the changes, on a thread of its own: a slow listener
/// holds up nobody's save. Safe for many threads.
final class News implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(News.class);
  private static final long CLOSE_SECONDS = 2;

  private final List<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("pact-news").factory());

  AutoCloseable listen(Consumer<Changed> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void tell(Changed changed) {
    if (listeners.isEmpty()) {
      return;
    }
    try {
      thread.execute(() -> listeners.forEach(listener -> tell(listener, changed)));
    } catch (RejectedExecutionException e) {
      LOG.debug("a change was not told: stopping", e);
    }
  }

  private static void tell(Consumer<Changed> listener, Changed changed) {
    try {
      listener.accept(changed);
    } catch (RuntimeException e) {
      LOG.warn("a listener failed", e);
    }
  }

  /// Tells what is waiting, a bounded time. May be called twice.
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a listener did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
