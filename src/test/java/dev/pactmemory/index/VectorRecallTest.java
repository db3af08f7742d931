package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.BLOG;
import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.id;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The vector leg is approximate; what it is asked for makes it as good as exact.
class VectorRecallTest extends IndexFixture {
  private static final int DIMENSION = 384;

  /// Below every cosine here.
  private static final float FLOOR = -0.5f;

  private static final int BEST = 10;
  private static final int QUESTIONS = 100;

  private final Random random = new Random(42);
  private final List<float[]> centers = new ArrayList<>();
  private final List<Embedding> vectors = new ArrayList<>();

  @Test
  void theBestTenAreThoseOfAnExactSearchInManySegments() {
    fill(50, 30, 0.4f, 150);

    assertThat(recall(0.4f, null)).isGreaterThanOrEqualTo(0.98);
    // One in seven: a filter must not starve the walk through the graph.
    assertThat(recall(0.4f, 7)).isGreaterThanOrEqualTo(0.98);
  }

  /// The harder case: one large graph, small clusters, and questions far from all of them.
  @Test
  void theBestTenAreThoseOfAnExactSearchInOneSegment() {
    fill(300, 20, 1.4f, 6_000);

    assertThat(recall(3, null)).isGreaterThanOrEqualTo(0.98);
    assertThat(recall(3, 7)).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void aSegmentIsExploredAsFarAsItsShareAsksFor() {
    assertThat(VectorLeg.share(200, 1)).isEqualTo(200);
    // 100 of the 200 nearest are expected in it, and hardly ever more than 121.
    assertThat(VectorLeg.share(200, 0.5)).isEqualTo(122);
    assertThat(VectorLeg.share(200, 0.0001)).isEqualTo(50);
    assertThat(VectorLeg.share(20, 0.9)).isEqualTo(20);
  }

  /// @param batch memories that are put at once: of a segment
  private void fill(int clusters, int inCluster, float noise, int batch) {
    for (int i = 0; i < clusters; i++) {
      centers.add(direction());
    }
    List<TestMemories.Draft> drafts = new ArrayList<>();
    for (int i = 0; i < clusters * inCluster; i++) {
      Embedding vector = near(centers.get(i % clusters), noise);
      vectors.add(vector);
      TestMemories.Draft draft = memory(i).context("m" + i).passage(Field.CONTEXT, "m" + i, vector);
      drafts.add(i % 7 == 0 ? draft.in(BLOG) : draft);
      if (drafts.size() == batch) {
        put(drafts.toArray(TestMemories.Draft[]::new));
        drafts.clear();
      }
    }
  }

  private float[] direction() {
    float[] direction = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      direction[i] = (float) random.nextGaussian();
    }
    return unit(direction);
  }

  /// @param share of noise to one of the center
  private Embedding near(float[] center, float share) {
    float[] noise = direction();
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = center[i] + share * noise[i];
    }
    return new Embedding(unit(vector));
  }

  private static float[] unit(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(squares);
    }
    return vector;
  }

  /// @param noise of the questions
  /// @param step of those in the other project; null for a search in all
  private double recall(float noise, @Nullable Integer step) {
    int found = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      Embedding question = near(centers.get(i % centers.size()), noise);
      Set<MemoryId> exact = exact(question, step == null ? 1 : step);
      TestMemories.Ask ask = ask("?").vector(question).floor(FLOOR).count(BEST);
      Set<MemoryId> got = new HashSet<>(found(step == null ? ask : ask.in(BLOG)));
      got.retainAll(exact);
      found += got.size();
    }
    return (double) found / (QUESTIONS * BEST);
  }

  private Set<MemoryId> exact(Embedding question, int step) {
    record Near(int number, double cosine) {}
    List<Near> all = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i += step) {
      all.add(new Near(i, question.cosine(vectors.get(i))));
    }
    all.sort(Comparator.comparingDouble(Near::cosine).reversed());
    Set<MemoryId> best = new HashSet<>();
    all.stream().limit(BEST).forEach(near -> best.add(id(near.number())));
    return best;
  }
}
