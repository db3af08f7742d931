package dev.pactmemory.index;

import org.apache.lucene.index.FieldInvertState;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.TermStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;

/// BM25F without the rarity of the word: how much a memory speaks of a word, 0 to 1. The rarity is
/// put to it by [Question], which knows the words of the question by all their forms.
///
/// `k1` and `b` are those that suit short texts. The usual length is the same for every index: what
/// Lucene finds counts what was taken out and not merged away yet, and the same memories would rank
/// differently after another history.
final class Saturation extends PerFieldSimilarityWrapper {
  private static final float K1 = 0.9f;
  private static final float B = 0.4f;

  /// Of a memory, in terms by the weights of their fields, as developers write them. Longer ones
  /// are held to say less by a word.
  private static final float USUAL_LENGTH = 200;

  private final Similarity words = new Weighed();
  private final Similarity texts = new Plain();

  @Override
  public Similarity get(String field) {
    return field.equals(Documents.WORDS) ? words : texts;
  }

  /// Of a field in which an occurrence counts by the weight of where it stands.
  private static final class Weighed extends Similarity {
    /// The length in points.
    @Override
    public long computeNorm(FieldInvertState state) {
      return Math.max(1, state.getPosition() + 1);
    }

    @Override
    public SimScorer scorer(float boost, CollectionStatistics collection, TermStatistics... terms) {
      return new SimScorer() {
        @Override
        public float score(float points, long length) {
          float limit = K1 * (1 - B + B * length / (TextField.POINT * USUAL_LENGTH));
          return boost * points / (points + TextField.POINT * limit);
        }
      };
    }
  }

  /// Of a field on its own.
  private static final class Plain extends BM25Similarity {
    Plain() {
      super(K1, B);
    }

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
}
