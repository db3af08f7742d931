package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Any history leaves what a map of lists would hold, also across restarts.
class RandomHistoryTest {
  private static final List<String> WORDS = List.of("alpha", "beta", "gamma", "delta", "epsilon");

  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();

  @Test
  void aShortHistoryEqualsThePlainModel() {
    run(new Random().nextLong(), 60);
  }

  @Test
  @Tag("storm")
  void aLongHistoryEqualsThePlainModel() {
    run(new Random().nextLong(), 5_000);
  }

  private void run(long seed, int steps) {
    Random random = new Random(seed);
    Map<String, Set<String>> model = new TreeMap<>();
    Memories memories = open(random);
    try {
      for (int i = 0; i < steps; i++) {
        clock.advance(Duration.ofMillis(random.nextInt(2_000)));
        step(memories, model, random);
        if (random.nextInt(25) == 0) {
          memories.close();
          memories = open(random);
        }
        assertEqual(memories, model, seed);
      }
    } finally {
      memories.close();
    }
    MemoriesFixture.assertIndexEqualsStore(directory.resolve("home"), clock);
  }

  private Memories open(Random random) {
    return LocalMemories.open(
        directory.resolve("home"),
        WordEmbedder.ready(),
        clock,
        new Random(random.nextLong()),
        "test");
  }

  private static void step(Memories memories, Map<String, Set<String>> model, Random random) {
    Content content = Sample.lessons(words(random));
    List<String> ids = List.copyOf(model.keySet());
    if (ids.isEmpty() || random.nextInt(3) == 0) {
      Memory saved =
          MemoriesFixture.done(memories.save(Sample.draft(content), MemoriesFixture.call()))
              .memory();
      model.put(saved.id().value(), new LinkedHashSet<>(content.lessonsLearned()));
      return;
    }
    String id = ids.get(random.nextInt(ids.size()));
    Set<String> lessons = model.getOrDefault(id, Set.of());
    switch (random.nextInt(4)) {
      case 0 -> {
        MemoriesFixture.done(memories.update(Sample.merge(id, content), MemoriesFixture.call()));
        lessons.addAll(content.lessonsLearned());
      }
      case 1 -> {
        MemoriesFixture.done(memories.update(Sample.replace(id, content), MemoriesFixture.call()));
        lessons.clear();
        lessons.addAll(content.lessonsLearned());
      }
      case 2 -> {
        boolean emptied = Set.copyOf(content.lessonsLearned()).containsAll(lessons);
        Outcome<?> outcome = memories.update(Sample.remove(id, content), MemoriesFixture.call());
        assertThat(outcome instanceof Outcome.Refused).isEqualTo(emptied);
        if (!emptied) {
          content.lessonsLearned().forEach(lessons::remove);
        }
      }
      default -> {
        MemoriesFixture.done(memories.delete(id, MemoriesFixture.call()));
        model.remove(id);
      }
    }
  }

  private static String[] words(Random random) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return words.toArray(String[]::new);
  }

  private static void assertEqual(Memories memories, Map<String, Set<String>> model, long seed) {
    Map<String, List<String>> stored = new TreeMap<>();
    if (!model.isEmpty()) {
      MemoriesFixture.done(
              memories.get(
                  List.copyOf(model.keySet()), OptionalInt.empty(), MemoriesFixture.call()))
          .memories()
          .forEach(memory -> stored.put(memory.id().value(), memory.content().lessonsLearned()));
    }
    Map<String, List<String>> expected = new TreeMap<>();
    model.forEach((id, lessons) -> expected.put(id, List.copyOf(lessons)));

    assertThat(stored).as("seed %d", seed).isEqualTo(expected);
    assertThat(memories.status(MemoriesFixture.call()).memories())
        .as("seed %d", seed)
        .isEqualTo(model.size());
  }
}
