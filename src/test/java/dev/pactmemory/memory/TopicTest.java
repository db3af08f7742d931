package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Field;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a memory is about, by its words.
class TopicTest {
  @Test
  void wordsOfFourLettersOrMoreCountByTheirBeginnings() {
    assertThat(words("Use Redis, not memcached")).containsExactlyInAnyOrder("redis", "memcac");
  }

  @Test
  void lettersOfAnyScriptMarksDigitsAndUnderscoresMakeWords() {
    // The first ends in a combining mark that no letter takes in; the last is beyond 16 bits.
    assertThat(words("pqrx\u0301 a_b2 Ⅳ½xy жираф 𐐨𐐨𐐨𐐨𐐨𐐨𐐨𐐨"))
        .containsExactlyInAnyOrder("pqrx\u0301", "a_b2", "ⅳ½xy", "жираф", "𐐨𐐨𐐨𐐨𐐨𐐨");
  }

  /// The memories of a task share its goal, and each tells what was done, but settle different
  /// matters.
  @Test
  void whatWasDecidedSettlesAloneThenTheContextThenTheGoal() {
    Content all =
        Sample.ofTask("Wrote the importer", "Lose no reading", new Decision("Parse with Jackson"));
    Content undecided = Sample.ofTask("Wrote the importer", "Lose no reading");
    Content goalOnly = Sample.ofTask(null, "Lose no reading");

    assertThat(topic(all).words()).containsExactlyInAnyOrder("parse", "with", "jackso");
    assertThat(topic(undecided).words()).containsExactlyInAnyOrder("wrote", "import");
    assertThat(topic(goalOnly).words()).containsExactlyInAnyOrder("lose", "readin");
    assertThat(Stream.of(all, undecided, goalOnly).map(Topic::settling))
        .containsExactly(Field.DECISIONS, Field.CONTEXT, Field.GOAL);
  }

  private static Topic topic(Content content) {
    return Topic.of(Sample.memory(content), List.of());
  }

  private static Set<String> words(String text) {
    return Topic.of(Sample.memory(Sample.context(text)), List.of()).words();
  }
}
