package dev.pactmemory.index;

import static dev.pactmemory.index.TestMemories.BLOG;
import static dev.pactmemory.index.TestMemories.NOON;
import static dev.pactmemory.index.TestMemories.SHOP;
import static dev.pactmemory.index.TestMemories.ask;
import static dev.pactmemory.index.TestMemories.axis;
import static dev.pactmemory.index.TestMemories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.TestMemories.Ask;
import dev.pactmemory.index.TestMemories.Draft;
import dev.pactmemory.model.Field;
import java.io.IOException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.junit.jupiter.api.Test;

/// What a question filters by, and what of it is kept for the next.
class FiltersTest {
  private final BitSetProducer parents = new QueryBitSetProducer(Filters.ALL_MEMORIES);
  private final KeptFilters kept = new KeptFilters();

  private interface Work {
    void with(IndexSearcher searcher) throws IOException;
  }

  private void on(Work work, Draft... memories) throws IOException {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        for (Draft memory : memories) {
          writer.addDocuments(Documents.block(memory.entry()));
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(kept.cache());
        searcher.setQueryCachingPolicy(kept);
        work.with(searcher);
      }
    }
  }

  private static Draft pears(int number) {
    return memory(number).context("pears").passage(Field.CONTEXT, "pears", axis());
  }

  private Filters filters(Ask ask, IndexSearcher searcher) throws IOException {
    return Filters.of(ask.query(), parents, searcher.getIndexReader());
  }

  @Test
  void aProjectThatHasAllOfTheIndexIsNoFilter() throws IOException {
    on(
        searcher -> assertThat(filters(ask("pears").in(SHOP), searcher).passages()).isNull(),
        pears(1));
    on(
        searcher -> {
          assertThat(filters(ask("pears").in(SHOP), searcher).passages()).isNotNull();
          assertThat(filters(ask("pears").in(BLOG), searcher).passages()).isNotNull();
        },
        pears(1),
        pears(2).in(BLOG));
    on(
        searcher -> assertThat(filters(ask("pears").in(BLOG), searcher).passages()).isNotNull(),
        pears(1));
  }

  @Test
  void whatManyQuestionsFilterByIsKeptAndNothingElse() throws IOException {
    on(
        searcher -> {
          search(ask("pears").in(SHOP), searcher);
          long once = cache().getCacheCount();
          long hits = cache().getHitCount();
          search(ask("pears").in(SHOP), searcher);
          assertThat(once).isPositive();
          assertThat(cache().getCacheCount()).isEqualTo(once);
          assertThat(cache().getHitCount()).isGreaterThan(hits);

          search(ask("pears").in(SHOP).since(NOON.minusSeconds(1)), searcher);
          long lasting = cache().getCacheCount();
          for (int i = 2; i < 10; i++) {
            search(ask("pears").in(SHOP).since(NOON.minusSeconds(i)), searcher);
          }
          assertThat(cache().getCacheCount()).isEqualTo(lasting);
        },
        pears(1),
        pears(2).in(BLOG),
        pears(3).updated(NOON.minusSeconds(60)));
  }

  private void search(Ask ask, IndexSearcher searcher) throws IOException {
    Search.of(searcher, parents, ask.query()).matches(axis());
  }

  private LRUQueryCache cache() {
    return (LRUQueryCache) kept.cache();
  }
}
