package dev.pactmemory.memory;

import dev.pactmemory.index.LuceneIndex;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory with all that is remembered: `lock`, `journal/`, `store/`, `index/`.
final class Home implements Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Home.class);
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

  private final Path home;
  private final Disk disk;
  private final InstantSource clock;
  private final Function<Path, MemoryStore> stores;

  /// @param disk that the journal is written to
  Home(Path home, Disk disk, InstantSource clock) {
    this(home, disk, clock, H2Store::open);
  }

  /// @param stores opens the store of a directory
  Home(Path home, Disk disk, InstantSource clock, Function<Path, MemoryStore> stores) {
    this.home = home;
    this.disk = disk;
    this.clock = clock;
    this.stores = stores;
  }

  @Override
  public HomeLock lock() {
    try {
      disk.createDirectories(home);
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory could not be made");
    }
    return HomeLock.take(home.resolve("lock"), LOCK_PATIENCE);
  }

  @Override
  public Journal journal() {
    return Journal.open(home.resolve("journal"), disk);
  }

  @Override
  public MemoryStore store() {
    return stores.apply(home.resolve("store"));
  }

  @Override
  public void setStoreAside() {
    H2Store.moveAside(home.resolve("store"), clock)
        .ifPresent(name -> LOG.warn("the damaged store is kept as {}", name));
  }

  @Override
  public SearchIndex index() {
    return LuceneIndex.open(home.resolve("index"));
  }

  /// Empties the index: the next opening fills it from the store.
  void forgetIndex() {
    try (HomeLock _ = lock();
        SearchIndex index = index()) {
      index.clear();
      index.commit();
    }
  }
}
