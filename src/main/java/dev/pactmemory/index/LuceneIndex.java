package dev.pactmemory.index;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.QueryBitSetProducer;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/// The index in a directory, by Lucene.
///
/// A reader dying at any instruction leaves the last commit; what was applied after it is applied
/// again from [#checkpoint]. An index that cannot be read, or was written by another form of this
/// package, is dropped: it opens empty, with [SearchIndex.Checkpoint#NONE], and the store fills it
/// again. When the disk fails in the middle of a write, searching goes on with what was there, and
/// further writes are refused until the index is opened again or cleared: the last commit is good.
/// Clearing also makes a directory again that is gone.
public final class LuceneIndex implements SearchIndex {
  private static final String FORMAT = "format";
  private static final String INCARNATION = "incarnation";
  private static final String TOUCH = "touch";
  private static final double RAM_BUFFER_MB = 16;
  private static final int OPENING_ATTEMPTS = 3;
  private static final Duration WALKER_STAYS = Duration.ofSeconds(10);

  private static final Similarity SIMILARITY = new Saturation();

  static {
    // A long question has a leaf for every word, form and field; Lucene's limit is for queries
    // that users write. Nothing else here uses Lucene.
    IndexSearcher.setMaxClauseCount(Question.MAX_WORDS * 100);
  }

  private final IndexFiles files;

  /// Walks through the vectors of a segment while another thread walks through those of the next.
  private final Executor walker = walker();

  private final BitSetProducer parents = new QueryBitSetProducer(Filters.ALL_MEMORIES);
  private volatile @Nullable Opened opened;
  private volatile Checkpoint checkpoint = Checkpoint.NONE;
  private Checkpoint committed = Checkpoint.NONE;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile boolean closed;

  private record Opened(IndexWriter writer, SearcherManager searchers) {}

  private LuceneIndex(IndexFiles files) {
    this.files = files;
  }

  /// Opens the index in `directory`, which is made where missing and is its alone.
  ///
  /// @throws MemoryException if the directory cannot be used, or another process holds it
  public static LuceneIndex open(Path directory) {
    return open(directory, UnaryOperator.identity());
  }

  static LuceneIndex open(Path directory, UnaryOperator<Directory> view) {
    for (int attempt = 1; ; attempt++) {
      try {
        LuceneIndex index = new LuceneIndex(IndexFiles.open(directory, view));
        index.openFiles();
        return index;
      } catch (NoSuchFileException | FileNotFoundException e) {
        // Deleted while it was opened. It is made again.
        if (attempt == OPENING_ATTEMPTS) {
          throw IndexFiles.refusal("opened", e);
        }
      } catch (IOException e) {
        throw IndexFiles.refusal("opened", e);
      }
    }
  }

  @Override
  public Checkpoint checkpoint() {
    return checkpoint;
  }

  @Override
  public void apply(List<Entry> puts, List<MemoryId> removals, Checkpoint reached) {
    write(
        "updated",
        opened -> {
          for (Entry entry : puts) {
            opened.writer().updateDocuments(term(entry.memory().id()), Documents.block(entry));
          }
          for (MemoryId id : removals) {
            opened.writer().deleteDocuments(term(id));
          }
          opened.searchers().maybeRefreshBlocking();
          checkpoint = reached;
        });
  }

  @Override
  public void commit() {
    write(
        "committed",
        opened -> {
          if (!checkpoint.equals(committed) || opened.writer().hasUncommittedChanges()) {
            commit(opened.writer(), checkpoint);
          }
        });
  }

  @Override
  public void clear() {
    if (closed) {
      throw closedRefusal();
    }
    try {
      Opened current = opened;
      if (current != null && current.writer().isOpen()) {
        current.writer().deleteAll();
        commit(current.writer(), Checkpoint.NONE);
        current.searchers().maybeRefreshBlocking();
        checkpoint = Checkpoint.NONE;
      } else {
        makeAgain(current);
      }
    } catch (IOException | AlreadyClosedException e) {
      throw IndexFiles.refusal("cleared", e);
    }
  }

