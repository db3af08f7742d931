package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.time.Instant;
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
    Memory memory =
        new Memory(
            new MemoryId("0123456789abcdef0123456789abcdef"),
            Sample.context(text),
            List.of(),
            Sample.SHOP,
            Sample.SESSION,
            Instant.EPOCH,
            Instant.EPOCH,
            1);
    return Topic.of(memory, List.of()).words();
  }
}
