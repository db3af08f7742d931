package dev.pactmemory.model;

import java.util.Arrays;

/// The direction of a text in a model's space: a vector of unit length. Immutable by agreement:
/// whoever makes one or asks for its components does not write to the array.
public final class Embedding {
  private final float[] components;

  /// @param components of unit length; taken over, not copied
  public Embedding(float[] components) {
    this.components = components;
  }

  /// The components themselves, not a copy.
  public float[] components() {
    return components;
  }

  public int dimension() {
    return components.length;
  }

  /// The cosine of the angle between two embeddings of one model, -1 to 1.
  public double cosine(Embedding other) {
    double sum = 0;
    for (int i = 0; i < components.length; i++) {
      sum += (double) components[i] * other.components[i];
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Embedding that && Arrays.equals(components, that.components);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(components);
  }

  @Override
  public String toString() {
    return "Embedding[" + components.length + "]";
  }
}
