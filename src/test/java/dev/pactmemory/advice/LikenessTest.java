package dev.pactmemory.advice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LikenessTest {
  /// Two memories, written for this test.
  ///
  /// @param same whether they tell the same matter in other words, else they are only related
  record Pair(boolean same, Content kept, Content saved) {
    boolean isNear() {
      return new Likeness(saved).to(kept) >= Likeness.NEAR;
    }
  }

  /// Those on which weights and threshold were set.
  private static List<Pair> pairs() throws IOException {
    return pairs("pairs.jsonl");
  }

  private static List<Pair> pairs(String resource) throws IOException {
    try (InputStream lines =
        Objects.requireNonNull(LikenessTest.class.getResourceAsStream(resource))) {
      return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> (Map<?, ?>) Objects.requireNonNull(Json.parse(line)))
          .map(pair ->
              new Pair(
                  Boolean.TRUE.equals(pair.get("same")),
                  Contents.of((Map<?, ?>) Objects.requireNonNull(pair.get("kept"))),
                  Contents.of((Map<?, ?>) Objects.requireNonNull(pair.get("saved")))))
          .toList();
    }
  }

  @Test
  void whatIsToldAgainInOtherWordsIsNear() throws IOException {
    List<Pair> same = pairs().stream().filter(Pair::same).toList();

    assertThat(same).hasSize(26);
    assertThat(same.stream().filter(pair -> !pair.isNear())).isEmpty();
  }

  @Test
  void whatIsOnlyRelatedIsHardlyEverNear() throws IOException {
    List<Pair> related = pairs().stream().filter(pair -> !pair.same()).toList();

    assertThat(related).hasSize(24);
    assertThat(related.stream().filter(Pair::isNear)).hasSizeLessThanOrEqualTo(2);
  }

  /// Nothing is to be set on these: a change of the weights is told by them what it is worth.
  @Test
  void onPairsHeldOutNineOfTenTwinsAreToldAndNineOfTenToldAreTwins() throws IOException {
    List<Pair> pairs = pairs("held-out-pairs.jsonl");
    assertThat(pairs).hasSize(50);
    assertThat(pairs.stream().filter(Pair::same)).hasSize(25);

    double told = pairs.stream().filter(Pair::isNear).count();
    double twinsTold = pairs.stream().filter(pair -> pair.same() && pair.isNear()).count();

    assertThat(twinsTold / 25).as("recall").isGreaterThanOrEqualTo(0.9);
    assertThat(twinsTold / told).as("precision").isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void noTwoMemoriesOfAProjectThatTellDifferentThingsAreNear() throws IOException {
    Map<String, List<Content>> projects = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("src/bench/retrieval/memories.jsonl"))) {
      Map<?, ?> memory = (Map<?, ?>) Objects.requireNonNull(Json.parse(line));
      projects
          .computeIfAbsent(String.valueOf(memory.get("project")), _ -> new ArrayList<>())
          .add(Contents.of((Map<?, ?>) Objects.requireNonNull(memory.get("memory"))));
    }
    int compared = 0;
    List<String> near = new ArrayList<>();
    for (List<Content> contents : projects.values()) {
      for (int i = 0; i < contents.size(); i++) {
        Likeness likeness = new Likeness(contents.get(i));
        for (Content other : contents.subList(0, i)) {
          compared++;
          if (likeness.to(other) >= Likeness.NEAR) {
            near.add(contents.get(i) + " / " + other);
          }
        }
      }
    }

    assertThat(compared).isGreaterThan(10_000);
    assertThat(near).isEmpty();
  }

  @Test
  void noTwoExamplesOfTheUsagePatternsAreNear() throws IOException {
    List<Content> contents = AdvisorTest.examples().map(AdvisorTest.Example::content).toList();

    for (int i = 0; i < contents.size(); i++) {
      for (Content other : contents.subList(0, i)) {
        assertThat(new Likeness(contents.get(i)).to(other)).isLessThan(Likeness.NEAR);
      }
    }
  }

  @Test
  void aTwinIsOneWhateverItsFilesAndHoweverShort() {
    Content one = Contents.of("{\"active_tasks\": [\"x\"], \"files\": [\"a.py\"]}");
    Content two = Contents.of("{\"active_tasks\": [{\"task\": \"x\", \"status\": \"pending\"}]}");

    assertThat(new Likeness(one).to(two)).isEqualTo(1);
    assertThat(new Likeness(one).isTwin(two)).isTrue();
    assertThat(new Likeness(one).isTwin(Contents.of("{\"active_tasks\": [\"y\"]}"))).isFalse();
  }

  @Test
  void likenessHasNoDirection() throws IOException {
    for (Pair pair : pairs()) {
      assertThat(new Likeness(pair.kept()).to(pair.saved()))
          .isEqualTo(new Likeness(pair.saved()).to(pair.kept()));
    }
  }
}
