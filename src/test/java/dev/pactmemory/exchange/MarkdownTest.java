package dev.pactmemory.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "# A heading",
        "text\n# A heading",
        "text\n===",
        "text\n---",
        "```\ncode",
        "~~~\ncode",
        "    indented code",
        "\tindented code",
        "- item",
        "+ item",
        "* item",
        "1. item",
        "123456789) item",
        "> quoted",
        "<script>alert(1)</script>",
        "<!-- comment",
        "--> ended",
        "[text](http://elsewhere)",
        "![picture](http://elsewhere)",
        "[ref]: http://elsewhere",
        "| a | b |\n|---|---|",
        "&lt;b&gt;",
        "a `code` b",
        "\u2028# after a line separator",
        "a\r# after a carriage return"
      })
  void noTextBeginsAnythingButAParagraph(String text) {
    for (String line : Markdown.block(text).split("\n", -1)) {
      assertThat(line).doesNotMatch("\\s.*");
      assertThat(line).doesNotMatch("([#>+=~`|<]|-|\\*|\\[|\\d{1,9}[.)]).*");
      assertThat(line.replaceAll("\\\\.", "")).doesNotContainPattern("[`*_\\[\\]<>#|~]");
      assertThat(line.replaceAll("&(lt|gt|amp);", "")).doesNotContain("&");
    }
  }

  @Test
  void ordinaryTextStaysReadable() {
    assertThat(Markdown.block("Use Redis 7.2 (it's fast).\n\n\n\nThen: done - or not."))
        .isEqualTo("Use Redis 7.2 (it's fast).\n\nThen: done - or not.");
  }

  @Test
  void aTitleIsOneLine() {
    assertThat(Markdown.line("a\n# b\u001b[31m\u202ec")).isEqualTo("a \\# b\ufffd\\[31m\ufffdc");
  }

  @Test
  void theFurtherLinesOfAnItemStayInIt() {
    assertThat(Markdown.item("one\n\n# two")).isEqualTo("- one\n  \\# two");
  }
}
