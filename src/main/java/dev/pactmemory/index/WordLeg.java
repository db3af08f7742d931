package dev.pactmemory.index;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.Weight;

/// The text leg: how much each memory speaks of the words of a question. Confined to one thread.
final class WordLeg {
  private static final Sort BEST_FIRST =
      new Sort(
          SortField.FIELD_SCORE,
          new SortedNumericSortField(Documents.UPDATED, SortField.Type.LONG, true),
          new SortField(Documents.ID_ORDER, SortField.Type.LONG));

  private final IndexSearcher searcher;
  private final Query words;
  private final Weight weight;

  WordLeg(IndexSearcher searcher, Query words) throws IOException {
    this.searcher = searcher;
    this.words = searcher.rewrite(words);
    this.weight = searcher.createWeight(this.words, ScoreMode.COMPLETE, 1);
  }

  /// What has a word.
  ///
  /// @param total memories
  /// @param scores of the best, by the number of the memory
  record Found(int total, Map<Integer, Float> scores) {}

  /// @param allowed memories that may be found
  /// @param wanted how many of the best; equal scores by newest update, then by id
  Found best(Query allowed, int wanted) throws IOException {
    Query query =
        new BooleanQuery.Builder().add(words, Occur.MUST).add(allowed, Occur.FILTER).build();
    TopFieldDocs best =
        searcher.search(query, new TopFieldCollectorManager(BEST_FIRST, wanted, Integer.MAX_VALUE));
    Map<Integer, Float> scores = new HashMap<>();
    for (ScoreDoc one : best.scoreDocs) {
      if (one instanceof FieldDoc sorted && sorted.fields[0] instanceof Float score) {
        scores.put(one.doc, score);
      }
    }
    return new Found(Math.toIntExact(best.totalHits.value()), scores);
  }

  /// The scores of those of the memories that have a word.
  Map<Integer, Float> scores(Collection<Integer> memories) throws IOException {
    Map<Integer, Float> scores = new HashMap<>();
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    int at = -1;
    Scorer scorer = null;
    for (int memory : memories.stream().sorted().toList()) {
      int leaf = ReaderUtil.subIndex(memory, leaves);
      if (leaf != at) {
        scorer = weight.scorer(leaves.get(leaf));
        at = leaf;
      }
      int document = memory - leaves.get(leaf).docBase;
      if (scorer != null && isThere(scorer, document)) {
        scores.put(memory, scorer.score());
      }
    }
    return scores;
  }

  private static boolean isThere(Scorer scorer, int document) throws IOException {
    return scorer.docID() == document
        || (scorer.docID() < document && scorer.iterator().advance(document) == document);
  }
}
