package dev.pactmemory.embed;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An embedder that is loaded on a thread of its own when it is first asked for, so that nobody
/// waits for it who does not want to. What goes wrong while loading is a state, not an exception: a
/// program without a model goes on with words.
///
/// Safe for many threads.
public final class LazyEmbedder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LazyEmbedder.class);

  /// The name of the thread that loads; it lives as long as the loading.
  public static final String LOADER = "pact-model-loader";

  private static final State LOADING = new State.Loading();

  /// How long an end waits for a load; it cannot be stopped, only left behind.
  private static final Duration CLOSING = Duration.ofSeconds(1);

  private final Supplier<Embedder> loader;
  private final CompletableFuture<State> settled = new CompletableFuture<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean closed;

  /// What can be said of the embedder.
  public sealed interface State {
    /// Not there yet; the other two are final.
    record Loading() implements State {}

    /// There, until the [LazyEmbedder] is closed.
    record Ready(Embedder embedder) implements State {}

    /// It will not come.
    ///
    /// @param reason a sentence for a person, without paths
    record Unavailable(String reason) implements State {}
  }

  /// @param loader called at most once; what it throws becomes the reason why there is no embedder
  public LazyEmbedder(Supplier<Embedder> loader) {
    this.loader = loader;
  }

  /// The state now. Asking begins the loading; it never waits.
  public State state() {
    begin();
    return settled.getNow(LOADING);
  }

  /// Completes when the state is final, never exceptionally. Asking begins the loading. What
  /// depends on it runs on the loading thread.
  public CompletableFuture<State> settled() {
    begin();
    return settled.copy();
  }

  private void begin() {
    if (started.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name(LOADER).start(this::load);
    }
  }

  private void load() {
    State state;
    try {
      state = new State.Ready(loader.get());
    } catch (Throwable e) { // Native code that does not load throws Errors.
      String reason = Unloadable.reason(e);
      LOG.warn("searching by words only: {}", reason);
      LOG.debug("the embedding model was not loaded", e);
      state = new State.Unavailable(reason);
    }
    settled.complete(state);
    // Whichever of loading and closing comes last finds the other done.
    if (closed) {
      closeIfReady();
    }
  }

  /// Closes the embedder; waits for one that is being loaded, at most a second, and otherwise lets
  /// go of it as soon as it is loaded. May be called twice.
  @Override
  public void close() {
    closed = true;
    if (started.compareAndSet(false, true)) {
      settled.complete(new State.Unavailable("the program is stopping"));
    }
    awaitLoading();
    closeIfReady();
  }

  private void awaitLoading() {
    try {
      settled.get(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.debug("the model is still being loaded; nobody waits for it any longer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("loading a model never fails so", e);
    }
  }

  private void closeIfReady() {
    if (settled.getNow(LOADING) instanceof State.Ready(Embedder embedder)) {
      embedder.close();
    }
  }
}
