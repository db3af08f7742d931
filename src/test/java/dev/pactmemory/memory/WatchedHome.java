package dev.pactmemory.memory;

import dev.pactmemory.index.IndexOn;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.nio.file.Path;
import java.time.InstantSource;

/// A real home whose every file is watched: the journal through its disk, the database through the
/// file system that H2 asks, the index through a directory of Lucene's.
final class WatchedHome implements Parts {
  private final Path home;
  private final Home real;
  private final FileWatch watch;

  /// @param directory new, below which the home is made
  WatchedHome(Path directory, InstantSource clock, String machineStart, FileWatch watch) {
    this.home = WatchedDatabase.watched(directory, watch);
    this.watch = watch;
    this.real =
        new Home(
            home, new WatchedDisk(watch), clock, (store, _) -> H2Store.open(store, machineStart));
  }

  Path path() {
    return home;
  }

  @Override
  public HomeLock lock() {
    return real.lock();
  }

  @Override
  public Journal journal() {
    return real.journal();
  }

  @Override
  public MemoryStore store() {
    return real.store();
  }

  @Override
  public void setStoreAside() {
    real.setStoreAside();
  }

  @Override
  public SearchIndex index() {
    Path index = home.resolve("index");
    return IndexOn.open(index, files -> new WatchedDirectory(files, index, watch));
  }
}
