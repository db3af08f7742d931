package dev.pactmemory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real model, unloaded after a moment.
class IdleEmbedderTest {
  private static final Duration MOMENT = Duration.ofMillis(50);

  @TempDir Path cache;

  private final List<Embedder> loaded = new CopyOnWriteArrayList<>();

  private Embedder load() {
    try {
      ModelFiles files = ModelFiles.builtIn(cache);
      NativeLibraries.prepare(cache);
      DjlEmbedder embedder = DjlEmbedder.open(files);
      loaded.add(embedder);
      return embedder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isClosed(Embedder embedder) {
    try {
      embedder.embedQuery("still there?");
      return false;
    } catch (MemoryException e) {
      assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED);
      return true;
    }
  }

  private static void awaitClosed(Embedder embedder) {
    while (!isClosed(embedder)) {
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Test
  void afterAWhileWithoutUseTheModelIsReleasedAndComesBackForTheNext() {
    try (IdleEmbedder idle = new IdleEmbedder(this::load, MOMENT)) {
      Embedding before = idle.embedQuery("Where are tokens refreshed?");
      awaitClosed(loaded.getFirst());

      assertThat(idle.modelId()).startsWith("all-minilm-l6-v2");
      assertThat(loaded).as("naming it loads nothing").hasSize(1);
      assertThat(idle.embedQuery("Where are tokens refreshed?")).isEqualTo(before);
      assertThat(loaded).hasSize(2);
      awaitClosed(loaded.getLast());
    }
  }

  @Test
  void whatIsUsedAllTheTimeByManyIsNeverTakenFromThem() throws Exception {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    try (IdleEmbedder idle = new IdleEmbedder(this::load, Duration.ofMillis(1))) {
      List<Thread> users = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        users.add(
            Thread.ofPlatform()
                .name("user-" + i)
                .start(() -> {
                  try {
                    for (int text = 0; text < 5; text++) {
                      idle.embedPassage("text " + text);
                    }
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                }));
      }
      for (Thread user : users) {
        user.join();
      }
    }
    assertThat(failures).isEmpty();
    assertThat(loaded).allMatch(IdleEmbedderTest::isClosed);
  }

  @Test
  void closedItIsReleasedAndSaysSo() {
    IdleEmbedder idle = new IdleEmbedder(this::load, Duration.ofMinutes(10));
    idle.close();
    idle.close();

    assertThat(loaded).hasSize(1).allMatch(IdleEmbedderTest::isClosed);
    assertThatThrownBy(() -> idle.embedQuery("anything"))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }
}
