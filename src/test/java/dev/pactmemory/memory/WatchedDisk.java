package dev.pactmemory.memory;

import dev.pactmemory.journal.Disk;
import dev.pactmemory.memory.FileWatch.Op;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// The real disk, watched.
final class WatchedDisk implements Disk {
  private final Disk disk = Disk.real();
  private final FileWatch watch;

  WatchedDisk(FileWatch watch) {
    this.watch = watch;
  }

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

  @Override
  public void move(Path from, Path to) throws IOException {
    watch.before(new Op.Rename(from, to));
    disk.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    watch.before(new Op.Delete(path));
    disk.delete(path);
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
