package dev.pactmemory.memory;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// A directory with all that is remembered: `lock`, `journal/`, `store/`, `index/`.
final class Home implements Parts {
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

  private final Path home;
  private final Disk disk;

  Home(Path home) {
    this(home, Disk.real());
  }

  /// @param disk that the journal is written to
  Home(Path home, Disk disk) {
    this.home = home;
    this.disk = disk;
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
    throw new IllegalStateException("the store is not there yet");
  }

  @Override
  public void setStoreAside() {
    setAside("store");
  }

  @Override
  public SearchIndex index() {
    throw new IllegalStateException("the index is not there yet");
  }

  @Override
  public void setIndexAside() {
    setAside("index");
  }

  /// Moves `name` to `name.damaged-1`, or the next number that is free.
  private void setAside(String name) {
    Path damaged = home.resolve(name);
    try {
      int number = 1;
      while (Files.exists(home.resolve(name + ".damaged-" + number))) {
        number++;
      }
      if (Files.exists(damaged)) {
        Files.move(damaged, home.resolve(name + ".damaged-" + number));
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the damaged " + name + " could not be moved aside");
    }
  }
}
