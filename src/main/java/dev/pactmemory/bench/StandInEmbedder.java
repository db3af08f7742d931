package dev.pactmemory.bench;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.model.Embedding;
import java.util.List;
import java.util.SplittableRandom;

/// Questions are embedded by the model; a passage is given, at no cost, one of a few vectors the
/// model once made, turned a little. The text alone decides which and how, so that vectors lie as
/// densely as real ones do, but say nothing of their passages. Safe for many threads.
final class StandInEmbedder implements Embedder {
  /// Leaves a cosine of about 0.94 to the vector it was made from.
  private static final double TURN = 0.35;

  private final Embedder model;
  private final List<Embedding> real;

  /// @param model not closed here
  /// @param real vectors of passages by that model; at least one
  StandInEmbedder(Embedder model, List<Embedding> real) {
    this.model = model;
    this.real = List.copyOf(real);
  }

  @Override
  public String modelId() {
    return model.modelId();
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public float cosineFloor() {
    return model.cosineFloor();
  }

  @Override
  public Embedding embedQuery(String text) {
    return model.embedQuery(text);
  }

  @Override
  public Embedding embedPassage(String text) {
    SplittableRandom random = new SplittableRandom(text.hashCode());
    float[] from = real.get(random.nextInt(real.size())).components();
    double[] turned = new double[from.length];
    double spread = TURN / Math.sqrt(from.length);
    double square = 0;
    for (int i = 0; i < from.length; i++) {
      turned[i] = from[i] + spread * random.nextGaussian();
      square += turned[i] * turned[i];
    }
    float[] unit = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      unit[i] = (float) (turned[i] / Math.sqrt(square));
    }
    return new Embedding(unit);
  }

  @Override
  public void close() {
    // The model is its owner's.
  }
}
