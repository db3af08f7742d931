package dev.pactmemory.index;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the tokens of prose and code at once: words, identifiers, paths, versions, numbers of
/// issues, and pairs of characters where a script is written without spaces.
///
/// Any text has tokens or none; no text fails.
final class Tokenizer {
  /// What may join words into one token when it stands between them.
  private static final String CONNECTORS = "_-./\\:@#$";

  /// `https://x` has three in a row.
  private static final int MAX_CONNECTORS = 3;

  /// Longer words are not looked into: encoded data.
  private static final int LONGEST_SPLIT = 64;

  private static final Pattern SLASH = Pattern.compile("/+");
  private static final Pattern JOINT = Pattern.compile("[_\\-:@#$]+");
  private static final Pattern DOT = Pattern.compile("\\.+");
  private static final Pattern VERSION = Pattern.compile("[vV]?(([0-9]+\\.[0-9]+)(?:\\.[0-9]+)*)");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();

  private Tokenizer(String text) {
    this.text = text;
  }

  /// In the order of the text; those of a script without spaces overlap.
  static List<Token> tokens(String text) {
    Tokenizer tokenizer = new Tokenizer(text);
    tokenizer.run();
    Set<Language> languages = Language.of(text, tokenizer.tokens);
    if (!languages.isEmpty()) {
      tokenizer.tokens.replaceAll(token -> token.in(languages));
    }
    return tokenizer.tokens;
  }

