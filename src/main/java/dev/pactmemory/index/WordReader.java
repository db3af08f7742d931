package dev.pactmemory.index;

import dev.pactmemory.index.Question.Word;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the terms that stand for a word of a question in this index, and how much each counts.
///
/// First the word itself: as it is written and by its stem, English or another language's. Where
/// the index has neither that nor a word that means the same, it is taken for mistyped. The parts
/// of a compound always count a little. Made for one question, because it looks for the spellings
/// of a few words only; confined to one thread.
final class WordReader {
  /// Looking for spellings walks the dictionary.
  private static final int MAX_MISTYPED = 8;

  /// So little that a memory with the whole beats one that speaks of the parts all the time.
  private static final double PARTS_SHARE = 0.25;

  private static final double STEM_SHARE = 0.65;

  private static final double SPELLING_SHARE = 0.7;

  /// Of a word, for another one that means the same; then also for the word itself, inflected.
  private static final double SUBSTITUTE_SHARE = 0.75;

  private static final Pattern NAME =
      Pattern.compile("[\\p{Nd}_./]|\\p{Lu}.*\\p{Lu}|\\p{Ll}\\p{Lu}");

  private final String text;
  private final Dictionary dictionary;
  private int mistyped;

  /// @param text of the question
  WordReader(String text, Dictionary dictionary) {
    this.text = text;
    this.dictionary = dictionary;
  }

  /// @param others terms that mean the same (see [Thesaurus])
  Word read(Token token, Set<String> others) throws IOException {
    Terms terms = new Terms(token);
    terms.addWholes();
    terms.addForeignStems();
    Map<String, Double> substitutes = rarities(others);
    boolean mistypedHere = false;
    List<String> parts = token.isUnspaced() ? List.of() : token.parts();
    if (terms.isEmpty() && !substitutes.isEmpty()) {
      terms.weight = Collections.max(substitutes.values());
    } else if (terms.isEmpty()) {
      String typed = token.name() == null ? token.exact() : token.name();
      List<String> halves = token.isPlain() ? dictionary.halves(typed) : List.of();
      if (!halves.isEmpty()) {
        parts = halves;
      } else if (mistyped < MAX_MISTYPED) {
        mistyped++;
        mistypedHere = terms.addSpellings(dictionary.spellings(typed));
      }
    }
    terms.addParts(parts);
    if (!mistypedHere) {
      terms.fill(); // A guess does not stand for the whole.
    }
    return new Word(
        token.start(),
        token.end(),
        isName(token),
        terms.weight > 0 ? terms.weight : dictionary.rarity(0),
        Map.copyOf(terms.forms),
        Map.copyOf(terms.alternatives),
        terms.substitutes(substitutes));
  }

  /// The terms of the word itself, while they are gathered.
  private final class Terms {
    private final Token token;
    private final Map<String, Double> forms = new LinkedHashMap<>();
    private final Map<String, Double> alternatives = new LinkedHashMap<>();

    /// Of the word; 0 while nothing of it is known.
    private double weight;

    /// What the terms count together.
    private double share;

    Terms(Token token) {
      this.token = token;
    }

    boolean isEmpty() {
      return forms.isEmpty() && alternatives.isEmpty();
    }

    void addWholes() throws IOException {
      for (Map.Entry<String, Double> whole : wholes(token).entrySet()) {
        int frequency = dictionary.frequency(whole.getKey());
        if (frequency > 0) {
          forms.put(whole.getKey(), whole.getValue());
          share += whole.getValue();
          double rarity = dictionary.rarity(frequency);
          // The stem of a plain word is what it is in general; the whole of a name is what it is.
          weight =
              token.isPlain() && weight > 0 ? Math.min(weight, rarity) : Math.max(weight, rarity);
        }
      }
    }

    void addForeignStems() throws IOException {
      Map<String, Double> foreign =
          rarities(token.isPlain() ? Token.foreignStems(token.exact()) : Set.of());
      if (foreign.isEmpty()) {
        return;
      }
      String english = Token.stem(token.exact());
      Double known = english == null ? null : forms.remove(english);
      if (english != null && known != null) {
        alternatives.put(english, known);
      } else {
        share += STEM_SHARE;
      }
      foreign.forEach((stem, rarity) -> {
        alternatives.put(stem, STEM_SHARE);
        weight = weight > 0 ? Math.min(weight, rarity) : rarity;
      });
    }

