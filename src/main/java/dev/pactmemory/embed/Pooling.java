package dev.pactmemory.embed;

import java.util.Arrays;

/// How the vectors of a text's tokens become the one vector of the text.
enum Pooling {
  /// The mean over all tokens.
  MEAN,
  /// The vector of the first token.
  CLS;

  /// The vector of the text, of unit length.
  ///
  /// @param hidden one vector after the other, of `dimension` components each; every token counts
  float[] pool(float[] hidden, int dimension) {
    double[] sum = new double[dimension];
    int counted =
        switch (this) {
          case MEAN -> hidden.length;
          case CLS -> dimension;
        };
    for (int i = 0; i < counted; i++) {
      sum[i % dimension] += hidden[i];
    }
    // Dividing by the number of tokens changes nothing once the length is 1.
    double length = Math.sqrt(Arrays.stream(sum).map(component -> component * component).sum());
    if (!(length > 0) || Double.isInfinite(length)) {
      throw new IllegalStateException("the model's output has no direction");
    }
    float[] pooled = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      pooled[i] = (float) (sum[i] / length);
    }
    return pooled;
  }
}
