package dev.pactmemory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void whatATerminalWouldObeyIsShownInstead() {
    assertThat(Terminal.safe("a\u001b]0;title\u0007b\u009b31mc\u202ed\nend\ttab"))
        .isEqualTo("a?]0;title?b?31mc?d end tab");
  }

  @Test
  void whatCannotBeSeenIsShownAsAQuestionMark() {
    String hidden = "a\u200bb\u061cc\u2066d\ufeffe" + Character.toString(0xe0041) + "f\u00adg";

    assertThat(Terminal.safe(hidden)).isEqualTo("a?b?c?d?e?f?g");
    assertThat(Terminal.safe("end\u2028of\u2029line")).isEqualTo("end of line");
  }

  @Test
  void whatBelongsToWordsAndEmojiStays() {
    String words = "می\u200cخواهم 👩\u200d💻 \u0600";

    assertThat(Terminal.safe(words)).isEqualTo(words);
  }

  @Test
  void widthsAreThoseATerminalGives() {
    assertThat(Terminal.columns("abc")).isEqualTo(3);
    assertThat(Terminal.columns("e\u0301")).isEqualTo(1);
    assertThat(Terminal.columns("日本語")).isEqualTo(6);
    assertThat(Terminal.columns("ｶﾅ")).isEqualTo(2);
    assertThat(Terminal.columns("한글")).isEqualTo(4);
    assertThat(Terminal.columns("😀")).isEqualTo(2);
  }

  @Test
  void aLoneSurrogateIsShownAsAQuestionMark() {
    assertThat(Terminal.safe("x\ud83dy😀")).isEqualTo("x?y😀");
  }

  @Test
  void longTextIsCutAtCharactersNotInTheMiddleOfOne() {
    assertThat(Terminal.cut("ab😀😀😀", 5)).isEqualTo("ab😀…");
    assertThat(Terminal.cut("ab😀😀😀", 4)).isEqualTo("ab…");
    assertThat(Terminal.cut("abcd", 4)).isEqualTo("abcd");
  }

  @Test
  void aParagraphIsBrokenAtTheWidth() {
    terminal(false).paragraph("  ", "one two three four five six seven eight nine ten");

    assertThat(text()).isEqualTo("  one two three four five six seven\n  eight nine ten\n");
  }

  @Test
  void withoutColourThereAreNoEscapeSequences() {
    assertThat(terminal(false).styled(Terminal.Style.RED, "no")).isEqualTo("no");
    assertThat(terminal(true).styled(Terminal.Style.RED, "no")).isEqualTo("\u001b[31mno\u001b[0m");
  }

  @Test
  void colourIsForAPersonWhoHasNotRefusedIt() {
    assertThat(colourful(true, Map.of())).isTrue();
    assertThat(colourful(false, Map.of())).isFalse();
    assertThat(colourful(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(colourful(true, Map.of("NO_COLOR", ""))).isTrue();
    assertThat(colourful(true, Map.of("TERM", "dumb"))).isFalse();
    assertThat(colourful(false, Map.of("CLICOLOR_FORCE", "1"))).isTrue();
    assertThat(colourful(true, Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"))).isFalse();
  }

  private boolean colourful(boolean onScreen, Map<String, String> env) {
    PrintStream stream = stream();
    return Terminal.of(stream, stream, onScreen, onScreen, env).hasColour();
  }

  private Terminal terminal(boolean colour) {
    return new Terminal(stream(), stream(), colour, 40);
  }

  private PrintStream stream() {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
