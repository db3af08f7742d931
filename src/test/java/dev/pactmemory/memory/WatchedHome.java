package dev.pactmemory.memory;

import dev.pactmemory.index.IndexOn;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.memory.FileWatch.Op;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
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
        new Home(home, new WatchedDisk(), clock, store -> H2Store.open(store, machineStart));
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

  private final class WatchedDisk implements Disk {
    private final Disk disk = Disk.real();

    @Override
    public void createDirectories(Path directory) throws IOException {
      disk.createDirectories(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
      watch.before(new Op.ForceDirectory(directory));
    }

    @Override
    public Output open(Path file) throws IOException {
      if (!Files.exists(file)) {
        watch.before(new Op.Create(file));
      }
      return new WatchedOutput(file, disk.open(file));
    }
  }

  /// Forcing is only noted: nobody pulls the plug, and it would cost minutes.
  private final class WatchedOutput implements Disk.Output {
    private final Path file;
    private final Disk.Output output;

    WatchedOutput(Path file, Disk.Output output) {
      this.file = file;
      this.output = output;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      try {
        watch.before(new Op.Write(file, position, copy));
      } catch (IOException e) {
        output.write(bytes.slice(bytes.position(), copy.length / 2), position);
        throw e;
      }
      output.write(bytes, position);
    }

    @Override
    public void force() throws IOException {
      watch.before(new Op.Force(file));
    }

    @Override
    public void truncate(long size) throws IOException {
      watch.before(new Op.Truncate(file, size));
      output.truncate(size);
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
