package dev.pactmemory.bench;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.model.Embedding;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps the vectors of passages, so that another way of searching compares the same ones, and
/// counts the time that questions take. Safe for many threads.
final class RememberingEmbedder implements Embedder {
  private final Embedder embedder;
  private final Map<String, Embedding> passages = new ConcurrentHashMap<>();
  private final AtomicLong queryNanos = new AtomicLong();

  RememberingEmbedder(Embedder embedder) {
    this.embedder = embedder;
  }

  /// Spent on questions until now.
  long queryNanos() {
    return queryNanos.get();
  }

  int passages() {
    return passages.size();
  }

  @Override
  public String modelId() {
    return embedder.modelId();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public float cosineFloor() {
    return embedder.cosineFloor();
  }

  @Override
  public Embedding embedQuery(String text) {
    long start = System.nanoTime();
    try {
      return embedder.embedQuery(text);
    } finally {
      queryNanos.addAndGet(System.nanoTime() - start);
    }
  }

  @Override
  public Embedding embedPassage(String text) {
    return passages.computeIfAbsent(text, embedder::embedPassage);
  }

  @Override
  public void close() {
    embedder.close();
  }
}
