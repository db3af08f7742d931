package dev.pactmemory.memory;

import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Flaw;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open parts of one memory and the threads that keep them together: a writer, an indexer, an
/// embedder. Opening brings the store to the journal's end; the index follows in the background.
final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /// Changes replayed in one transaction.
  private static final int REPLAY_BATCH = 500;

  private static final int PROGRESS_EVERY = 10_000;

  private final HomeLock lock;
  private final Journal journal;
  private final MemoryStore store;
  private final SearchIndex index;
  private final GroupCommit writer;
  private final CatchUp catchUp;
  private final VectorWork vectors;
  private volatile boolean storeLost;
  private volatile boolean storeDamaged;

  private Engine(Opened opened, LazyEmbedder model, InstantSource clock, Consumer<Changed> news) {
    this.lock = opened.lock;
    this.journal = opened.journal;
    this.store = opened.store;
    this.index = opened.index;
    this.catchUp = new CatchUp(store, index, model);
    this.writer = new GroupCommit(journal, store, clock, news, this::committed);
    this.vectors = new VectorWork(store, writer, model);
  }

  /// Opens the parts, the store brought up to the journal.
  ///
  /// @param distrusted whether the store there is was found damaged while it was used
  /// @throws MemoryException if one cannot be opened; those that were are closed again
  static Engine open(
      Parts parts,
      LazyEmbedder model,
      InstantSource clock,
      Consumer<Changed> news,
      boolean distrusted) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      HomeLock lock = parts.lock();
      opened.add(lock);
      Journal journal = parts.journal();
      opened.add(journal);
      SearchIndex index = parts.index();
      opened.add(index);
      MemoryStore store = openStore(parts, journal, index, distrusted);
      opened.add(store);
      Engine engine = new Engine(new Opened(lock, journal, store, index), model, clock, news);
      engine.start();
      return engine;
    } catch (RuntimeException e) {
      closeAll(opened.reversed(), e);
      throw e;
    }
  }

  private static MemoryStore openStore(
      Parts parts, Journal journal, SearchIndex index, boolean distrusted) {
    try {
      MemoryStore store = parts.store();
      if (isKept(store, journal, distrusted)) {
        return replayed(store, journal, index, parts);
      }
      store.close();
      LOG.warn("the store may have lost what was not yet on disk; it is built again");
    } catch (MemoryException e) {
      if (e.code() != MemoryException.Code.DAMAGED) {
        throw e;
      }
      LOG.warn("the store cannot be read; it is moved aside and built again from the journal", e);
    }
    parts.setStoreAside();
    return replayed(parts.store(), journal, index, parts);
  }

  /// A store that may be wrong is not used where the journal has all that it ever held.
  private static boolean isKept(MemoryStore store, Journal journal, boolean distrusted) {
    try {
      if (!distrusted && !store.isSuspect()) {
        return true;
      }
      if (journal.isWholeTo(store.position())) {
        return false;
      }
      LOG.warn("the store may be wrong, but the journal lacks changes that it holds; it is kept");
      store.trust();
      return true;
    } catch (RuntimeException e) {
      closeAll(List.of(store), e);
      throw e;
    }
  }

  private static MemoryStore replayed(
      MemoryStore store, Journal journal, SearchIndex index, Parts parts) {
    try {
      store.touchBeyond(index.checkpoint().touch());
      replay(journal, store, parts);
      return store;
    } catch (RuntimeException e) {
      closeAll(List.of(store), e);
      throw e;
    }
  }

  private static void replay(Journal journal, MemoryStore store, Parts parts) {
    long from = store.position() + 1;
    if (journal.lastNumber() < from) {
      return;
    }
    long all = journal.lastNumber() - from + 1;
    if (all > PROGRESS_EVERY) {
      LOG.info("the store takes in {} changes of the journal", all);
    }
    List<Change> batch = new ArrayList<>();
    List<Flaw> flaws =
        journal.readFrom(
            from,
            change -> {
              batch.add(change);
              if (batch.size() == REPLAY_BATCH) {
                apply(store, batch);
                parts.progress(
                    String.format(
                        Locale.ROOT, "%d of %d changes taken in", change.number() - from + 1, all));
              }
              if ((change.number() - from + 1) % PROGRESS_EVERY == 0) {
                LOG.info("{} of {} changes taken in", change.number() - from + 1, all);
              }
            });
    apply(store, batch);
    tell(flaws, journal);
  }

  private static void tell(List<Flaw> flaws, Journal journal) {
    for (Flaw flaw : flaws) {
      LOG.warn(
          "the journal is damaged in {} at line {}: {}", flaw.segment(), flaw.line(), flaw.what());
    }
    try {
      int copied = journal.copyAside(flaws).size();
      if (copied > 0) {
        LOG.warn("{} damaged lines were copied beside the journal, as damaged-…", copied);
      }
    } catch (MemoryException e) {
      LOG.warn("the damaged lines stay where they are", e);
    }
  }

  private static void apply(MemoryStore store, List<Change> batch) {
    try (MemoryStore.Transaction transaction = store.begin()) {
      batch.forEach(transaction::apply);
      transaction.commit();
    }
    batch.clear();
  }

  private void start() {
    writer.start();
    catchUp.start();
    vectors.start();
  }

  private void committed() {
    catchUp.changed();
    vectors.changed();
  }

  MemoryStore store() {
    return store;
  }

  SearchIndex index() {
    return index;
  }

  Journal journal() {
    return journal;
  }

  GroupCommit writer() {
    return writer;
  }

  CatchUp catchUp() {
    return catchUp;
  }

  VectorWork vectors() {
    return vectors;
  }

  /// Whether it must be closed and opened anew before it is used again.
  boolean isLost() {
    return writer.isLost() || storeLost;
  }

  /// Looks whether the store still answers after something failed. A store that could not write
  /// closes itself, and stays closed when there is room again.
  void checkStore() {
    try {
      store.count();
    } catch (MemoryException e) {
      LOG.warn("the store answers no more; it is opened again when asked next", e);
      storeLost = true;
    }
  }

  /// A read found the store damaged; it is opened anew with suspicion.
  void storeIsDamaged() {
    LOG.warn("the store is damaged; it is opened again when asked next");
    storeDamaged = true;
    storeLost = true;
  }

  boolean isStoreDamaged() {
    return storeDamaged;
  }

  /// Finishes what is queued, commits the index, closes the parts. May be called twice.
  ///
  /// @throws MemoryException the first failure, after everything was tried
  @Override
  public void close() {
    MemoryException failure =
        new MemoryException(MemoryException.Code.IO_ERROR, "the memory was not closed cleanly");
    closeAll(List.of(vectors, writer, catchUp, index, store, journal, lock), failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private static void closeAll(List<? extends AutoCloseable> parts, Throwable failure) {
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  /// What is open before the threads are.
  private record Opened(HomeLock lock, Journal journal, MemoryStore store, SearchIndex index) {}
}
