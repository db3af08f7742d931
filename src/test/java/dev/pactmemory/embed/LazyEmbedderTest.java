package dev.pactmemory.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.LazyEmbedder.State;
import dev.pactmemory.model.Embedding;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazyEmbedderTest {

  @Test
  void nothingIsLoadedUntilSomeoneAsks() {
    AtomicInteger loads = new AtomicInteger();
    LazyEmbedder lazy =
        new LazyEmbedder(() -> {
          loads.incrementAndGet();
          return new CountingEmbedder();
        });

    assertThat(loads).hasValue(0);
    lazy.settled().join();
    lazy.settled().join();
    assertThat(loads).hasValue(1);
  }

  @Test
  void askingDoesNotWaitForTheLoading() {
    CountDownLatch mayLoad = new CountDownLatch(1);
    CountingEmbedder embedder = new CountingEmbedder();
    LazyEmbedder lazy = new LazyEmbedder(() -> afterThat(mayLoad, embedder));

    assertThat(lazy.state()).isEqualTo(new State.Loading());
    mayLoad.countDown();
    assertThat(lazy.settled().join()).isEqualTo(new State.Ready(embedder));
    assertThat(lazy.state()).isEqualTo(new State.Ready(embedder));
  }

  @Test
  void whatGoesWrongIsAReasonWithoutPaths() {
    assertThat(settled(new UnsatisfiedLinkError("/home/ada/.cache/lib.so: no such file")))
        .asString()
        .startsWith("Unavailable[reason=the native libraries of the embedding model do not load on")
        .doesNotContain("ada");
    assertThat(settled(new IllegalStateException("/home/ada")))
        .isEqualTo(
            new State.Unavailable(
                "the embedding model could not be loaded: IllegalStateException"));
    assertThat(settled(new IllegalStateException(new Unloadable("model.onnx is missing"))))
        .isEqualTo(new State.Unavailable("model.onnx is missing"));
  }

  @Test
  void closingClosesTheEmbedder() {
    CountingEmbedder embedder = new CountingEmbedder();
    LazyEmbedder lazy = new LazyEmbedder(() -> embedder);
    lazy.settled().join();

    lazy.close();

    assertThat(embedder.closes).hasPositiveValue();
  }

  @Test
  void closingWhileLoadingClosesTheEmbedderWhenItComes() throws Exception {
    CountDownLatch mayLoad = new CountDownLatch(1);
    CountingEmbedder embedder = new CountingEmbedder();
    LazyEmbedder lazy = new LazyEmbedder(() -> afterThat(mayLoad, embedder));
    assertThat(lazy.state()).isEqualTo(new State.Loading());

    lazy.close();
    mayLoad.countDown();

    embedder.closed.await();
  }

  @Test
  void closingWaitsAMomentForTheEmbedderThatIsBeingLoaded() throws Exception {
    CountDownLatch mayLoad = new CountDownLatch(1);
    CountingEmbedder embedder = new CountingEmbedder();
    LazyEmbedder lazy = new LazyEmbedder(() -> afterThat(mayLoad, embedder));
    assertThat(lazy.state()).isEqualTo(new State.Loading());
    Thread closing = Thread.ofPlatform().name("closing").start(lazy::close);

    while (closing.getState() != Thread.State.TIMED_WAITING && closing.isAlive()) {
      Thread.onSpinWait();
    }
    assertThat(closing.isAlive()).isTrue();
    mayLoad.countDown();
    closing.join();

    assertThat(embedder.closes).hasPositiveValue();
  }

  @Test
  void closedBeforeAnyoneAskedItNeverLoads() {
    LazyEmbedder lazy =
        new LazyEmbedder(() -> {
          throw new AssertionError("loaded");
        });

    lazy.close();
    lazy.close();

    assertThat(lazy.state()).isEqualTo(new State.Unavailable("the program is stopping"));
  }

  private static State settled(Throwable failure) {
    return new LazyEmbedder(() -> thrown(failure)).settled().join();
  }

  private static Embedder thrown(Throwable failure) {
    switch (failure) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new AssertionError(failure);
    }
  }

  private static Embedder afterThat(CountDownLatch latch, Embedder embedder) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return embedder;
  }

  private static final class CountingEmbedder implements Embedder {
    final AtomicInteger closes = new AtomicInteger();
    final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public String modelId() {
      return "counting";
    }

    @Override
    public int dimension() {
      return 1;
    }

    @Override
    public float cosineFloor() {
      return 0;
    }

    @Override
    public Embedding embedQuery(String text) {
      return new Embedding(new float[] {1});
    }

    @Override
    public Embedding embedPassage(String text) {
      return new Embedding(new float[] {1});
    }

    @Override
    public void close() {
      closes.incrementAndGet();
      closed.countDown();
    }
  }
}
