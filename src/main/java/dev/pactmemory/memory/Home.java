package dev.pactmemory.memory;

import dev.pactmemory.index.LuceneIndex;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Backup;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
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

  /// Puts what is in a backup in the place of what is here.
  Outcome<Restored> restore(Path backup, boolean force) {
    Backup.Contents contents = Backup.check(backup);
    try (HomeLock _ = lock()) {
      boolean holds = holdsMemories();
      if (holds && !force) {
        return Outcome.refused(
            new Problem(
                Problem.Code.INVALID_VALUE,
                "--force",
                "There are memories here already; say --force to move them aside."));
      }
      Path unpacked = home.resolve("journal-restoring");
      try {
        deleteFilesIn(unpacked);
        Backup.unpack(backup, unpacked, disk);
        String suffix = holds ? replacedSuffix() : "";
        if (holds) {
          // The store first: without it the old journal is still all there is to know.
          for (String part : List.of("store", "index", "journal")) {
            if (Files.exists(home.resolve(part))) {
              Files.move(home.resolve(part), home.resolve(part + suffix));
            }
          }
        } else {
          Files.deleteIfExists(home.resolve("journal"));
        }
        Files.move(unpacked, home.resolve("journal"), StandardCopyOption.ATOMIC_MOVE);
        disk.forceDirectory(home);
        return Outcome.done(
            new Restored(contents.changes(), contents.memories(), contents.flaws(), suffix));
      } catch (IOException e) {
        throw MemoryException.of(e, "the backup could not be restored");
      }
    }
  }

  private String replacedSuffix() {
    return "-replaced-"
        + clock.instant().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
  }

  private boolean holdsMemories() {
    try {
      if (hasFiles(home.resolve("journal"))) {
        return true;
      }
      if (!hasFiles(home.resolve("store"))) {
        return false;
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory could not be read");
    }
    try (MemoryStore store = store()) {
      return store.position() > 0;
    } catch (MemoryException e) {
      LOG.warn("the store there is cannot be read; it counts as one with memories", e);
      return true;
    }
  }

  private static boolean hasFiles(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return false;
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isPresent();
    }
  }

  /// What an attempt that did not end left behind.
  private static void deleteFilesIn(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Files.delete(file);
        }
      }
    }
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