  /// Searches are answered from what `failed` has until there is a new index.
  private void makeAgain(@Nullable Opened failed) throws IOException {
    if (failed != null) {
      failed.writer().rollback(); // Lets go of the lock.
    }
    files.restore();
    files.wipe();
    openFiles(Checkpoint.NONE);
    if (failed != null) {
      failed.searchers().close();
    }
  }

  @Override
  public Asked ask(IndexQuery query) {
    if (asked.compareAndSet(false, true)) {
      aside("pact-merging", this::merge);
    }
    return attempt(() -> {
      Held held = hold();
      try {
        return new Reading(held, Search.of(held.searcher(), parents, query));
      } catch (IOException | RuntimeException e) {
        held.release();
        throw e;
      }
    });
  }

  /// One state of the index, kept until it is released.
  private record Held(SearcherManager searchers, IndexSearcher searcher) {
    void release() throws IOException {
      searchers.release(searcher);
    }
  }

  /// Of the index there is now, which another may have replaced since it was looked up.
  private Held hold() throws IOException {
    Opened current = current();
    while (true) {
      try {
        return new Held(current.searchers(), current.searchers().acquire());
      } catch (AlreadyClosedException e) {
        Opened next = current();
        if (next.equals(current)) {
          throw e;
        }
        current = next;
      }
    }
  }

  private final class Reading implements Asked {
    private final Held held;
    private final Search search;

    Reading(Held held, Search search) {
      this.held = held;
      this.search = search;
    }

    @Override
    public Matches matches(@Nullable Embedding vector) {
      return attempt(() -> search.matches(vector));
    }

    @Override
    public Map<MemoryId, Matches.Evidence> evidence(Collection<MemoryId> ids) {
      return attempt(() -> search.evidence(ids));
    }

    @Override
    public Map<MemoryId, List<Embedding>> vectors(Collection<MemoryId> ids, Set<Field> fields) {
      return attempt(() -> search.vectors(ids, fields));
    }

    @Override
    public void close() {
      attempt(() -> {
        held.release();
        return true;
      });
    }
  }

  @Override
  public List<MemoryId> alike(Project project, String text, int count) {
    return read(searcher -> new Alike(searcher, parents).search(project, text, count));
  }

  /// Whether searches see all that was applied and merged.
  boolean isCurrent() {
    return read(searcher ->
        searcher.getIndexReader() instanceof DirectoryReader reader && reader.isCurrent());
  }

  @Override
  public int size() {
    return read(searcher -> searcher.count(Filters.ALL_MEMORIES));
  }

