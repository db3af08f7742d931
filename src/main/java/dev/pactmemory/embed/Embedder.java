package dev.pactmemory.embed;

import dev.pactmemory.model.Embedding;

/// Turns texts into vectors. Safe for many threads.
public interface Embedder extends AutoCloseable {
  /// Names the weights and everything that decides what a vector means (pooling, prefixes); a
  /// vector is comparable only with vectors of the same id.
  String modelId();

  /// Components of a vector.
  int dimension();

  /// Cosine below which two texts are unrelated for this model, 0 to 1.
  float cosineFloor();

  /// The vector of a question.
  ///
  /// @throws dev.pactmemory.model.MemoryException with `CLOSED` after closing
  Embedding embedQuery(String text);

  /// The vector of a passage. A text beyond the model's window is cut by the model, so passages are
  /// made to fit.
  Embedding embedPassage(String text);

  @Override
  void close();
}
