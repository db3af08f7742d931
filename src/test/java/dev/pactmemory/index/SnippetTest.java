package dev.pactmemory.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.Snippet.Mark;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnippetTest {
  private static final Map<Integer, Double> EQUAL = Map.of(0, 1.0, 1, 1.0);

  @Test
  void shortTextIsItself() {
    assertThat(Snippet.of("All of it.", List.of(), Map.of())).isEqualTo("All of it.");
  }

  @Test
  void withoutAMarkItBeginsAtTheBeginning() {
    String text = "word ".repeat(100).strip();

    String snippet = Snippet.of(text, List.of(), Map.of());

    assertThat(snippet).startsWith("word word").endsWith("word…").hasSizeLessThanOrEqualTo(240);
  }

  @Test
  void itShowsTheMarkAndCutsAtWordEnds() {
    String text = "before ".repeat(60) + "needle " + "after ".repeat(60).strip();
    int at = text.indexOf("needle");

    String snippet = Snippet.of(text, List.of(new Mark(at, at + 6, 0)), EQUAL);

    assertThat(snippet)
        .startsWith("…before ")
        .contains("needle")
        .endsWith(" after…")
        .hasSizeLessThanOrEqualTo(240);
  }

  @Test
  void itShowsTheStretchWithMostOfTheWords() {
    String text = "one " + "x ".repeat(200) + "one two " + "x ".repeat(200).strip();
    int second = text.indexOf("one two");
    List<Mark> marks =
        List.of(
            new Mark(0, 3, 0),
            new Mark(second, second + 3, 0),
            new Mark(second + 4, second + 7, 1));

    assertThat(Snippet.of(text, marks, EQUAL)).contains("one two");
  }

  @Test
  void aMarkNearTheEndIsShownWithWhatComesBefore() {
    String text = "before ".repeat(60) + "needle";
    int at = text.indexOf("needle");

    assertThat(Snippet.of(text, List.of(new Mark(at, at + 6, 0)), EQUAL))
        .endsWith("needle")
        .hasSizeBetween(200, 240);
  }

  @Test
  void aPairOfSurrogatesIsNeverCut() {
    for (int lead = 0; lead < 4; lead++) {
      String text = "x".repeat(lead) + "😀".repeat(400);
      int at = lead + 2 * 150;

      String snippet = Snippet.of(text, List.of(new Mark(at, at + 2, 0)), EQUAL);

      assertThat(snippet).hasSizeLessThanOrEqualTo(240);
      assertThat(snippet.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF)).isTrue();
    }
  }

  @Test
  void whiteSpaceIsFlattened() {
    assertThat(Snippet.flat("  a\n\n b\tc ")).isEqualTo("a b c");
  }
}