  private void run() {
    int at = 0;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (isUnspaced(c)) {
        at = unspaced(at);
      } else if (isWordPart(c) || (c == '#' && isDigit(at + 1))) {
        at = word(at);
      } else {
        at += Character.charCount(c);
      }
    }
  }

  private int word(int start) {
    int at = start + 1;
    boolean more = true;
    while (more) {
      at = wordEnd(at);
      int next = connectorsEnd(at);
      more = next > at && next < text.length() && isSpacedWordPart(text.codePointAt(next));
      if (more) {
        at = next;
      }
    }
    if (at - start == 1) {
      at = start + languageNameLength(start);
    }
    tokens.add(token(start, at));
    return at;
  }

  private int wordEnd(int from) {
    int at = from;
    // The word may have been entered in the middle of its first character.
    if (at < text.length() && Character.isLowSurrogate(text.charAt(at))) {
      at++;
    }
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isSpacedWordPart(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private int connectorsEnd(int from) {
    int at = from;
    while (at < text.length()
        && at - from < MAX_CONNECTORS
        && CONNECTORS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /// C++, C#, F#: signs that belong to a single letter.
  private int languageNameLength(int start) {
    if (text.startsWith("++", start + 1)) {
      return 3;
    }
    boolean sharp = text.startsWith("#", start + 1) && !isDigit(start + 2);
    return sharp && Character.isLetter(text.charAt(start)) ? 2 : 1;
  }

  private boolean isDigit(int at) {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }

  private int unspaced(int start) {
    List<Integer> bounds = new ArrayList<>();
    int at = start;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      boolean mark = Folding.isMark(c) || isHalfWidthMark(c);
      if (!mark && !isUnspaced(c)) {
        break;
      }
      if (!mark || at == start) {
        bounds.add(at);
      }
      at += Character.charCount(c);
    }
    bounds.add(at);
    int characters = bounds.size() - 1;
    for (int i = 0; i < Math.max(1, characters - 1); i++) {
      int from = bounds.get(i);
      int to = bounds.get(Math.min(i + 2, characters));
      tokens.add(
          new Token(from, to, Folding.fold(text.substring(from, to)), null, singles(from, to)));
    }
    return at;
  }

  /// The characters of a pair, for questions of one character.
  private List<String> singles(int from, int to) {
    List<String> singles = new ArrayList<>();
    if (text.codePointCount(from, to) > 1) {
      text.substring(from, to)
          .codePoints()
          .filter(Character::isIdeographic)
          .forEach(c -> singles.add(Folding.fold(Character.toString(c))));
    }
    return singles.stream().distinct().toList();
  }

  private Token token(int start, int end) {
    String written = text.substring(start, end).replace('\\', '/');
    String exact = Folding.fold(written);
    String joined = joined(exact);
    // Most tokens are plain words.
    Set<String> parts = isOneWord(written) ? new LinkedHashSet<>() : parts(written);
    parts.remove(exact);
    if (joined != null) {
      parts.remove(joined);
    }
    return new Token(start, end, exact, joined, List.copyOf(parts));
  }

  private static @Nullable String joined(String exact) {
    if (exact.indexOf('/') >= 0 || !Character.isLetter(exact.codePointAt(0))) {
      return null;
    }
    String joined = Folding.joined(exact);
    return joined.equals(exact) || joined.length() < 2 ? null : joined;
  }

  /// Letters alone, with a capital at most where it begins.
  private static boolean isOneWord(String written) {
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (!Character.isLetter(c) || (i > 0 && Character.isUpperCase(c))) {
        return false;
      }
    }
    return true;
  }

  private static Set<String> parts(String written) {
    Set<String> parts = new LinkedHashSet<>();
    List<String> names = SLASH.splitAsStream(written).toList();
    for (String name : names) {
      if (names.size() > 1) {
        addPart(parts, name);
      }
      for (String piece : JOINT.splitAsStream(name).toList()) {
        var version = VERSION.matcher(piece);
        if (version.matches()) {
          parts.add(version.group(1));
          parts.add(version.group(2));
        } else {
          for (String word : DOT.splitAsStream(piece).toList()) {
            addPart(parts, word);
            addWordsIn(parts, word);
          }
        }
      }
    }
    return parts;
  }

  /// The words of `camelCase`, `HTTPServer`, `sha256`.
  private static void addWordsIn(Set<String> parts, String word) {
    if (word.length() > LONGEST_SPLIT) {
      return;
    }
    int start = 0;
    for (int at = 1; at < word.length(); at++) {
      if (isBoundary(word, at)) {
        addPart(parts, word.substring(start, at));
        start = at;
      }
    }
    if (start > 0) {
      addPart(parts, word.substring(start));
    }
  }

  private static boolean isBoundary(String word, int at) {
    char before = word.charAt(at - 1);
    char here = word.charAt(at);
    if (Character.isDigit(before) != Character.isDigit(here)) {
      return true;
    }
    if (!Character.isUpperCase(here)) {
      return false;
    }
    return Character.isLowerCase(before)
        || (at + 1 < word.length() && Character.isLowerCase(word.charAt(at + 1)));
  }

  /// Single letters and short numbers say nothing by themselves: 1.28.0 is not "1" and "0".
  private static void addPart(Set<String> parts, String part) {
    String folded = Folding.fold(part);
    boolean number = !folded.isEmpty() && folded.chars().allMatch(Character::isDigit);
    if (folded.length() >= (number ? 3 : 2) && !StopWords.contains(folded)) {
      parts.add(folded);
    }
  }

  private static boolean isSpacedWordPart(int c) {
    return isWordPart(c) && !isUnspaced(c);
  }

  private static boolean isWordPart(int c) {
    return Character.isLetterOrDigit(c) || Folding.isMark(c);
  }

  /// Whether the script of the character is written without spaces.
  static boolean isUnspaced(int c) {
    if (c < 0x0E00 || !Character.isLetter(c)) {
      return false;
    }
    // The mark that lengthens a vowel belongs to no script but to kana words.
    return c == 0x30FC
        || c == 0xFF70
        || isHalfWidthMark(c)
        || switch (UnicodeScript.of(c)) {
          case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
          default -> false;
        };
  }

  /// The signs that make a half-width kana voiced stand behind it as letters of their own.
  private static boolean isHalfWidthMark(int c) {
    return c == 0xFF9E || c == 0xFF9F;
  }
}
