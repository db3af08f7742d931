package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Meaning comes after words, and never costs them.
class VectorsTest {
  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();

  private Memories open(LazyEmbedder model) {
    return LocalMemories.open(directory.resolve("home"), model, clock, new Random(), "test");
  }

  private static Saved save(Memories memories, String... lessons) {
    return MemoriesFixture.done(
        memories.save(Sample.draft(Sample.lessons(lessons)), MemoriesFixture.call()));
  }

  private static Found search(Memories memories, String text) {
    return MemoriesFixture.done(memories.search(Sample.query(text), MemoriesFixture.call()));
  }

  private static void awaitStatus(Memories memories, Predicate<Status> reached) {
    awaitTrue(() -> reached.test(memories.status(MemoriesFixture.call())));
  }

  private static void awaitFound(Memories memories, String text, Memory memory) {
    awaitTrue(() ->
        search(memories, text).hits().stream()
            .anyMatch(hit -> hit.memory().id().equals(memory.id())));
  }

  private static void awaitTrue(java.util.function.BooleanSupplier condition) {
    long end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void whileTheModelLoadsWordsAnswerAndSaySo() {
    CountDownLatch loaded = new CountDownLatch(1);
    try (Memories memories = open(WordEmbedder.after(loaded))) {
      Saved saved = save(memories, "car");

      assertThat(saved.degraded()).containsExactly(Degradation.MODEL_LOADING);
      assertThat(search(memories, "car").hits()).hasSize(1);
      assertThat(search(memories, "automobile").hits()).isEmpty();
      assertThat(search(memories, "car").degraded()).containsExactly(Degradation.MODEL_LOADING);
      loaded.countDown();
      awaitFound(memories, "automobile", saved.memory());
    }
  }

  @Test
  void withoutAModelWordsAnswerAndSaySo() {
    try (Memories memories = open(WordEmbedder.missing())) {
      save(memories, "car");
      awaitStatus(memories, status -> !status.modelState().equals("loading"));

      Found found = search(memories, "car");

      assertThat(found.hits()).hasSize(1);
      assertThat(found.degraded()).containsExactly(Degradation.MODEL_UNAVAILABLE);
    }
  }

  @Test
  void aPassageThatBreaksTheModelIsPassedOver() {
    try (Memories memories = open(WordEmbedder.ready())) {
      Memory broken = save(memories, "this cannot be embedded", "car").memory();
      Memory whole = save(memories, "lorry").memory();

      awaitStatus(memories, status -> status.withVectors() == 1);
      awaitFound(memories, "lorry", whole);
      awaitFound(memories, "automobile", broken);

      assertThat(search(memories, "embedded").hits().getFirst().memory()).isEqualTo(broken);
      assertThat(search(memories, "car").degraded()).containsExactly(Degradation.VECTORS_PENDING);
    }
  }

  @Test
  void anUpdateEmbedsOnlyWhatIsNew() {
    WordEmbedder embedder = new WordEmbedder("words");
    try (Memories memories = open(WordEmbedder.lazy(embedder))) {
      Memory memory = save(memories, "car", "lorry").memory();
      awaitStatus(memories, status -> status.withVectors() == 1);

      MemoriesFixture.done(
          memories.update(
              Sample.merge(memory.id().value(), Sample.lessons("submarine")),
              MemoriesFixture.call()));
      awaitTrue(() -> embedder.embedded().size() == 3);
      awaitStatus(memories, status -> status.withVectors() == 1);

      assertThat(embedder.embedded()).containsExactly("car", "lorry", "submarine");
    }
  }

  @Test
  void anotherModelEmbedsEverythingAnewWhileWordsAnswer() {
    Memory memory;
    try (Memories memories = open(WordEmbedder.lazy(new WordEmbedder("first")))) {
      memory = save(memories, "car").memory();
      awaitStatus(memories, status -> status.withVectors() == 1);
    }
    WordEmbedder second = new WordEmbedder("second");
    try (Memories memories = open(WordEmbedder.lazy(second))) {
      assertThat(search(memories, "car").hits()).hasSize(1);
      awaitStatus(memories, status -> status.withVectors() == 1);
      awaitFound(memories, "automobile", memory);
      assertThat(second.embedded()).containsExactly("car");
    }
  }

  @Test
  void anIndexFilledBeforeTheModelWasThereGetsTheVectorsThereAre() throws Exception {
    Memory memory;
    try (Memories memories = open(WordEmbedder.ready())) {
      memory = save(memories, "car").memory();
      awaitStatus(memories, status -> status.withVectors() == 1);
    }
    try (Stream<Path> files = Files.walk(directory.resolve("home/index"))) {
      for (Path file : files.toList().reversed()) {
        delete(file);
      }
    }
    CountDownLatch loaded = new CountDownLatch(1);
    try (Memories memories = open(WordEmbedder.after(loaded))) {
      assertThat(search(memories, "car").hits()).hasSize(1);
      assertThat(search(memories, "automobile").hits()).isEmpty();
      loaded.countDown();
      awaitFound(memories, "automobile", memory);
    }
  }

  private static void delete(Path file) throws IOException {
    Files.delete(file);
  }
}
