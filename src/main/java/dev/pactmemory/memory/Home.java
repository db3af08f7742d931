package dev.pactmemory.memory;

import dev.pactmemory.index.LuceneIndex;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Backup;
import dev.pactmemory.journal.Compaction;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A directory with all that is remembered: `lock`, `journal/`, `store/`, `index/`; `backups/` with
/// what was before a migration.
///
/// Purging writes `journal-purging` and names it `journal-purged` when it is whole: from then on it
/// is the journal, and whoever locks the home next puts it in its place. Until then nothing has
/// changed. The store, made from the old journal, goes before the journal does, so that no other
/// part ever holds more than it.
final class Home implements Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Home.class);
  private static final Duration LOCK_PATIENCE = Duration.ofSeconds(5);

  /// Made by migrations; those that a person makes lie elsewhere.
  private static final int BACKUPS_KEPT = 3;

  private static final String PURGING = "journal-purging";
  private static final String PURGED = "journal-purged";
  private static final String REPLACED = "journal-old";

  /// What is kept aside, and never touched again.
  private static final Pattern OLDER_COPY =
      Pattern.compile("-replaced-|\\bdamaged-|^backups.+\\.zip$");

  private static final List<String> PARTS = List.of("", "journal", "store", "backups");

  private final Path home;
  private final Disk disk;
  private final InstantSource clock;
  private final Stores stores;
  private final Consumer<String> progress;

  /// Opens the store of a directory.
  interface Stores {
    /// Makes it if it is not there.
    ///
    /// @param beforeMigration run before an older store is changed
    MemoryStore open(Path directory, Runnable beforeMigration);
  }

  /// @param disk that the journal is written to
  Home(Path home, Disk disk, InstantSource clock) {
    this(home, disk, clock, H2Store::open, _ -> {});
  }

  Home(Path home, Disk disk, InstantSource clock, Stores stores) {
    this(home, disk, clock, stores, _ -> {});
  }

  /// @param progress told how far long work is
  Home(Path home, Disk disk, InstantSource clock, Stores stores, Consumer<String> progress) {
    this.home = home;
    this.disk = disk;
    this.clock = clock;
    this.stores = stores;
    this.progress = progress;
  }

  @Override
  public HomeLock lock() {
    try {
      disk.createDirectories(home);
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory (PACT_MEMORY_HOME) could not be made");
    }
    HomeLock lock = HomeLock.take(home.resolve("lock"), LOCK_PATIENCE);
    try {
      endPurge();
      return lock;
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Keeps others from replacing the journal while it is read without the home's lock. Where none
  /// can be taken, on a medium that cannot be written, nobody can replace it either.
  private Optional<HomeLock> lockJournal(boolean shared) {
    if (!Files.isDirectory(home) || !Files.isWritable(home)) {
      return Optional.empty();
    }
    return Optional.of(
        HomeLock.take(
            home.resolve("journal.lock"),
            LOCK_PATIENCE,
            shared,
            shared
                ? "the journal is being replaced; ask again in a moment"
                : "the journal is being backed up or exported; ask again in a moment"));
  }

  /// Reads the journal without disturbing whoever holds the home.
  <T> T read(Function<Path, T> reader) {
    if (isPurged()) {
      lock().close(); // Ends a purge that was interrupted.
    }
    Optional<HomeLock> lock = lockJournal(true);
    try {
      return reader.apply(home.resolve("journal"));
    } finally {
      lock.ifPresent(HomeLock::close);
    }
  }

  @Override
  public void progress(String line) {
    progress.accept(line);
  }

  @Override
  public Journal journal() {
    return Journal.open(home.resolve("journal"), disk);
  }

  @Override
  public MemoryStore store() {
    return stores.open(home.resolve("store"), this::keepBackup);
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

  /// Backs up what is here before a migration; of such backups the newest stay.
  private void keepBackup() {
    Path backups = home.resolve("backups");
    try {
      disk.createDirectories(backups);
      String name = now() + "-before-migration.zip";
      switch (Backup.write(home.resolve("journal"), backups.resolve(name), true, disk, progress)) {
        case Outcome.Done<Backup.Contents>(var contents) ->
            LOG.info("{} memories are backed up before the store is migrated", contents.memories());
        case Outcome.Refused<Backup.Contents>(var problem) ->
            throw new IllegalStateException("the backup was refused: " + problem.code());
      }
      List<Path> kept = new ArrayList<>();
      try (Stream<Path> files = Files.list(backups)) {
        files.filter(file -> file.toString().endsWith("-before-migration.zip")).forEach(kept::add);
      }
      kept.sort(Comparator.reverseOrder());
      for (Path old : kept.subList(Math.min(BACKUPS_KEPT, kept.size()), kept.size())) {
        disk.delete(old);
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "what is here could not be backed up before its migration");
    }
  }

  /// Takes deleted memories out of the journal for good, and with it out of all that is made from
  /// it.
  ///
  /// @param refs ids of deleted memories or unique beginnings of them; empty for all that are
  ///   deleted
  /// @param before only those deleted before
  /// @param apply false to only say what would be purged
  Outcome<Purged> purge(List<String> refs, Instant before, boolean apply) {
    try (HomeLock _ = lock()) {
      Outcome<List<Purged.Deletion>> found;
      try (Journal journal = journal()) {
        found = Deletions.of(journal).before(before, refs);
        if (apply) {
          progress.accept("looking whether the journal is whole");
          requireWhole(journal);
        }
      }
      return switch (found) {
        case Outcome.Refused<List<Purged.Deletion>>(Problem problem) -> Outcome.refused(problem);
        case Outcome.Done<List<Purged.Deletion>>(List<Purged.Deletion> deletions) -> {
          if (apply && !deletions.isEmpty()) {
            purge(deletions.stream().map(Purged.Deletion::id).collect(Collectors.toSet()));
          }
          yield Outcome.done(new Purged(deletions, olderCopies(), apply));
        }
      };
    }
  }

  /// What is left out of a damaged journal may still be in the store, which goes.
  private void requireWhole(Journal journal) {
    long position = 0;
    if (Files.exists(H2Store.files(home.resolve("store")).getFirst())) {
      try (MemoryStore store = store()) {
        position = store.position();
      } catch (MemoryException e) {
        if (e.code() != MemoryException.Code.DAMAGED) {
          throw e;
        }
      }
    }
    if (!journal.isWholeTo(Math.max(position, journal.lastNumber()))) {
      throw new MemoryException(
          MemoryException.Code.DAMAGED,
          "the journal is damaged, and the store may hold what it lacks; nothing was changed."
              + " Export the memories, and import them into a new data directory");
    }
  }

  private void purge(Set<MemoryId> ids) {
    Optional<HomeLock> lock = lockJournal(false);
    Path unfinished = home.resolve(PURGING);
    try {
      deleteAll(unfinished);
      long kept =
          Compaction.write(
              home.resolve("journal"),
              unfinished,
              change ->
                  switch (change.effect()) {
                    case Change.Put(Memory memory) -> !ids.contains(memory.id());
                    case Change.Remove(MemoryId id, int _) -> !ids.contains(id);
                    case Change.Track _ -> true;
                  },
              disk,
              progress);
      LOG.info("{} changes stay in the journal", kept);
      disk.move(unfinished, home.resolve(PURGED));
      disk.forceDirectory(home);
      endPurge();
    } catch (IOException e) {
      throw MemoryException.of(e, "what is deleted could not be purged");
    } finally {
      lock.ifPresent(HomeLock::close);
    }
  }

  private boolean isPurged() {
    return Files.isDirectory(home.resolve(PURGED));
  }

  /// Puts a purged journal in its place, if there is one; what was made from the old one goes
  /// first.
  private void endPurge() {
    Path journal = home.resolve("journal");
    Path replaced = home.resolve(REPLACED);
    try {
      if (isPurged()) {
        for (Path file : H2Store.files(home.resolve("store"))) {
          disk.delete(file);
        }
        if (Files.isDirectory(home.resolve("store"))) {
          disk.forceDirectory(home.resolve("store"));
        }
        if (Files.isDirectory(home.resolve("index"))) {
          emptyIndex();
        }
        if (Files.isDirectory(journal)) {
          deleteAll(replaced);
          disk.move(journal, replaced);
        }
        disk.move(home.resolve(PURGED), journal);
        disk.forceDirectory(home);
      }
      if (Files.isDirectory(replaced)) {
        keepDamaged(replaced, journal);
        deleteAll(replaced);
        disk.forceDirectory(home);
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "a purge that was begun could not be ended");
    }
  }

  /// Damaged lines that were copied beside the journal stay there.
  private void keepDamaged(Path from, Path journal) throws IOException {
    List<Path> damaged;
    try (Stream<Path> files = Files.list(from)) {
      damaged = files.filter(file -> !file.toString().endsWith(".journal")).toList();
    }
    for (Path file : damaged) {
      disk.move(file, journal.resolve(file.getFileName()));
    }
  }

  /// Names of what may hold the same texts as the journal once did.
  private List<String> olderCopies() {
    List<String> names = new ArrayList<>();
    try {
      for (Path directory : PARTS.stream().map(home::resolve).toList()) {
        if (Files.isDirectory(directory)) {
          try (Stream<Path> files = Files.list(directory)) {
            files
                .map(file -> home.relativize(file).toString())
                .filter(name -> OLDER_COPY.matcher(name).find())
                .forEach(names::add);
          }
        }
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory could not be read");
    }
    names.sort(Comparator.naturalOrder());
    return names;
  }

  /// Deletes a directory and the files in it.
  private void deleteAll(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      List<Path> files;
      try (Stream<Path> all = Files.list(directory)) {
        files = all.sorted().toList();
      }
      for (Path file : files) {
        disk.delete(file);
      }
      disk.delete(directory);
    }
  }

  /// Puts what is in a backup in the place of what is here.
  Outcome<Restored> restore(Path backup, boolean force) {
    Backup.Contents contents = Backup.check(backup, progress);
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
      Optional<HomeLock> journalLock = lockJournal(false);
      try {
        deleteFilesIn(unpacked);
        progress.accept("unpacking");
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
      } finally {
        journalLock.ifPresent(HomeLock::close);
      }
    }
  }

  private String replacedSuffix() {
    return "-replaced-" + now();
  }

  /// The time as a part of a file's name.
  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
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

  /// Moves the store aside and empties the index: the next opening makes them from the journal.
  void forgetStore() {
    try (HomeLock _ = lock()) {
      try (Journal journal = journal()) {
        requireWhole(journal);
      }
      setStoreAside();
      emptyIndex();
    }
  }

  /// Empties the index: the next opening fills it from the store.
  void forgetIndex() {
    try (HomeLock _ = lock()) {
      emptyIndex();
    }
  }

  private void emptyIndex() {
    try (SearchIndex index = index()) {
      index.clear();
      index.commit();
    }
  }
}
