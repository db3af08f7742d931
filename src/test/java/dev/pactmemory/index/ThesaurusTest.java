package dev.pactmemory.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ThesaurusTest {
  private static final Pattern LINE =
      Pattern.compile("[a-z0-9][a-z0-9_]*( =)?( [a-z0-9][a-z0-9_]*)+");

  @Test
  void eachLineIsAGroupOfWords() throws IOException {
    List<String> lines = lines();

    assertThat(lines).hasSizeGreaterThan(1_000).doesNotHaveDuplicates();
    assertThat(lines).allMatch(LINE.asMatchPredicate());
    for (String line : lines) {
      List<String> words = Arrays.stream(line.replace(" =", "").split(" ", -1)).toList();
      assertThat(words).as(line).doesNotHaveDuplicates().noneMatch(StopWords::contains);
    }
  }

  @Test
  void whatIsShortForTwoWordsDoesNotMakeThemTheSame() {
    assertThat(of("auth").get(0)).contains("~authent", "~author");
    assertThat(of("authorization").get(0)).contains("~auth").doesNotContain("~authent");
  }

  private static Map<Integer, Set<String>> of(String text) {
    return Thesaurus.of(Tokenizer.tokens(text));
  }

  private static List<String> lines() throws IOException {
    try (var resource = Thesaurus.class.getResourceAsStream("thesaurus.txt")) {
      return new String(Objects.requireNonNull(resource).readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    }
  }
}
