package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.index.IndexQuery;
import dev.pactmemory.index.LuceneIndex;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.json.Samples;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How often memories are put into the index.
class CatchUpTest {
  private static final int MEMORIES = 350;

  /// As many as are indexed at a time.
  private static final int BATCH = 100;

  @TempDir Path directory;

  /// The real index; what is put into it first makes the model come.
  private static final class Counting implements SearchIndex {
    private final SearchIndex index;
    private final CountDownLatch loading;
    private final LazyEmbedder model;
    private final AtomicInteger puts = new AtomicInteger();

    Counting(SearchIndex index, CountDownLatch loading, LazyEmbedder model) {
      this.index = index;
      this.loading = loading;
      this.model = model;
    }

    @Override
    public void apply(List<Entry> entries, List<MemoryId> removals, Checkpoint reached) {
      index.apply(entries, removals, reached);
      puts.addAndGet(entries.size());
      loading.countDown();
      model.settled().join();
    }

    @Override
    public Checkpoint checkpoint() {
      return index.checkpoint();
    }

    @Override
    public void commit() {
      index.commit();
    }

    @Override
    public void clear() {
      index.clear();
    }

    @Override
    public Asked ask(IndexQuery query) {
      return index.ask(query);
    }

    @Override
    public List<MemoryId> alike(Project project, String text, int count) {
      return index.alike(project, text, count);
    }

    @Override
    public int size() {
      return index.size();
    }

    @Override
    public List<MemoryId> allIds() {
      return index.allIds();
    }

    @Override
    public void close() {
      index.close();
    }
  }

  @Test
  @Timeout(60)
  void onlyWhatWasIndexedBeforeTheModelCameIsVisitedTwice() {
    CountDownLatch loading = new CountDownLatch(1);
    try (H2Store store = H2Store.open(directory.resolve("store"));
        LazyEmbedder model = WordEmbedder.after(loading);
        Counting index =
            new Counting(LuceneIndex.open(directory.resolve("index")), loading, model);
        CatchUp catchUp = new CatchUp(store, index, model)) {
      fill(store);

      catchUp.start();
      while (catchUp.position() < store.lastTouch() || catchUp.isUnsighted()) {
        LockSupport.parkNanos(1_000_000);
      }

      assertThat(index.size()).isEqualTo(MEMORIES);
      assertThat(index.puts).hasValue(MEMORIES + BATCH);
    }
  }

  private static void fill(H2Store store) {
    SplittableRandom random = new SplittableRandom(7);
    Samples samples = new Samples(random);
    try (MemoryStore.Transaction transaction = store.begin()) {
      for (int i = 1; i <= MEMORIES; i++) {
        Change.Put put =
            new Change.Put(samples.memory(MemoryId.random(random), Project.DEFAULT, 1));
        transaction.apply(new Change(i, Samples.START, "r" + i, put));
      }
      transaction.commit();
    }
  }
}
