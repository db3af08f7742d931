package dev.pactmemory.index;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;

/// Makes spellings that a person takes for the same word the same: case, accents, widths,
/// ligatures.
final class Folding {
  /// Scripts whose marks are accents or vowel points that writers leave out. In others (Devanagari,
  /// kana) a mark is a letter.
  private static final Set<UnicodeScript> ACCENTED =
      EnumSet.of(
          UnicodeScript.LATIN,
          UnicodeScript.GREEK,
          UnicodeScript.CYRILLIC,
          UnicodeScript.ARABIC,
          UnicodeScript.HEBREW);

  private Folding() {}

  static String fold(String word) {
    if (isAscii(word)) {
      return word.toLowerCase(Locale.ROOT);
    }
    String bare = Normalizer.normalize(withoutAccents(word), Normalizer.Form.NFC);
    // Upper case first folds what has no single lower-case partner (ß, final sigma).
    return toAscii(bare.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
  }

  /// The letters and digits of a folded name: one form for `auth_service`, `Auth-Service`,
  /// `AuthService` and "auth service".
  static String joined(String name) {
    StringBuilder joined = new StringBuilder();
    fold(name)
        .codePoints()
        .filter(c -> Character.isLetterOrDigit(c) || isMark(c))
        .forEach(joined::appendCodePoint);
    return joined.toString();
  }

  static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> false;
    };
  }

  private static boolean isAscii(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  private static String withoutAccents(String word) {
    String apart = Normalizer.normalize(word, Normalizer.Form.NFKD);
    StringBuilder bare = new StringBuilder(apart.length());
    boolean accented = false;
    for (int i = 0; i < apart.length(); ) {
      int c = apart.codePointAt(i);
      i += Character.charCount(c);
      if (!isMark(c)) {
        accented = ACCENTED.contains(UnicodeScript.of(c));
        bare.appendCodePoint(c);
      } else if (!accented || isLetter(bare, c)) {
        bare.appendCodePoint(c);
      }
    }
    return bare.toString();
  }

  /// Whether the mark makes another Cyrillic letter, which nobody leaves out: the breve of й.
  private static boolean isLetter(StringBuilder before, int mark) {
    return mark == 0x306
        && !before.isEmpty()
        && UnicodeScript.of(before.codePointBefore(before.length())) == UnicodeScript.CYRILLIC;
  }

  /// What has no decomposition: ø, ł, đ, æ.
  private static String toAscii(String word) {
    char[] in = word.toCharArray();
    char[] out = new char[4 * in.length];
    return new String(out, 0, ASCIIFoldingFilter.foldToASCII(in, 0, out, 0, in.length));
  }
}
