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
    // Four sums do not wait for each other.
    double one = 0;
    double two = 0;
    double three = 0;
    double four = 0;
    int i = 0;
    for (; i + 3 < components.length; i += 4) {
      one += (double) components[i] * other.components[i];
      two += (double) components[i + 1] * other.components[i + 1];
      three += (double) components[i + 2] * other.components[i + 2];
      four += (double) components[i + 3] * other.components[i + 3];
    }
    for (; i < components.length; i++) {
      one += (double) components[i] * other.components[i];
    }
    return one + two + three + four;
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