  @Override
  public List<MemoryId> allIds() {
    return read(searcher -> new Blocks(searcher, parents).allIds());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    try (files) {
      try {
        commit();
      } finally {
        closed = true;
        closeFiles();
      }
    } catch (IOException e) {
      throw IndexFiles.refusal("closed", e);
    }
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  private interface Looking<T> {
    T in(IndexSearcher searcher) throws IOException;
  }

  private interface Writing {
    void to(Opened opened) throws IOException;
  }

  private <T> T read(Looking<T> looking) {
    return attempt(() -> {
      Held held = hold();
      try {
        return looking.in(held.searcher());
      } finally {
        held.release();
      }
    });
  }

  private <T> T attempt(Work<T> work) {
    try {
      return work.done();
    } catch (AlreadyClosedException e) {
      throw closed
          ? closedRefusal()
          : new MemoryException(
              MemoryException.Code.BUSY, "the search index is being reopened; ask again", e);
    } catch (IOException e) {
      throw IndexFiles.refusal("searched", e);
    }
  }

  private void write(String doing, Writing writing) {
    try {
      writing.to(current());
    } catch (IOException | AlreadyClosedException e) {
      throw IndexFiles.refusal(doing, e);
    }
  }

  private Opened current() throws IOException {
    if (closed) {
      throw closedRefusal();
    }
    Opened current = opened;
    if (current == null) {
      throw new AlreadyClosedException("clearing it failed");
    }
    return current;
  }

  private static MemoryException closedRefusal() {
    return new MemoryException(MemoryException.Code.CLOSED, "the search index is closed");
  }

  /// A thread that ends when nobody searches; so it need not be stopped, and a search that is under
  /// way when the index is closed comes to its end.
  private static Executor walker() {
    return new ThreadPoolExecutor(
        0,
        1,
        WALKER_STAYS.toMillis(),
        TimeUnit.MILLISECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().daemon().name("pact-search").factory());
  }

  private void openFiles() throws IOException {
    try {
      Checkpoint found = readCheckpoint();
      if (found == null) {
        files.wipe();
      }
      openFiles(found == null ? Checkpoint.NONE : found);
    } catch (LockObtainFailedException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      // Damaged in a way that only shows on opening, or deleted meanwhile.
      closeFiles();
      files.restore();
      files.wipe();
      openFiles(Checkpoint.NONE);
    }
  }

  private void openFiles(Checkpoint found) throws IOException {
    IndexWriterConfig config = new IndexWriterConfig();
    config.setSimilarity(SIMILARITY);
    config.setRAMBufferSizeMB(RAM_BUFFER_MB);
    config.setCommitOnClose(false);
    config.setMaxFullFlushMergeWaitMillis(0); // Else each refresh waits a while for small merges.
    ConcurrentMergeScheduler merges = new Merges();
    merges.setMaxMergesAndThreads(2, 1);
    config.setMergeScheduler(merges);
    IndexWriter writer = new IndexWriter(files, config);
    SearcherManager searchers;
    try {
      searchers = new SearcherManager(writer, new Searchers(walker));
    } catch (IOException | RuntimeException e) {
      writer.rollback();
      throw e;
    }
    opened = new Opened(writer, searchers);
    committed = found;
    checkpoint = found;
  }

  private void closeFiles() {
    Opened current = opened;
    opened = null;
    if (current != null) {
      try {
        current.searchers().close();
        current.writer().rollback();
      } catch (IOException | AlreadyClosedException e) {
        throw IndexFiles.refusal("closed", e);
      }
    }
  }

  /// Of the last commit; null where there is none, or none that this program can use.
  private @Nullable Checkpoint readCheckpoint() {
    try {
      if (!DirectoryReader.indexExists(files)) {
        return null;
      }
      Map<String, String> data = SegmentInfos.readLatestCommit(files).getUserData();
      String incarnation = data.get(INCARNATION);
      String touch = data.get(TOUCH);
      if (!Documents.FORMAT.equals(data.get(FORMAT)) || incarnation == null || touch == null) {
        return null;
      }
      return new Checkpoint(UUID.fromString(incarnation), Long.parseLong(touch));
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private void commit(IndexWriter writer, Checkpoint reached) throws IOException {
    writer.setLiveCommitData(
        Map.of(
                FORMAT, Documents.FORMAT,
                INCARNATION, reached.incarnation().toString(),
                TOUCH, Long.toString(reached.touch()))
            .entrySet());
    writer.commit();
    committed = reached;
  }

  private static Term term(MemoryId id) {
    return new Term(Documents.ID, id.value());
  }

  /// Lets searches see what was merged: each segment costs a search its share.
  private final class Merges extends ConcurrentMergeScheduler {
    @Override
    protected void doMerge(MergeSource source, MergePolicy.OneMerge merge) throws IOException {
      super.doMerge(source, merge);
      // Not on this thread: who refreshes may be waiting for it to end, because many merges wait.
      aside("pact-merged", LuceneIndex.this::refresh);
    }
  }

  private static void aside(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  /// Takes up the merges that closing cut off: a session that only reads comes to no others. This
  /// is held up while many of them wait.
  private void merge() {
    tend(opened -> opened.writer().maybeMerge());
  }

  private void refresh() {
    tend(opened -> opened.searchers().maybeRefreshBlocking());
  }

  private void tend(Writing tending) {
    Opened current = opened;
    if (current != null) {
      try {
        tending.to(current);
      } catch (IOException | AlreadyClosedException _) {
        // Closed meanwhile, or broken: the next change that is applied meets that too, and tells.
      }
    }
  }

  private static final class Searchers extends SearcherFactory {
    private final KeptFilters filters = new KeptFilters();
    private final Executor executor;

    Searchers(Executor executor) {
      this.executor = executor;
    }

    @Override
    public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
      IndexSearcher searcher = new IndexSearcher(reader, executor);
      searcher.setSimilarity(SIMILARITY);
      searcher.setQueryCache(filters.cache());
      searcher.setQueryCachingPolicy(filters);
      return searcher;
    }
  }
}
