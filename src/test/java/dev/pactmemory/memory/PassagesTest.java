package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PassagesTest {
  @Test
  void eachThingSaidIsAPassageOfItsFieldInTheWordsOfTheMemory() {
    Content content =
        new Content(
            "Added a cache",
            "Be fast",
            List.of(new Task("Measure", "pending", "high"), new Task("Ship")),
            List.of("Caches lie"),
            List.of(new Decision("Use Redis", "It is known", List.of("Memcached - no types"))),
            List.of(new Entity("CacheService", "service", "in front of the store")),
            List.of("A because B"),
            List.of("We measure first"),
            List.of("TTL is 5 minutes"),
            List.of("src/Cache.java"));

    assertThat(Passages.of(Sample.memory(content)))
        .extracting(Passage::field, Passage::text, Passage::embedded)
        .containsExactly(
            tuple(Field.CONTEXT, "Added a cache", "Added a cache"),
            tuple(Field.GOAL, "Be fast", "Be fast"),
            tuple(Field.LESSONS_LEARNED, "Caches lie", "Be fast\nCaches lie"),
            tuple(
                Field.DECISIONS,
                "Use Redis\nIt is known\nMemcached - no types",
                "Use Redis\nIt is known\nMemcached - no types"),
            tuple(
                Field.ENTITIES,
                "CacheService (service): in front of the store",
                "Be fast\nCacheService (service): in front of the store"),
            tuple(
                Field.ACTIVE_TASKS,
                "Measure (pending, high)\nShip (pending)",
                "Be fast\nMeasure (pending, high)\nShip (pending)"),
            tuple(Field.REASONING_CHAINS, "A because B", "Be fast\nA because B"),
            tuple(Field.AGREEMENTS_REACHED, "We measure first", "Be fast\nWe measure first"),
            tuple(Field.DISAGREEMENTS_RESOLVED, "TTL is 5 minutes", "Be fast\nTTL is 5 minutes"));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  @Test
  void theHashIsOfWhatIsEmbedded() {
    List<Passage> one = Passages.of(Sample.memory(Sample.lessons("a", "b")));
    List<Passage> again = Passages.of(Sample.memory(Sample.lessons("b")));

    assertThat(one.get(1).hash()).isEqualTo(again.getFirst().hash()).hasSize(32);
    assertThat(one.get(0).hash()).isNotEqualTo(one.get(1).hash());
  }

  @Test
  void aLongTextIsCutBetweenSentencesWithOneSentenceInBothPieces() {
    String text =
        IntStream.rangeClosed(1, 30)
            .mapToObj(i -> "Sentence number " + i + " says seven short words.")
            .collect(Collectors.joining(" "));

    List<String> pieces = Sentences.pieces(text);

    assertThat(pieces).hasSize(2);
    assertThat(pieces.getFirst()).endsWith("words.").contains("number 18 ");
    assertThat(pieces.get(1))
        .startsWith("Sentence number 18 ")
        .endsWith("number 30 says seven short words.");
  }

  @Test
  void noWordOfALongTextIsLostAndNoPieceIsTooLong() {
    String sentence =
        IntStream.range(0, 700).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    String text = "Short one. " + sentence + ". " + "x".repeat(5_000) + " 記憶".repeat(400);

    List<String> pieces = Sentences.pieces(text);

    assertThat(pieces)
        .allSatisfy(piece -> assertThat(Sentences.words(piece)).isLessThanOrEqualTo(130));
    Set<String> words =
        pieces.stream()
            .flatMap(piece -> Arrays.stream(piece.split("[\\s.]+")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(words).contains(sentence.split(" "));
    assertThat(String.join("", pieces).chars().filter(c -> c == 'x').count()).isEqualTo(5_000);
  }
}