    /// @return whether there are any
    boolean addSpellings(List<String> spellings) throws IOException {
      for (String spelling : spellings) {
        alternatives.put(spelling, SPELLING_SHARE);
        weight = Math.max(weight, dictionary.rarity(dictionary.frequency(spelling)));
      }
      share += spellings.isEmpty() ? 0 : SPELLING_SHARE;
      return !spellings.isEmpty();
    }

    void addParts(List<String> parts) throws IOException {
      Map<String, Double> rarities = partRarities(parts);
      double all = rarities.values().stream().mapToDouble(rarity -> rarity).sum();
      boolean wholeIsKnown = share > 0;
      boolean any = false;
      for (Map.Entry<String, Double> part : rarities.entrySet()) {
        if (dictionary.knows(part.getKey())) {
          any = true;
          forms.merge(part.getKey(), PARTS_SHARE * part.getValue() / all, Double::sum);
          weight = wholeIsKnown ? weight : Math.max(weight, part.getValue());
        }
      }
      share += any ? PARTS_SHARE : 0;
    }

    /// Makes them count 1 together.
    void fill() {
      if (share > 0) {
        forms.replaceAll((term, value) -> value / share);
        alternatives.replaceAll((term, value) -> value / share);
      }
    }

    /// @param rarities of the terms that mean the same
    Map<String, Double> substitutes(Map<String, Double> rarities) {
      Map<String, Double> substitutes = new HashMap<>();
      rarities.forEach((other, rarity) -> {
        if (!isOwn(other)) {
          // A word said everywhere says less than the rare one that it stands for.
          substitutes.put(other, SUBSTITUTE_SHARE * Math.min(1, rarity / weight));
        }
      });
      String stem = token.isPlain() && !substitutes.isEmpty() ? Token.stem(token.exact()) : null;
      if (stem != null && isOwn(stem)) {
        substitutes.put(stem, SUBSTITUTE_SHARE);
      }
      return Map.copyOf(substitutes);
    }

    private boolean isOwn(String term) {
      return forms.containsKey(term) || alternatives.containsKey(term);
    }
  }

  /// With a digit, capitals inside, a sign that joins names in code, or a capital where no sentence
  /// begins; in German any noun has that.
  private boolean isName(Token token) {
    String written = text.substring(token.start(), token.end());
    boolean capital = Character.isUpperCase(written.codePointAt(0));
    return NAME.matcher(written).find()
        || (capital && token.start() > 0 && !token.languages().contains(Language.GERMAN));
  }

  /// The forms that stand for the whole of it, and their shares.
  private static Map<String, Double> wholes(Token token) {
    Map<String, Double> wholes = new LinkedHashMap<>();
    String exact = token.exact();
    String name = token.name() == null ? exact : token.name();
    String stem = token.isUnspaced() ? null : Token.stem(name);
    if (token.isPlain() || token.isUnspaced()) {
      wholes.put(stem == null ? exact : stem, STEM_SHARE);
      wholes.merge(exact, 0.2, Double::sum);
      wholes.put(Token.JOINED + exact, 0.15);
    } else {
      wholes.put(exact, 0.45);
      wholes.put(Token.JOINED + name, 0.15);
      wholes.merge(stem == null ? exact : stem, 0.15, Double::sum);
    }
    return wholes;
  }

  /// Of those that the index knows.
  private Map<String, Double> rarities(Set<String> terms) throws IOException {
    Map<String, Double> rarities = new LinkedHashMap<>();
    for (String term : terms) {
      int frequency = dictionary.frequency(term);
      if (frequency > 0) {
        rarities.put(term, dictionary.rarity(frequency));
      }
    }
    return rarities;
  }

  /// The parts by the term that stands for each: its stem where it has one.
  private Map<String, Double> partRarities(List<String> parts) throws IOException {
    Map<String, Double> rarities = new LinkedHashMap<>();
    for (String part : parts) {
      String stem = Token.stem(part);
      String term = stem == null ? part : stem;
      if (!dictionary.knows(term)) {
        for (String foreign : Token.foreignStems(part)) {
          term = dictionary.knows(foreign) ? foreign : term;
        }
      }
      rarities.put(term, dictionary.rarity(dictionary.frequency(term)));
    }
    return rarities;
  }
}
