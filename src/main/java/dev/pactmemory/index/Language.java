package dev.pactmemory.index;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tartarus.snowball.SnowballStemmer;
import org.tartarus.snowball.ext.FrenchStemmer;
import org.tartarus.snowball.ext.GermanStemmer;
import org.tartarus.snowball.ext.SpanishStemmer;

/// A language in Latin letters that inflects otherwise than English. A text in one is also found by
/// the stems of its words in that language.
///
/// A question is too short to tell its language by: it is looked up in all of them, of which an
/// index without such texts knows nothing.
enum Language {
  GERMAN(
      ":d",
      "äöüß",
      "aber als auch auf aus bei beim bis dann das dass dem den der des die diese diesen dieser"
          + " dieses durch ein eine einem einen einer eines es fur haben im in ist kann kein keine"
          + " konnen man mit muss nach nicht noch nur ob oder ohne pro sein sich sie sind statt"
          + " uber um und uns unter vom von vor wann war waren warum was weil welche welcher"
          + " welches wenn werden wie wieder wir wird wo wurde wurden zu zum zur zwischen"),
  FRENCH(
      ":f",
      "éèêëàâçœùûîïô",
      "a afin apres au aux avant avec car ce ces cette chez comme comment dans de depuis des donc"
          + " du elle elles en entre est et etait etre faut il ils je l la le les leur leurs lors"
          + " mais ne notre nous ont ou par pas pour pourquoi qu quand que quel quelle quelles"
          + " quels qui sa sans se sera ses si sont sous sur un une vers vous"),
  SPANISH(
      ":s",
      "ñ¿¡áéíóú",
      "a al antes como con cual cuales cuando cuanto de del desde despues donde el ella en entre"
          + " era es esta este esto estos fue ha han hay la las le lo los mas muy no nos nuestra"
          + " nuestro o para pero por porque que quien se segun ser si sin sobre son su sus un una"
          + " unas unos y ya");

  /// Small words that are English for something, so that a question may be after them.
  private static final Set<String> ENGLISH_TOO =
      Set.of(
          "car", "con", "des", "die", "est", "las", "los", "man", "mit", "pas", "pour", "pro",
          "sans", "sera", "ser", "sin", "son", "sur", "war");

  private static final Set<Language> NONE = Set.of();
  private static final Map<String, Set<Language>> SMALL_WORDS = new HashMap<>();

  static {
    for (Language language : values()) {
      for (String word : Set.of(language.functionWords.split(" "))) {
        SMALL_WORDS.merge(word, EnumSet.of(language), (others, one) -> with(language, others));
      }
    }
  }

  private final String mark;
  private final String letters;
  private final String functionWords;

  /// @param mark ends its stems; no other stem ends like that
  Language(String mark, String letters, String functionWords) {
    this.mark = mark;
    this.letters = letters;
    this.functionWords = functionWords;
  }

  /// What the text is likely to be in, by its small words and its letters: several where they say
  /// equally much, none where it may as well be English.
  static Set<Language> of(String text, List<Token> tokens) {
    Map<Language, Integer> evidence = new EnumMap<>(Language.class);
    int english = 0;
    for (Token token : tokens) {
      Set<Language> small = SMALL_WORDS.getOrDefault(token.exact(), NONE);
      boolean isEnglish = StopWords.contains(token.exact());
      if (isEnglish && small.isEmpty()) {
        english++;
      }
      for (Language language : of(isEnglish ? NONE : small, text, token)) {
        evidence.merge(language, 1, Integer::sum);
      }
    }
    int enough = english + 1;
    int most = evidence.values().stream().reduce(enough, Math::max);
    evidence.values().removeIf(count -> count < most);
    return evidence.isEmpty() ? NONE : EnumSet.copyOf(evidence.keySet());
  }

  /// Whether the folded word says nothing about what a question in this language is after.
  boolean isStopWord(String word) {
    return !ENGLISH_TOO.contains(word) && SMALL_WORDS.getOrDefault(word, NONE).contains(this);
  }

  /// The term that stands for the inflections of a folded word of Latin letters.
  String stem(String word) {
    SnowballStemmer snowball =
        switch (this) {
          case GERMAN -> new GermanStemmer();
          case FRENCH -> new FrenchStemmer();
          case SPANISH -> new SpanishStemmer();
        };
    // A French participle ends in é, ée, és or ées, which its stemmer knows by the accents.
    snowball.setCurrent(this == FRENCH ? word.replace("eee", "e").replace("ee", "e") : word);
    snowball.stem();
    return Token.STEM + snowball.getCurrent() + mark;
  }

  /// What one word is evidence of: what it is a small word of, and what has its letters.
  private static Set<Language> of(Set<Language> small, String text, Token token) {
    Set<Language> found = small;
    for (int i = token.start(); i < token.end(); i++) {
      char c = text.charAt(i);
      if (c >= 128) {
        for (Language language : values()) {
          if (language.letters.indexOf(Character.toLowerCase(c)) >= 0) {
            found = with(language, found);
          }
        }
      }
    }
    return found;
  }

  private static Set<Language> with(Language one, Set<Language> others) {
    Set<Language> all = EnumSet.of(one);
    all.addAll(others);
    return all;
  }
}
