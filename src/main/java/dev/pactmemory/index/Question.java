package dev.pactmemory.index;

import dev.pactmemory.model.Field;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CombinedFieldQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// The words of a question, each with its weight and the terms that stand for it in this index.
///
/// The score of a memory is the sum over the words of weight × how much it speaks of the word,
/// divided by the sum of the weights: 0 to 1, and comparable between questions. A word speaks
/// through its forms (itself, its stem, its parts), whose shares add up to 1, so that the whole
/// `AuthService` always beats "service", and "runs" still finds "running". Names of entities that
/// are not just a word among others, of linked files, and words that the index knows written as one
/// ("auth service") weigh extra.
final class Question {
  /// More words than anyone asks; what a pasted log has beyond, is the least rare of it.
  static final int MAX_WORDS = 64;

  /// As many of those found as tell why; a long question shares dozens with its answer.
  private static final int MAX_SPELLED = 8;

  /// Words looked at in a very long text, and those of them that may begin an entity's name.
  private static final int MAX_TOKENS = 2_000;

  private static final int MAX_NAME_STARTS = 200;
  private static final int LONGEST_NAME_TOKENS = 6;

  /// A longer text says itself what it means in several ways.
  private static final int LONGEST_REWORDED = 50;

  /// Of the weight of a name, for being said at all: a path or an error code is said once, and a
  /// long memory speaks no less of it.
  private static final double NAME_SAID = 0.7;

  /// Of a name's words: makes a memory with the entity beat one that speaks of it all the time, and
  /// one that is linked to a file beat one that mentions it.
  private static final double LINKED_EXTRA = 0.43;

  private static final double COMPOUND_EXTRA = 0.3;

  private static final String IN_OTHER_WORDS = " (in other words)";

  /// A word of the question.
  ///
  /// @param start where it stands in the question
  /// @param forms terms and their shares, at most 1 together
  /// @param isName whether it is written like the name of a thing
  /// @param alternatives other terms of which the best counts: stems in several languages, or
  ///   spellings
  /// @param substitutes terms of other words that mean the same (see [Thesaurus]), with the stem of
  ///   the word itself; the best counts where it is more than forms and alternatives
  record Word(
      int start,
      int end,
      boolean isName,
      double weight,
      Map<String, Double> forms,
      Map<String, Double> alternatives,
      Map<String, Double> substitutes) {
    boolean isKnown() {
      return !forms.isEmpty() || !alternatives.isEmpty() || !substitutes.isEmpty();
    }

    /// Whether it is only known as something written alike, as a mistyped word is.
    boolean isGuessed() {
      return forms.isEmpty() && !alternatives.isEmpty();
    }

    /// How much of it, or of what means the same, these terms have, 0 to 1.
    double share(Set<String> terms) {
      return Math.max(ownShare(terms), best(substitutes, terms));
    }

    /// How much of it these terms have, 0 to 1.
    double ownShare(Set<String> terms) {
      double sum = best(alternatives, terms);
      for (Map.Entry<String, Double> form : forms.entrySet()) {
        sum += terms.contains(form.getKey()) ? form.getValue() : 0;
      }
      return Math.min(1, sum);
    }

    private static double best(Map<String, Double> shares, Set<String> terms) {
      double best = 0;
      for (Map.Entry<String, Double> term : shares.entrySet()) {
        best = Math.max(best, terms.contains(term.getKey()) ? term.getValue() : 0);
      }
      return best;
    }
  }

  private final String text;
  private final Dictionary dictionary;
  private final List<Word> words = new ArrayList<>();
  private final Map<String, Double> compounds = new LinkedHashMap<>();
  private final Map<String, Double> entities = new LinkedHashMap<>();

  /// Files that memories are linked to, by path or name.
  private final Map<String, Double> files = new LinkedHashMap<>();

  private Question(String text, Dictionary dictionary) {
    this.text = text;
    this.dictionary = dictionary;
  }

  static Question of(String text, Dictionary dictionary) throws IOException {
    Question question = new Question(text, dictionary);
    question.read();
    return question;
  }

  String text() {
    return text;
  }

  /// In the order of the question.
  List<Word> words() {
    return words;
  }

  /// All terms that stand for the words.
  Set<String> terms() {
    Set<String> terms = ownTerms();
    words.forEach(word -> terms.addAll(word.substitutes().keySet()));
    return terms;
  }

  /// Those of the words themselves.
  Set<String> ownTerms() {
    Set<String> terms = new HashSet<>();
    for (Word word : words) {
      terms.addAll(word.forms().keySet());
      terms.addAll(word.alternatives().keySet());
    }
    return terms;
  }

  /// Joined names of entities that the question names (see [Folding#joined]).
  Set<String> entities() {
    return entities.keySet();
  }

