package dev.pactmemory.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// The real disk, with the nth operation failing, and a memory of what was forced. Forcing itself
/// is only noted: nobody pulls the plug, and it would cost minutes.
final class FaultyDisk implements Disk {
  private final Disk real = Disk.real();
  private final Map<Path, Long> forced = new HashMap<>();
  private int untilFailure = Integer.MAX_VALUE;
  private String words = "No space left on device";
  private boolean failEver;

  /// Lets `operations` succeed and fails the next one, having done half of it.
  void failAfter(int operations) {
    untilFailure = operations;
  }

  /// As [#failAfter], and every operation after that.
  void failEverAfter(int operations) {
    failAfter(operations);
    failEver = true;
  }

  void failWith(String message) {
    words = message;
  }

  void heal() {
    untilFailure = Integer.MAX_VALUE;
    failEver = false;
  }

  /// Whether the failure asked for came.
  boolean failed() {
    return untilFailure <= 0;
  }

  /// How much of the file is sure to be there after a loss of power.
  long forcedBytes(Path file) {
    return forced.getOrDefault(file, 0L);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    step();
    real.createDirectories(directory);
  }

  @Override
  public Output open(Path file) throws IOException {
    step();
    return new FaultyOutput(file, real.open(file));
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step();
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    step();
    real.move(from, to);
  }

  @Override
  public void delete(Path path) throws IOException {
    step();
    real.delete(path);
  }

  private void step() throws IOException {
    untilFailure--;
    if (untilFailure == -1 || (untilFailure < 0 && failEver)) {
      throw new IOException(words);
    }
  }

  private final class FaultyOutput implements Output {
    private final Path file;
    private final Output output;
    private long size;

    FaultyOutput(Path file, Output output) {
      this.file = file;
      this.output = output;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      try {
        step();
      } catch (IOException e) {
        output.write(bytes.slice(0, bytes.remaining() / 2), position);
        throw e;
      }
      size = position + bytes.remaining();
      output.write(bytes, position);
    }

    @Override
    public void force() throws IOException {
      step();
      forced.put(file, size);
    }

    @Override
    public void truncate(long newSize) throws IOException {
      step();
      output.truncate(newSize);
      size = newSize;
    }

    @Override
    public void close() throws IOException {
      output.close();
    }
  }
}
