package dev.pactmemory.tools;

import dev.pactmemory.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Problems as the one who made them reads them: code, field, what was wrong, what would be right.
final class Refusals {
  private static final int MAX_BYTES = 499;

  private Refusals() {}

  static Answer answer(Problem problem) {
    return Answer.error(text(problem));
  }

  /// Under 500 bytes; a longer message ends in an ellipsis. The field is named once.
  static String text(Problem problem) {
    boolean named = problem.field() == null || problem.message().startsWith(problem.field());
    String field = named ? "" : " " + problem.field();
    String text = problem.code().name().toLowerCase(Locale.ROOT) + field + ": " + problem.message();
    while (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      text = Views.cut(text, text.codePointCount(0, text.length()) - 1);
    }
    return text;
  }
}
