package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same memories rank the same, whichever way they came.
class SameRankingTest {
  private static final List<String> QUESTIONS =
      List.of(
          "session tokens kept in redis",
          "redis",
          "automobile tokens",
          "what did we use originally for tokens",
          "postgres session sessoin",
          "charts");
  private static final List<String> STORES = List.of("Redis", "Postgres", "memory", "a car");

  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();
  private final List<Memory> saved = new ArrayList<>();

  /// Memories with many ties: equal texts at equal times.
  @BeforeEach
  void saveSome() {
    try (Memories memories = open("home")) {
      for (int i = 0; i < 24; i++) {
        if (i % 3 == 0) {
          clock.advance(Duration.ofMinutes(1));
        }
        String decision = "session tokens are kept in " + STORES.get(i % STORES.size());
        List<String> superseded = i % 7 == 6 ? List.of(saved.get(i - 5).id().value()) : List.of();
        Draft draft =
            new Draft(
                i % 5 == 4
                    ? Sample.context("charts are drawn by hand")
                    : Sample.decisions(new Decision(decision)),
                superseded,
                new Scope.Current(Sample.SHOP),
                Sample.SESSION,
                true);
        saved.add(done(memories.save(draft, call())).memory());
      }
    }
  }

  @Test
  void afterARestart() {
    List<List<String>> rankings = rankings("home");

    assertThat(rankings("home")).isEqualTo(rankings);
    assertThat(rankings.getFirst()).hasSizeGreaterThan(12);
  }

  @Test
  void fromAnIndexMadeAnew() throws IOException {
    List<List<String>> rankings = rankings("home");

    try (Stream<Path> files = Files.walk(scratch.resolve("home/index"))) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }

    assertThat(rankings("home")).isEqualTo(rankings);
  }

  @Test
  void savedInAnotherOrder() {
    List<Memory> shuffled = new ArrayList<>(saved);
    Collections.shuffle(shuffled, new Random(3));
    try (LocalMemories memories = open("other")) {
      Intake intake = new Intake(memories, false);
      for (Memory memory : shuffled) {
        assertThat(intake.takeHistory(List.of(memory))).isEqualTo(new Intake.Taken.Added(1));
      }
    }

    assertThat(rankings("other")).isEqualTo(rankings("home"));
  }

  /// The ids, the scores, and what is said of each.
  private List<List<String>> rankings(String home) {
    try (Memories memories = open(home)) {
      Instant end = Instant.now(java.time.Clock.systemUTC()).plusSeconds(60);
      while (!found(memories, "session tokens charts").stream().allMatch(SameRankingTest::isNear)
          || found(memories, "session tokens charts").size() < 24) {
        assertThat(Instant.now(java.time.Clock.systemUTC())).isBefore(end);
        LockSupport.parkNanos(2_000_000);
      }
      return QUESTIONS.stream()
          .map(question -> found(memories, question).stream().map(SameRankingTest::said).toList())
          .toList();
    }
  }

  private static List<Hit> found(Memories memories, String question) {
    Scope shop = new Scope.Current(Sample.SHOP);
    return done(memories.search(Sample.query(question, shop, 30, null, null), call())).hits();
  }

  /// Whether its vectors are in the index.
  private static boolean isNear(Hit hit) {
    return hit.parts() != null && hit.parts().cosine() > 0;
  }

  private static String said(Hit hit) {
    return hit.memory().id() + " " + hit.score() + " " + hit.later() + " " + hit.reasons();
  }

  private LocalMemories open(String home) {
    return LocalMemories.open(
        scratch.resolve(home), WordEmbedder.ready(), clock, new Random(7), "test");
  }
}
