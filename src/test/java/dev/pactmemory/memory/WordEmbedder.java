package dev.pactmemory.memory;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.model.Embedding;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/// An embedder without a model: texts with common words are near, a few synonyms are one word.
final class WordEmbedder implements Embedder {
  private static final int DIMENSION = 64;

  private final String modelId;
  private final Collection<String> embedded = new ConcurrentLinkedQueue<>();

  WordEmbedder(String modelId) {
    this.modelId = modelId;
  }

  static LazyEmbedder ready() {
    return lazy(new WordEmbedder("words"));
  }

  static LazyEmbedder lazy(Embedder embedder) {
    return new LazyEmbedder(() -> embedder);
  }

  /// One that is loaded when the latch opens.
  static LazyEmbedder after(CountDownLatch latch) {
    return new LazyEmbedder(() -> {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new WordEmbedder("words");
    });
  }

  static LazyEmbedder missing() {
    return new LazyEmbedder(() -> {
      throw new IllegalStateException("no model here");
    });
  }

  /// The passages embedded so far.
  List<String> embedded() {
    return List.copyOf(embedded);
  }

  @Override
  public String modelId() {
    return modelId;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  @Override
  public float cosineFloor() {
    return 0.5f;
  }

  @Override
  public Embedding embedQuery(String text) {
    return embedding(text);
  }

  @Override
  public Embedding embedPassage(String text) {
    if (text.contains("cannot be embedded")) {
      throw new IllegalStateException("this passage breaks the model");
    }
    embedded.add(text);
    return embedding(text);
  }

  private static Embedding embedding(String text) {
    float[] components = new float[DIMENSION];
    Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.equals("automobile") ? "car" : word)
        .forEach(word -> components[Math.floorMod(word.hashCode(), DIMENSION)] += 1);
    double length = 0;
    for (float component : components) {
      length += component * component;
    }
    for (int i = 0; i < DIMENSION && length > 0; i++) {
      components[i] /= (float) Math.sqrt(length);
    }
    if (length == 0) {
      components[0] = 1;
    }
    return new Embedding(components);
  }

  @Override
  public void close() {}
}
