package dev.pactmemory.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Passage;
import dev.pactmemory.store.MemoryStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives each memory the vectors it lacks, after it was acknowledged, on one thread.
///
/// A passage that cannot be embedded is noted and passed over until the next start; its memory is
/// found by words, and by its other passages.
///
/// Safe for many threads; what is not guarded is confined to its thread.
final class VectorWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VectorWork.class);

  private static final int BATCH = 16;
  private static final Duration STORE_PATIENCE = Duration.ofSeconds(30);
  private static final long CLOSE_MS = 10_000;

  private final MemoryStore store;
  private final GroupCommit writer;
  private final LazyEmbedder model;
  private final Thread thread;

  @GuardedBy("this")
  private boolean signalled = true;

  private volatile boolean stopped;
  private volatile boolean pending = true;

  private final Set<Attempt> passedOver = new HashSet<>();
  private Set<Attempt> lastBatch = Set.of();

  VectorWork(MemoryStore store, GroupCommit writer, LazyEmbedder model) {
    this.store = store;
    this.writer = writer;
    this.model = model;
    this.thread = Thread.ofPlatform().daemon().name("pact-embedder").unstarted(this::run);
  }

  void start() {
    var _ = model.settled().thenRun(this::changed);
    thread.start();
  }

  /// Something was committed to the store, or the model's state changed.
  synchronized void changed() {
    pending = true;
    signalled = true;
    notifyAll();
  }

  /// Whether a memory may lack vectors.
  boolean isPending() {
    return pending;
  }

  private void run() {
    while (awaitWork()) {
      if (model.state() instanceof LazyEmbedder.State.Ready(Embedder embedder)) {
        try {
          workThrough(embedder);
        } catch (RuntimeException e) {
          if (!stopped) {
            LOG.warn("vectors could not be kept; tried again with the next change", e);
          }
        }
      }
    }
  }

  private synchronized boolean awaitWork() {
    while (!signalled && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        LOG.debug("the embedding thread was interrupted and goes on", e);
      }
    }
    signalled = false;
    return !stopped;
  }

  private void workThrough(Embedder embedder) {
    while (!stopped) {
      List<Memory> batch = nextBatch(embedder);
      if (batch.isEmpty()) {
        finish();
        return;
      }
      for (Memory memory : batch) {
        if (!stopped) {
          embed(memory, embedder);
        }
      }
    }
  }

  private synchronized void finish() {
    pending = signalled || !passedOver.isEmpty();
  }

  private List<Memory> nextBatch(Embedder embedder) {
    List<Memory> lacking = store.withoutVectors(embedder.modelId(), passedOver.size() + BATCH);
    for (Memory memory : lacking) {
      if (lastBatch.contains(Attempt.of(memory)) && passedOver.add(Attempt.of(memory))) {
        LOG.warn("memory {} lacks a vector; it is found by words", memory.id());
      }
    }
    List<Memory> batch =
        lacking.stream().filter(memory -> !passedOver.contains(Attempt.of(memory))).toList();
    lastBatch = batch.stream().map(Attempt::of).collect(Collectors.toSet());
    return batch;
  }

  private void embed(Memory memory, Embedder embedder) {
    List<Passage> passages = Passages.of(memory);
    Set<String> current = passages.stream().map(Passage::hash).collect(Collectors.toSet());
    Set<String> known = store.vectors(memory.id(), embedder.modelId()).keySet();
    Map<String, Embedding> made = new HashMap<>();
    for (Passage passage : passages) {
      if (stopped) {
        return;
      }
      if (!known.contains(passage.hash())) {
        embed(memory, passage, embedder, made);
      }
    }
    writer.upkeep(
        transaction ->
            transaction.putVectors(
                memory.id(), memory.revision(), embedder.modelId(), current, made),
        Call.within(STORE_PATIENCE));
  }

  private static void embed(
      Memory memory, Passage passage, Embedder embedder, Map<String, Embedding> made) {
    try {
      made.put(passage.hash(), embedder.embedPassage(passage.embedded()));
    } catch (RuntimeException e) {
      LOG.warn("a passage of memory {} could not be embedded", memory.id(), e);
    }
  }

  /// Stops after the passage at hand. May be called twice.
  @Override
  public void close() {
    stopped = true;
    changed();
    Threads.join(thread, CLOSE_MS);
  }

  /// A memory at a revision.
  private record Attempt(MemoryId id, int revision) {
    static Attempt of(Memory memory) {
      return new Attempt(memory.id(), memory.revision());
    }
  }
}
