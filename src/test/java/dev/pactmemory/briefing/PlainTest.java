package dev.pactmemory.briefing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlainTest {
  static List<String> hostile() {
    return Hostile.TEXTS;
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void whateverATextHoldsItOnlyShows(String text) {
    String line = Plain.line(text, 10_000);

    assertThat(line)
        .doesNotContain("<", ">", "```", "~~~", "](", "!`")
        .doesNotContainPattern("(?<![\\p{L}\\p{N}])@")
        .doesNotContainPattern("&(?!(lt|gt|amp|#64);)");
    assertThat(line.codePoints())
        .noneMatch(point ->
            Character.isISOControl(point)
                || Character.getType(point) == Character.FORMAT
                || Character.getType(point) == Character.SURROGATE
                || Character.getType(point) == Character.LINE_SEPARATOR
                || Character.getType(point) == Character.PARAGRAPH_SEPARATOR
                || (point >= 0xe0100 && point <= 0xe01ef));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Added JWT auth                  | Added JWT auth",
        "a  &&  b & c                    | a && b & c",
        "List<String> x = a[0];          | List&lt;String&gt; x = a[0];",
        "mail bob@example.org            | mail bob@example.org",
        "the @Override annotation        | the &#64;Override annotation",
        "run `mvn verify` now            | run `mvn verify` now",
        "&lt; is written <               | &amp;lt; is written &lt;",
        "snake_case *stars* 100% $HOME   | snake_case *stars* 100% $HOME",
        "漢字 é שלום नमस्ते              | 漢字 é שלום नमस्ते",
      })
  void aHarmlessTextStaysReadable(String text, String shown) {
    assertThat(Plain.line(text, 1_000)).isEqualTo(shown);
  }

  @Test
  void emojiStayWhole() {
    String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 \u2764\ufe0f";

    assertThat(Plain.line(family, 100)).isEqualTo(family);
  }

  @Test
  void aLongTextIsCutWithinItsBytesAndBetweenCharacters() {
    for (String text : List.of("word ".repeat(100), "漢".repeat(100), "<".repeat(100), "😀&a")) {
      IntStream.rangeClosed(0, 60)
          .forEach(bytes -> {
            String line = Plain.line(text, bytes);

            assertThat(Plain.bytes(line)).isLessThanOrEqualTo(bytes);
            assertThat(line).doesNotContain("\ufffd").matches("(?s).*…|😀&amp;a|");
            assertThat(line).doesNotContainPattern("&(?=[#A-Za-z])(?!(lt|amp);)");
          });
    }
  }

  @Test
  void aTerminalSequenceGoesWhole() {
    assertThat(Plain.line("a\u001b[1;31mb\u001b]0;title\u0007c\u009b0md", 100))
        .isEqualTo("a b c d");
  }
}
