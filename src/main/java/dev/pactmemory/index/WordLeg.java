package dev.pactmemory.index;

import dev.pactmemory.model.MemoryId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.BulkScorer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LeafCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.Scorable;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;

/// The text leg: scores every memory that has a word of the question, in one pass over the
/// postings. Confined to one thread.
final class WordLeg {
  private final IndexSearcher searcher;
  private final Blocks blocks;
  private final List<Scored> scored = new ArrayList<>();

  WordLeg(IndexSearcher searcher, Blocks blocks) {
    this.searcher = searcher;
    this.blocks = blocks;
  }

  private record Scored(int document, float score) {}

  /// What has a word.
  ///
  /// @param total memories
  /// @param scores by the number of the memory: of the best and of those asked about
  record Found(int total, Map<Integer, Float> scores) {}

  /// One use.
  ///
  /// @param words the query, rewritten
  /// @param allowed memories that may be found
  /// @param wanted how many of the best; equal scores by newest update, then by id
  /// @param also numbers of memories whose scores are told, whatever they are
  Found search(Query words, Query allowed, int wanted, Set<Integer> also) throws IOException {
    Weight weight = searcher.createWeight(words, ScoreMode.COMPLETE, 1);
    Weight filter =
        searcher.createWeight(searcher.rewrite(allowed), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      score(leaf, weight, filter);
    }
    Map<Integer, Float> scores = new HashMap<>();
    for (Scored one : scored) {
      if (also.contains(one.document())) {
        scores.put(one.document(), one.score());
      }
    }
    for (Scored one : best(wanted)) {
      scores.put(one.document(), one.score());
    }
    return new Found(scored.size(), scores);
  }

  private void score(LeafReaderContext leaf, Weight weight, Weight filter) throws IOException {
    BulkScorer words = weight.bulkScorer(leaf);
    Scorer memories = filter.scorer(leaf);
    if (words == null || memories == null) {
      return;
    }
    int end = leaf.reader().maxDoc();
    FixedBitSet allowed = new FixedBitSet(end);
    DocIdSetIterator each = memories.iterator();
    for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
      allowed.set(doc);
    }
    words.score(new Collecting(leaf.docBase, allowed), leaf.reader().getLiveDocs(), 0, end);
  }

  private final class Collecting implements LeafCollector {
    private final int base;
    private final FixedBitSet allowed;
    private Scorable scorer =
        new Scorable() {
          @Override
          public float score() {
            throw new IllegalStateException("nothing is scored yet");
          }
        };

    Collecting(int base, FixedBitSet allowed) {
      this.base = base;
      this.allowed = allowed;
    }

    @Override
    public void setScorer(Scorable scorer) {
      this.scorer = scorer;
    }

    @Override
    public void collect(int doc) throws IOException {
      if (allowed.get(doc)) {
        scored.add(new Scored(base + doc, scorer.score()));
      }
    }
  }

  private List<Scored> best(int wanted) throws IOException {
    scored.sort(Comparator.comparingDouble(Scored::score).reversed());
    if (scored.size() <= wanted) {
      return scored;
    }
    float last = scored.get(wanted - 1).score();
    int from = 0;
    while (scored.get(from).score() > last) {
      from++;
    }
    int to = from;
    while (to < scored.size() && scored.get(to).score() == last) {
      to++;
    }
    List<Scored> best = new ArrayList<>(scored.subList(0, from));
    record Tied(Scored scored, long updated, MemoryId id) {}
    List<Tied> tied = new ArrayList<>();
    for (Scored one : scored.subList(from, to)) {
      tied.add(
          new Tied(one, blocks.updated(one.document()), new MemoryId(blocks.id(one.document()))));
    }
    tied.sort(Comparator.comparingLong(Tied::updated).reversed().thenComparing(Tied::id));
    tied.stream().limit(wanted - from).map(Tied::scored).forEach(best::add);
    return best;
  }
}
