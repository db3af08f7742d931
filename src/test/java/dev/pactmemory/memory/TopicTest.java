package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
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

  private static Set<String> words(String text) {
    return Topic.of(Sample.memory(Sample.context(text)), List.of()).words();
  }
}
