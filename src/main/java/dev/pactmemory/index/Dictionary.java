package dev.pactmemory.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FuzzyTermsEnum;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// The words that the index knows, and how rare each is. Confined to one thread.
final class Dictionary {
  /// A small store says little about which words are common: it is taken for this many memories
  /// larger, none of which has the word.
  private static final int PRIOR = 20;

  private static final int MAX_SPELLINGS = 5;
  private static final int LONGEST_COMPOUND = 40;

  /// The first letter is rarely mistyped; holding it fixed keeps `bats` out of `cats`.
  private static final int FIRST_LETTER = 1;

  private final IndexReader reader;
  private final int memories;
  private final Map<String, Integer> frequencies = new HashMap<>();

  /// Of each segment; null where it has no words.
  private final List<@Nullable TermsEnum> words;

  private final List<@Nullable TermsEnum> entities;
  private final List<@Nullable TermsEnum> files;

  Dictionary(IndexReader reader) throws IOException {
    this.reader = reader;
    this.words = terms(Documents.WORDS);
    this.entities = terms(Documents.ENTITY_JOINED);
    this.files = terms(TextField.FILES.indexName());
    this.memories = living(terms(Documents.KIND), Documents.MEMORY);
  }

  private List<@Nullable TermsEnum> terms(String field) throws IOException {
    List<@Nullable TermsEnum> enums = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      enums.add(terms == null ? null : terms.iterator());
    }
    return enums;
  }

  /// In how many memories the term occurs.
  int frequency(String term) throws IOException {
    Integer known = frequencies.get(term);
    if (known == null) {
      known = living(words, term);
      frequencies.put(term, known);
    }
    return known;
  }

  /// In how many documents the term occurs.
  ///
  /// @param enums of each segment
  private int living(List<@Nullable TermsEnum> enums, String term) throws IOException {
    int count = 0;
    for (int i = 0; i < enums.size(); i++) {
      TermsEnum terms = enums.get(i);
      if (terms != null && terms.seekExact(new BytesRef(term))) {
        count += living(terms, reader.leaves().get(i));
      }
    }
    return count;
  }

  /// How many documents of the segment have the term. Lucene's own count holds what was taken out
  /// and not merged away yet: by that the same memories would rank differently after another
  /// history.
  private static int living(TermsEnum term, LeafReaderContext leaf) throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    if (live == null) {
      return term.docFreq();
    }
    int count = 0;
    PostingsEnum postings = term.postings(null, PostingsEnum.NONE);
    while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      count += live.get(postings.docID()) ? 1 : 0;
    }
    return count;
  }

  boolean knows(String term) throws IOException {
    return frequency(term) > 0;
  }

  /// Whether a memory has an entity of this joined name.
  boolean knowsEntity(String joined) throws IOException {
    return living(entities, Documents.key(joined)) > 0;
  }

  /// Whether a memory is linked to a file of this folded path or name.
  boolean knowsFile(String file) throws IOException {
    return living(files, file) > 0;
  }

  /// The weight of a term that occurs in so many memories (BM25's inverse document frequency). What
  /// occurs nowhere weighs like what occurs once.
  double rarity(int frequency) {
    int known = Math.max(1, frequency);
    int all = Math.max(memories, known) + PRIOR;
    return Math.log(1 + (all - known + 0.5) / (known + 0.5));
  }

  /// Known words that `word`, which is not known, may be a mistyping of: one edit away, from eight
  /// letters on two; only the nearest, the most frequent first. Words with anything but letters
  /// have none: a version or a number is another one, not a mistyped one.
  List<String> spellings(String word) throws IOException {
    int length = word.codePointCount(0, word.length());
    if (length < 4 || length > LONGEST_COMPOUND || !isLetters(word)) {
      return List.of();
    }
    List<String> near = within(word, 1);
    return near.isEmpty() && length >= 8 ? within(word, 2) : near;
  }

  /// Two known words that `word` is made of, of three letters or more each; empty where there are
  /// none. The most even split wins.
  List<String> halves(String word) throws IOException {
    List<String> best = List.of();
    int bestShorter = 0;
    if (word.length() > LONGEST_COMPOUND || !isLetters(word)) {
      return best;
    }
    for (int at = 3; at <= word.length() - 3; at++) {
      int shorter = Math.min(at, word.length() - at);
      if (shorter > bestShorter && knows(word.substring(0, at)) && knows(word.substring(at))) {
        best = List.of(word.substring(0, at), word.substring(at));
        bestShorter = shorter;
      }
    }
    return best;
  }

  private List<String> within(String word, int edits) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, Documents.WORDS);
    if (terms == null) {
      return List.of();
    }
    record Spelling(String word, int frequency) {}
    List<Spelling> found = new ArrayList<>();
    var near =
        new FuzzyTermsEnum(
            terms,
            new Term(Documents.WORDS, word),
            edits,
            FIRST_LETTER,
            /* transpositions= */ true);
    for (BytesRef term = near.next(); term != null; term = near.next()) {
      String spelling = term.utf8ToString();
      if (isLetters(spelling)) {
        found.add(new Spelling(spelling, frequency(spelling)));
      }
    }
    found.removeIf(spelling -> spelling.frequency() == 0);
    found.sort(
        Comparator.comparingInt(Spelling::frequency).reversed().thenComparing(Spelling::word));
    return found.stream().limit(MAX_SPELLINGS).map(Spelling::word).toList();
  }

  private static boolean isLetters(String word) {
    return word.codePoints().allMatch(Character::isLetter);
  }
}
