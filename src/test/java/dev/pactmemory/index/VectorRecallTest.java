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
  private static final int CLUSTERS = 50;
  private static final int IN_CLUSTER = 30;
  private static final int BATCH = 150;
  private static final int BEST = 10;

  private final Random random = new Random(42);
  private final List<float[]> centers = new ArrayList<>();
  private final List<Embedding> vectors = new ArrayList<>();

  @Test
  void theBestTenAreThoseOfAnExactSearch() {
    fill();

    assertThat(recall(null)).isGreaterThanOrEqualTo(0.98);
    // One in seven: a filter must not starve the walk through the graph.
    assertThat(recall(7)).isGreaterThanOrEqualTo(0.98);
  }

  /// Over several segments.
  private void fill() {
    for (int i = 0; i < CLUSTERS; i++) {
      centers.add(direction());
    }
    List<TestMemories.Draft> batch = new ArrayList<>();
    for (int i = 0; i < CLUSTERS * IN_CLUSTER; i++) {
      Embedding vector = near(centers.get(i % CLUSTERS));
      vectors.add(vector);
      TestMemories.Draft draft = memory(i).context("m" + i).passage(Field.CONTEXT, "m" + i, vector);
      batch.add(i % 7 == 0 ? draft.in(BLOG) : draft);
      if (batch.size() == BATCH) {
        put(batch.toArray(TestMemories.Draft[]::new));
        batch.clear();
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

  private Embedding near(float[] center) {
    float[] noise = direction();
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = center[i] + 0.4f * noise[i];
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

  /// @param step of those in the other project; null for a search in all
  private double recall(@Nullable Integer step) {
    int found = 0;
    int wanted = 0;
    for (int i = 0; i < CLUSTERS; i++) {
      Embedding question = near(centers.get(i));
      Set<MemoryId> exact = exact(question, step == null ? 1 : step);
      TestMemories.Ask ask = ask("?").vector(question).count(BEST);
      Set<MemoryId> got = new HashSet<>(found(step == null ? ask : ask.in(BLOG)));
      wanted += exact.size();
      got.retainAll(exact);
      found += got.size();
    }
    assertThat(wanted).as("of the best").isGreaterThan(CLUSTERS);
    return (double) found / wanted;
  }

  /// Of the memories above the floor.
  private Set<MemoryId> exact(Embedding question, int step) {
    record Near(int number, double cosine) {}
    List<Near> all = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i += step) {
      all.add(new Near(i, question.cosine(vectors.get(i))));
    }
    all.sort(Comparator.comparingDouble(Near::cosine).reversed());
    Set<MemoryId> best = new HashSet<>();
    all.stream()
        .limit(BEST)
        .filter(near -> Fusion.isNear(near.cosine(), TestMemories.FLOOR))
        .forEach(near -> best.add(id(near.number())));
    return best;
  }
}
