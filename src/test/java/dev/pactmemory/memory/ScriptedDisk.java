package dev.pactmemory.memory;

import dev.pactmemory.journal.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// The real disk, with something happening at each step of a journal write, and the forces counted.
final class ScriptedDisk implements Disk {
  /// What happens at a step; an exception is the disk's failure.
  interface Script {
    void at(Step step) throws IOException;
  }

  /// Where an append is.
  enum Step {
    BEFORE_WRITE,
    BEFORE_FORCE,
    AFTER_FORCE
  }

  private final Disk real = Disk.real();
  private final AtomicInteger forces = new AtomicInteger();
  private volatile Script script = step -> {};

  void script(Script next) {
    this.script = next;
  }

  int forces() {
    return forces.get();
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    real.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    real.forceDirectory(directory);
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    real.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    real.delete(path);
  }

  @Override
  public Output open(Path file) throws IOException {
    Output output = real.open(file);
    return new Output() {
      @Override
      public void write(ByteBuffer bytes, long position) throws IOException {
        script.at(Step.BEFORE_WRITE);
        output.write(bytes, position);
      }

      @Override
      public void force() throws IOException {
        script.at(Step.BEFORE_FORCE);
        forces.incrementAndGet();
        output.force();
        script.at(Step.AFTER_FORCE);
      }

      @Override
      public void truncate(long size) throws IOException {
        output.truncate(size);
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }
}
