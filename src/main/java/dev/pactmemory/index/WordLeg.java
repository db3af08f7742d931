package dev.pactmemory.index;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MultiCollectorManager;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.jspecify.annotations.Nullable;

/// The text leg: scores every memory that has a word of the question, in one pass over the
/// postings.
final class WordLeg {
  private static final Sort BEST_FIRST =
      new Sort(
          SortField.FIELD_SCORE,
          new SortedNumericSortField(Documents.UPDATED, SortField.Type.LONG, true),
          new SortField(Documents.MEMORY_ID, SortField.Type.STRING));

  private WordLeg() {}

  /// What has a word.
  ///
  /// @param total memories
  /// @param scores by the number of the memory: of the best and of those asked about
  record Found(int total, Map<Integer, Float> scores) {}

  /// @param words the query
  /// @param allowed memories that may be found
  /// @param wanted how many of the best; equal scores by newest update, then by id
  /// @param also numbers of memories whose scores are told, whatever they are
  static Found search(
      IndexSearcher searcher, Query words, Query allowed, int wanted, Set<Integer> also)
      throws IOException {
    Query query =
        new BooleanQuery.Builder().add(words, Occur.MUST).add(allowed, Occur.FILTER).build();
    Object[] found =
        searcher.search(
            query,
            new MultiCollectorManager(
                new TopFieldCollectorManager(BEST_FIRST, wanted, Integer.MAX_VALUE),
                new Scores(also)));
    if (!(found[0] instanceof TopFieldDocs best) || !(found[1] instanceof Named named)) {
      throw new IllegalStateException("the collectors answer in their order");
    }
    Map<Integer, Float> scores = new HashMap<>(named.scores());
    for (ScoreDoc one : best.scoreDocs) {
      if (one instanceof FieldDoc sorted && sorted.fields[0] instanceof Float score) {
        scores.put(one.doc, score);
      }
    }
    return new Found(Math.toIntExact(best.totalHits.value()), scores);
  }

  /// The scores of those that were asked about.
  private record Named(Map<Integer, Float> scores) {}

  private record Scores(Set<Integer> documents) implements CollectorManager<Collecting, Named> {
    @Override
    public Collecting newCollector() {
      return new Collecting(documents);
    }

    @Override
    public Named reduce(Collection<Collecting> collectors) {
      Map<Integer, Float> all = new HashMap<>();
      collectors.forEach(collecting -> all.putAll(collecting.scores));
      return new Named(all);
    }
  }

  private static final class Collecting extends SimpleCollector {
    private final Set<Integer> documents;
    private final Map<Integer, Float> scores = new HashMap<>();
    private int base;
    private @Nullable Scorable scorer;

    Collecting(Set<Integer> documents) {
      this.documents = documents;
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE;
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) {
      base = leaf.docBase;
    }

    @Override
    public void setScorer(Scorable scorer) {
      this.scorer = scorer;
    }

    @Override
    public void collect(int doc) throws IOException {
      if (scorer != null && documents.contains(base + doc)) {
        scores.put(base + doc, scorer.score());
      }
    }
  }
}
