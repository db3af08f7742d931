package dev.pactmemory.index;

import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.DiversifyingChildrenFloatKnnVectorQuery;
import org.apache.lucene.search.join.DiversifyingNearestChildrenKnnCollectorManager;
import org.apache.lucene.search.knn.KnnCollectorManager;
import org.jspecify.annotations.Nullable;

/// The vector leg: of each memory the passage nearest to a vector, found by a walk through the
/// graph of each segment, which is approximate, and the wider the nearer to exact.
///
/// A segment is explored as far as its share of the passages asks for: were the nearest `k` spread
/// by chance, it would hold a binomial number of them, and three standard deviations above the mean
/// nearly always cover that. Lucene's own rule takes sixteen, which in a few large segments is more
/// than the whole, and then explores those again that filled up.
final class VectorLeg extends DiversifyingChildrenFloatKnnVectorQuery {
  private static final double DEVIATIONS = 3;

  /// What was saved in a row lies in one small segment, and is often about one matter.
  private static final int LEAST = 50;

  private final BitSetProducer parents;

  /// @param passages those that may be found; null for all
  /// @param explored how many of the best are kept on the walk, over all segments
  VectorLeg(
      String field,
      float[] vector,
      @Nullable Query passages,
      int explored,
      BitSetProducer parents) {
    super(field, vector, passages, explored, parents);
    this.parents = parents;
  }

  @Override
  protected KnnCollectorManager getKnnCollectorManager(int explored, IndexSearcher searcher) {
    int all = searcher.getIndexReader().maxDoc();
    return (limit, strategy, segment) -> {
      int share = share(explored, (double) segment.reader().maxDoc() / all);
      return new DiversifyingNearestChildrenKnnCollectorManager(share, parents, searcher)
          .newCollector(limit, strategy, segment);
    };
  }

  /// @param part of all documents that the segment has, 0 to 1
  static int share(int explored, double part) {
    double mean = explored * part;
    double most = mean + DEVIATIONS * Math.sqrt(mean * (1 - part));
    return Math.min(explored, Math.max(LEAST, (int) Math.ceil(most)));
  }
}