  /// What a memory that says everything, endlessly, would score before division.
  double bound(Set<Field> fields) {
    double bound = words.stream().mapToDouble(Word::weight).sum();
    bound += compounds.values().stream().mapToDouble(weight -> weight).sum();
    if (searches(Field.ENTITIES, fields)) {
      bound += entities.values().stream().mapToDouble(weight -> weight).sum();
    }
    if (searches(Field.FILES, fields)) {
      bound += files.values().stream().mapToDouble(weight -> weight).sum();
    }
    return bound;
  }

  /// The text leg, for documents of memories; without a word it matches none.
  ///
  /// @param fields to look in; empty for all
  Query query(Set<Field> fields) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Word word : words) {
      Query itself = itself(word, fields);
      Query all =
          word.substitutes().isEmpty()
              ? itself
              : best(word.substitutes(), word.weight(), fields, List.of(itself));
      query.add(all, Occur.SHOULD);
    }
    compounds.forEach((term, weight) -> query.add(occurrences(term, weight, fields), Occur.SHOULD));
    if (searches(Field.ENTITIES, fields)) {
      entities.forEach((name, weight) -> {
        if (weight > 0) {
          Query has = new TermQuery(new Term(Documents.ENTITY_JOINED, Documents.key(name)));
          query.add(new BoostQuery(new ConstantScoreQuery(has), weight.floatValue()), Occur.SHOULD);
        }
      });
    }
    if (searches(Field.FILES, fields)) {
      files.forEach((file, weight) ->
          query.add(presence(file, weight, EnumSet.of(Field.FILES)), Occur.SHOULD));
    }
    return query.build();
  }

  private static Query itself(Word word, Set<Field> fields) {
    double said = word.isName() ? NAME_SAID : 0;
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    word.forms()
        .forEach((term, share) -> {
          double weight = word.weight() * share;
          query.add(occurrences(term, (1 - said) * weight, fields), Occur.SHOULD);
          if (said > 0) {
            query.add(presence(term, said * weight, fields), Occur.SHOULD);
          }
        });
    if (!word.alternatives().isEmpty()) {
      query.add(best(word.alternatives(), word.weight(), fields, List.of()), Occur.SHOULD);
    }
    return query.build();
  }

  /// The best of some terms, and of what else.
  private static Query best(
      Map<String, Double> terms, double weight, Set<Field> fields, List<Query> others) {
    List<Query> best = new ArrayList<>(others);
    terms.forEach((term, share) -> best.add(occurrences(term, weight * share, fields)));
    return new DisjunctionMaxQuery(best, 0);
  }

  private static Query presence(String term, double weight, Set<Field> fields) {
    return new BoostQuery(new ConstantScoreQuery(occurrences(term, 1, fields)), (float) weight);
  }

  private static Query occurrences(String term, double weight, Set<Field> fields) {
    if (fields.isEmpty()) {
      return new BoostQuery(new TermQuery(new Term(Documents.WORDS, term)), (float) weight);
    }
    var query = new CombinedFieldQuery.Builder(term);
    for (TextField field : TextField.values()) {
      if (fields.contains(field.field())) {
        query.addField(field.indexName(), field.weight());
      }
    }
    return new BoostQuery(query.build(), (float) weight);
  }

  private static boolean searches(Field field, Set<Field> fields) {
    return fields.isEmpty() || fields.contains(field);
  }

  private void read() throws IOException {
    List<Token> tokens = Tokenizer.tokens(text).stream().limit(MAX_TOKENS).toList();
    Map<String, Word> byExact = new LinkedHashMap<>();
    WordReader reader = new WordReader(text, dictionary);
    Map<Integer, Set<String>> thesaurus =
        tokens.size() > LONGEST_REWORDED ? Map.of() : Thesaurus.of(tokens);
    boolean hasOthers = tokens.stream().anyMatch(t -> !t.isStopWord() && !t.isForeignStopWord());
    for (Token token : tokens) {
      boolean small = token.isStopWord() || (hasOthers && token.isForeignStopWord());
      if (!small && !byExact.containsKey(token.exact())) {
        Set<String> others = thesaurus.getOrDefault(token.start(), Set.of());
        byExact.put(token.exact(), reader.read(token, others));
      }
    }
    words.addAll(byExact.values());
    if (words.size() > MAX_WORDS) {
      words.removeIf(word -> !word.isKnown());
      words.sort(Comparator.comparingDouble(Word::weight).reversed().thenComparingInt(Word::start));
      words.subList(Math.min(MAX_WORDS, words.size()), words.size()).clear();
      words.sort(Comparator.comparingInt(Word::start));
    }
    findCompounds(tokens, byExact);
    findEntities(tokens, byExact);
    findFiles(byExact);
  }

  /// Neighbours that the index knows written as one.
  private void findCompounds(List<Token> tokens, Map<String, Word> byExact) throws IOException {
    Set<Word> kept = new HashSet<>(words);
    for (int i = 0; i + 1 < Math.min(tokens.size(), MAX_NAME_STARTS); i++) {
      Word first = byExact.get(tokens.get(i).exact());
      Word second = byExact.get(tokens.get(i + 1).exact());
      if (first != null && second != null && kept.contains(first) && kept.contains(second)) {
        String compound = tokens.get(i).exact() + tokens.get(i + 1).exact();
        boolean plain = tokens.get(i).isPlain() && tokens.get(i + 1).isPlain();
        if (plain
            && compound.length() <= Token.LONGEST_TERM
            && dictionary.knows(Token.JOINED + compound)) {
          compounds.put(
              Token.JOINED + compound, COMPOUND_EXTRA * (first.weight() + second.weight()));
        }
      }
    }
  }

  /// Stretches of the question that are the name of an entity, the longest first; a name within a
  /// name is not meant.
  private void findEntities(List<Token> tokens, Map<String, Word> byExact) throws IOException {
    Set<Integer> taken = new HashSet<>();
    for (int length = LONGEST_NAME_TOKENS; length >= 1; length--) {
      for (int i = 0; i + length <= Math.min(tokens.size(), MAX_NAME_STARTS); i++) {
        List<Token> name = tokens.subList(i, i + length);
        double weight = weight(name, byExact);
        String written = text.substring(name.getFirst().start(), name.getLast().end());
        String joined = Folding.joined(written);
        if (weight > 0
            && joined.length() <= Token.LONGEST_TERM
            && !taken.contains(i)
            && !taken.contains(i + length - 1)
            && dictionary.knowsEntity(joined)) {
          double extra = isOneWordOfMany(written) ? 0 : LINKED_EXTRA * weight;
          entities.merge(joined, extra, Math::max);
          for (int j = i; j < i + length; j++) {
            taken.add(j);
          }
        }
      }
    }
  }

  /// "What does each validator store" may not mean the entity Validator: what is written like any
  /// word counts as one, and weighs more where it is a name.
  private boolean isOneWordOfMany(String written) {
    return words.size() > 1 && written.codePoints().skip(1).allMatch(Character::isLowerCase);
  }

  private void findFiles(Map<String, Word> byExact) throws IOException {
    for (Map.Entry<String, Word> word : byExact.entrySet()) {
      String written = word.getKey();
      boolean isPath = written.contains("/") || written.contains(".");
      if (isPath && words.contains(word.getValue()) && dictionary.knowsFile(written)) {
        files.put(written, LINKED_EXTRA * word.getValue().weight());
      }
    }
  }

  private static double weight(List<Token> name, Map<String, Word> byExact) {
    Map<Integer, Double> weights = new HashMap<>();
    for (Token token : name) {
      Word word = byExact.get(token.exact());
      if (word != null) {
        weights.put(word.start(), word.weight());
      }
    }
    return weights.values().stream().mapToDouble(weight -> weight).sum();
  }

  /// The words that `shares` (by place in [#words]) says are there, as the question spells them:
  /// whole words; where none is there as a whole, those of which a part is. Of many those that
  /// weigh most.
  ///
  /// @param own those that are there themselves; the others as something that means the same
  Set<String> spelled(Map<Integer, Double> shares, Set<Integer> own) {
    Set<String> whole = spelled(shares, own, 0.2);
    return whole.isEmpty() ? spelled(shares, own, Double.MIN_VALUE) : whole;
  }

  /// A stretch of the question.
  private record Stretch(int start, int end, double weight, boolean isOwn) {}

  private Set<String> spelled(Map<Integer, Double> shares, Set<Integer> own, double least) {
    Deque<Stretch> stretches = new ArrayDeque<>();
    for (int i = 0; i < words.size(); i++) {
      if (shares.getOrDefault(i, 0.0) >= least) {
        Word word = words.get(i);
        int start = word.start();
        double weight = word.weight();
        boolean isOwn = own.contains(i);
        if (!stretches.isEmpty() && start < stretches.getLast().end()) {
          // Pairs of a script without spaces overlap: what belongs together is told as one.
          Stretch begun = stretches.removeLast();
          start = begun.start();
          weight += begun.weight();
          isOwn |= begun.isOwn();
        }
        stretches.addLast(new Stretch(start, word.end(), weight, isOwn));
      }
    }
    return stretches.stream()
        .sorted(Comparator.comparingDouble(Stretch::weight).reversed())
        .limit(MAX_SPELLED)
        .sorted(Comparator.comparingInt(Stretch::start))
        .map(stretch ->
            text.substring(stretch.start(), stretch.end())
                + (stretch.isOwn() ? "" : IN_OTHER_WORDS))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
