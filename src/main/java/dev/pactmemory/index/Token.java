package dev.pactmemory.index;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.EnglishStemmer;
import org.tartarus.snowball.ext.RussianStemmer;

/// A word of a text as it is searched: whole, and by its parts.
///
/// `src/auth/AuthService.ts` is one token: `exact` the whole, `parts` the names in the path
/// (`authservice.ts`), the words in the names (`authservice`) and the words in those (`auth`,
/// `service`). A stem is kept beside the word it comes from, marked by [#STEM], so that the
/// spelling can still be told.
///
/// @param start where it begins in the text, in UTF-16 units
/// @param end where it ends
/// @param exact the whole, folded
/// @param joined `exact` without what joins its words (`auth_service`: `authservice`); null where
///   that is no word or no different
/// @param parts without repetition, in order; empty for a plain word
/// @param languages what the text is in, other than English
record Token(
    int start,
    int end,
    String exact,
    @Nullable String joined,
    List<String> parts,
    Set<Language> languages) {
  /// Marks a stem; no token begins with it.
  static final String STEM = "~";

  /// Marks a name whose words were joined: `auth_service`, `auth-service` and `AuthService` have
  /// `=authservice` in common.
  static final String JOINED = "=";

  /// Terms longer than this are noise (keys, encoded data); found by their parts.
  static final int LONGEST_TERM = 200;

  private static final int LONGEST_STEMMED = 40;

  Token {
    parts = List.copyOf(parts);
  }

  Token(int start, int end, String exact, @Nullable String joined, List<String> parts) {
    this(start, end, exact, joined, parts, Set.of());
  }

  Token in(Set<Language> others) {
    return new Token(start, end, exact, joined, parts, others);
  }

  /// Whether it is a small word of English, which no text is found by.
  boolean isStopWord() {
    return isPlain() && StopWords.contains(exact);
  }

  /// Whether it is a small word of another language the text is in. Texts keep these: what is
  /// German for "the" is what an English one says of a process.
  boolean isForeignStopWord() {
    return isPlain() && languages.stream().anyMatch(language -> language.isStopWord(exact));
  }

  /// Whether it is one word and nothing else.
  boolean isPlain() {
    return parts.isEmpty() && joined == null;
  }

  /// The letters and digits of a name of several words; null for anything else.
  @Nullable String name() {
    if (joined != null) {
      return joined;
    }
    boolean name = !isPlain() && !isUnspaced() && Character.isLetter(exact.codePointAt(0));
    return name && exact.chars().allMatch(Character::isLetterOrDigit) ? exact : null;
  }

  /// Whether it is a stretch of a script without spaces.
  boolean isUnspaced() {
    return Tokenizer.isUnspaced(exact.codePointAt(0));
  }

  /// Everything it is found by.
  Set<String> terms() {
    Set<String> terms = new LinkedHashSet<>();
    if (isStopWord()) {
      return terms;
    }
    EnglishStemmer stemmer = new EnglishStemmer();
    add(terms, exact, stemmer);
    String name = name();
    if (name != null && name.length() <= LONGEST_TERM) {
      terms.add(JOINED + name);
      String stem = stem(name, stemmer);
      if (stem != null) {
        terms.add(stem);
      }
    }
    for (String part : parts) {
      add(terms, part, stemmer);
    }
    return terms;
  }

  /// The stem of a folded word, in English or Russian; null if it is none of the words that these
  /// inflect.
  static @Nullable String stem(String word) {
    return stem(word, new EnglishStemmer());
  }

  /// The stems of a folded word in the other languages of Latin letters.
  static Set<String> foreignStems(String word) {
    return foreignStems(word, EnumSet.allOf(Language.class));
  }

  private static Set<String> foreignStems(String word, Set<Language> languages) {
    Set<String> stems = new LinkedHashSet<>();
    if (isStemmed(word) && isLatinLetters(word)) {
      languages.forEach(language -> stems.add(language.stem(word)));
    }
    return stems;
  }

  private void add(Set<String> terms, String word, EnglishStemmer stemmer) {
    if (word.length() <= LONGEST_TERM) {
      terms.add(word);
      String stem = stem(word, stemmer);
      if (stem != null) {
        terms.add(stem);
      }
      terms.addAll(foreignStems(word, languages));
    }
  }

  /// The same with a stemmer for English at hand, which is used by one thread at a time.
  static @Nullable String stem(String word, EnglishStemmer english) {
    if (!isStemmed(word)) {
      return null;
    }
    if (isLatinLetters(word)) {
      return stemmed(word, english);
    }
    return isCyrillicLetters(word) ? stemmed(word, new RussianStemmer()) : null;
  }

  private static String stemmed(String word, SnowballStemmer stemmer) {
    stemmer.setCurrent(word);
    stemmer.stem();
    return STEM + stemmer.getCurrent();
  }

  private static boolean isStemmed(String word) {
    return word.length() >= 3 && word.length() <= LONGEST_STEMMED;
  }

  private static boolean isLatinLetters(String word) {
    return word.chars().allMatch(c -> c >= 'a' && c <= 'z');
  }

  private static boolean isCyrillicLetters(String word) {
    return word.chars().allMatch(c -> c >= '\u0430' && c <= '\u044F');
  }
}
