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
  void aLoneSurrogateIsShownAsAQuestionMark() {
    assertThat(Terminal.safe("x\ud83dy😀")).isEqualTo("x?y😀");
  }

  @Test
  void longTextIsCutAtCharactersNotInTheMiddleOfOne() {
    assertThat(Terminal.cut("ab😀😀😀", 4)).isEqualTo("ab😀…");
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
    return Terminal.of(stream, stream, onScreen, env).hasColour();
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
