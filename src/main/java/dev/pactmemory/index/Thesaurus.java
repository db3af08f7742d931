package dev.pactmemory.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import org.tartarus.snowball.ext.EnglishStemmer;

/// What developers call by several names: who asks how to "log in" is glad of a memory about
/// authentication, and who asks for `k8s` means Kubernetes. Read from `thesaurus.txt` once; safe
/// for threads.
///
/// To stem all of it would hold up the first question for a tenth of a second, so only words are
/// stemmed that begin like one of the question: a stem begins as its word does.
final class Thesaurus {
  private static final String PHRASE = "_";
  private static final String SHORT_FOR = "=";
  private static final int BEGINNING = 2;

  private static final Thesaurus THESAURUS = read();

  /// A word or a phrase of a line.
  ///
  /// @param others the words of the line that may stand for it, itself perhaps among them
  private record Entry(String words, List<String> others) {}

  private final Map<String, List<Entry>> byBeginning = new HashMap<>();

  /// By beginning what was asked for already: of each term, or terms of a phrase, the words.
  private final Map<String, Map<String, List<String>>> byTerm = new ConcurrentHashMap<>();

  private int longestPhrase = 1;

  private Thesaurus() {}

  /// What else may be meant by the words of a question.
  ///
  /// @return terms by where the token starts that they stand for; tokens without any are missing.
  ///   What stands for a phrase stands for each of its tokens
  static Map<Integer, Set<String>> of(List<Token> tokens) {
    return THESAURUS.lookUp(tokens);
  }

  private Map<Integer, Set<String>> lookUp(List<Token> tokens) {
    EnglishStemmer stemmer = new EnglishStemmer();
    List<String> terms = new ArrayList<>();
    tokens.forEach(token -> terms.add(term(token.exact(), stemmer)));
    Map<Integer, Set<String>> found = new HashMap<>();
    for (int from = 0; from < terms.size(); from++) {
      Map<String, List<String>> known = stemmed(beginning(tokens.get(from).exact()));
      for (int to = from + 1; to <= Math.min(from + longestPhrase, terms.size()); to++) {
        String key = String.join(PHRASE, terms.subList(from, to));
        boolean isMeant = to > from + 1 || tokens.get(from).isPlain();
        for (String other : isMeant ? known.getOrDefault(key, List.of()) : List.<String>of()) {
          String term = term(other, stemmer);
          if (!term.equals(key)) {
            for (Token token : tokens.subList(from, to)) {
              found.computeIfAbsent(token.start(), _ -> new LinkedHashSet<>()).add(term);
            }
          }
        }
      }
    }
    return found;
  }

  private Map<String, List<String>> stemmed(String beginning) {
    List<Entry> entries = byBeginning.get(beginning);
    return entries == null ? Map.of() : byTerm.computeIfAbsent(beginning, _ -> stemmed(entries));
  }

  private static Map<String, List<String>> stemmed(List<Entry> entries) {
    EnglishStemmer stemmer = new EnglishStemmer();
    Map<String, List<String>> stemmed = new HashMap<>();
    for (Entry entry : entries) {
      StringJoiner key = new StringJoiner(PHRASE);
      for (String word : entry.words().split(PHRASE, -1)) {
        key.add(term(word, stemmer));
      }
      stemmed.computeIfAbsent(key.toString(), _ -> new ArrayList<>()).addAll(entry.others());
    }
    return stemmed;
  }

  private static Thesaurus read() {
    Thesaurus thesaurus = new Thesaurus();
    InputStream resource = Thesaurus.class.getResourceAsStream("thesaurus.txt");
    try (var lines =
        new BufferedReader(
            new InputStreamReader(Objects.requireNonNull(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          thesaurus.add(List.of(line.split(" ", -1)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the thesaurus of this program cannot be read", e);
    }
    return thesaurus;
  }

  private void add(List<String> line) {
    if (line.get(1).equals(SHORT_FOR)) {
      List<String> longs = line.subList(2, line.size());
      add(line.getFirst(), longs);
      longs.forEach(word -> add(word, line.subList(0, 1)));
      return;
    }
    List<String> words = new ArrayList<>(line);
    words.removeIf(word -> word.contains(PHRASE));
    line.forEach(word -> add(word, words));
  }

  private void add(String words, List<String> others) {
    longestPhrase = Math.max(longestPhrase, words.split(PHRASE, -1).length);
    byBeginning
        .computeIfAbsent(beginning(words), _ -> new ArrayList<>())
        .add(new Entry(words, others));
  }

  private static String beginning(String word) {
    return word.substring(0, Math.min(BEGINNING, word.length()));
  }

  /// The stem, where the word has one.
  private static String term(String word, EnglishStemmer stemmer) {
    String stem = Token.stem(word, stemmer);
    return stem == null ? word : stem;
  }
}
