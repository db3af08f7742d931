package dev.pactmemory.advice;

import dev.pactmemory.model.Text;
import java.lang.Character.UnicodeScript;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The words of texts, as far as telling one memory from another takes them. Pure.
///
/// A word is a run of letters and digits, case-folded; in scripts without spaces each pair of
/// characters is one. Identifiers are taken apart at case and underscore, so that `AuthService` and
/// "auth service" have words in common.
final class Words {
  /// Words that hold sentences together.
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("a about after again all also an and any are as at be been before being between both but"
               + " by can could did do does doing down during each else even every few for from"
               + " further had has have having he her here him his how i if in into is it its just"
               + " like may me might more most much must my no nor not now of off on once one only"
               + " or other our out over own per same she should so some such than that the their"
               + " them then there these they this those through to too under until up upon us use"
               + " used uses using very via was we were what when where which while who why will"
               + " with within without would you your")
              .split(" "));

  /// Words of work that say nothing about which work.
  private static final Set<String> EMPTY_WORDS =
      Set.of(
          ("bad better bit bug bugs change changed changes code complete completed continue"
               + " continued did difficult done easy everything finish finished fix fixed fixes"
               + " fixing getting good got great hard improve improved improvements issue issues"
               + " last learned learnt lesson lot made make making misc next nice note notes ok"
               + " okay problem problems progress project ran really session some something start"
               + " started status still stuff task tasks thing things today tricky tried try update"
               + " updated updates various went well wip work worked working works yesterday")
              .split(" "));

  private static final List<String> ENDINGS =
      List.of("ingly", "edly", "ing", "ed", "es", "ly", "s", "e");

  private static final int LEAST_STEM = 3;

  private Words() {}

  /// The different words that say what it is about.
  static Set<String> telling(Collection<String> texts) {
    Set<String> telling = new LinkedHashSet<>();
    for (String text : texts) {
      addAll(text, telling);
    }
    telling.removeIf(word -> FUNCTION_WORDS.contains(word) || EMPTY_WORDS.contains(word));
    return telling;
  }

  /// The words without the endings that English inflects them by; near enough to compare.
  static Set<String> stems(Set<String> words) {
    Set<String> stems = new LinkedHashSet<>();
    for (String word : words) {
      stems.add(stem(word));
    }
    return stems;
  }

  private static String stem(String word) {
    for (String ending : ENDINGS) {
      if (word.endsWith(ending) && word.length() - ending.length() >= LEAST_STEM) {
        return word.substring(0, word.length() - ending.length());
      }
    }
    return word;
  }

  private static void addAll(String text, Set<String> words) {
    String whole = Text.nfc(text);
    int start = 0;
    while (start < whole.length()) {
      int end = start;
      while (end < whole.length() && isOfWord(whole.codePointAt(end))) {
        end += Character.charCount(whole.codePointAt(end));
      }
      if (end > start) {
        addRun(whole.substring(start, end), words);
        start = end;
      } else {
        start += Character.charCount(whole.codePointAt(start));
      }
    }
  }

  private static void addRun(String run, Set<String> words) {
    if (isUnspaced(run.codePointAt(0))) {
      addPairs(run, words);
      return;
    }
    int start = 0;
    for (int at = run.offsetByCodePoints(0, 1); at < run.length(); ) {
      if (isJoint(run, at)) {
        addPart(run.substring(start, at), words);
        start = at;
      }
      at += Character.charCount(run.codePointAt(at));
    }
    addPart(run.substring(start), words);
  }

  private static void addPart(String part, Set<String> words) {
    if (part.length() > 1 || Character.isDigit(part.charAt(0))) {
      words.add(Text.key(part));
    }
  }

  /// Whether a part of an identifier begins: `auth|Service`, `HTTP|Client`.
  private static boolean isJoint(String run, int at) {
    int here = run.codePointAt(at);
    if (Character.getType(here) != Character.UPPERCASE_LETTER) {
      return false;
    }
    int before = run.codePointBefore(at);
    int after = at + Character.charCount(here);
    return switch (Character.getType(before)) {
      case Character.UPPERCASE_LETTER ->
          after < run.length()
              && Character.getType(run.codePointAt(after)) == Character.LOWERCASE_LETTER;
      case Character.LOWERCASE_LETTER -> true;
      default -> isNumber(before);
    };
  }

  private static boolean isOfWord(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK ->
          true;
      default -> Character.isLetter(c) || isNumber(c);
    };
  }

  private static boolean isNumber(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static void addPairs(String run, Set<String> words) {
    int[] characters = run.codePoints().toArray();
    if (characters.length == 1) {
      words.add(run);
    }
    for (int i = 0; i + 1 < characters.length; i++) {
      words.add(new String(characters, i, 2));
    }
  }

  private static boolean isUnspaced(int c) {
    return switch (UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
