package dev.pactmemory.index;

import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;

/// BM25 without the rarity of the word: how much a memory speaks of a word, 0 to 1. The rarity is
/// put to it by [Question], which knows the words of the question by all their forms.
///
/// `k1` and `b` are those that suit short texts.
final class Saturation extends BM25Similarity {
  Saturation() {
    super(0.9f, 0.4f);
  }

  @Override
  public Explanation idfExplain(CollectionStatistics collection, TermStatistics term) {
    return Explanation.match(1f, "rarity is weighed in the question");
  }

  @Override
  public Explanation idfExplain(CollectionStatistics collection, TermStatistics[] terms) {
    return Explanation.match(1f, "rarity is weighed in the question");
  }
}
