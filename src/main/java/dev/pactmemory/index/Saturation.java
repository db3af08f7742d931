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
  /// Of a memory, in terms by the weights of their fields, as developers write them. Longer ones
  /// are held to say less by a word.
  private static final float USUAL_LENGTH = 200;

  Saturation() {
    super(0.9f, 0.4f);
  }

  /// The same for every index: what Lucene finds counts what was taken out and not merged away yet,
  /// and the same memories would rank differently after another history.
  @Override
  protected float avgFieldLength(CollectionStatistics collection) {
    return USUAL_LENGTH;
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
