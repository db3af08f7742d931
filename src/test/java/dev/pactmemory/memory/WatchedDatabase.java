package dev.pactmemory.memory;

import dev.pactmemory.memory.FileWatch.Op;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.disk.FilePathDisk;

/// H2's files, watched: a file system of its own for a path that begins with a scheme, which an
/// ordinary path can look like if a directory has a colon in its name. Forcing is only noted.
final class WatchedDatabase extends FilePathDisk {
  private final String scheme;
  private final FileWatch watch;
  private final Set<String> known;

  private WatchedDatabase(String scheme, FileWatch watch, Set<String> known) {
    this.scheme = scheme;
    this.watch = watch;
    this.known = known;
  }

  /// A directory in `directory` whose files H2 opens under the watch.
  static Path watched(Path directory, FileWatch watch) {
    String scheme = directory.resolve("home").toString();
    FilePath.register(new WatchedDatabase(scheme, watch, ConcurrentHashMap.newKeySet()));
    return Path.of(scheme + ":watched");
  }

  @Override
  public String getScheme() {
    return scheme;
  }

  @Override
  public FilePathDisk getPath(String path) {
    WatchedDatabase file = new WatchedDatabase(scheme, watch, known);
    file.name = path;
    return file;
  }

  @Override
  public void delete() {
    if (exists()) {
      try {
        watch.before(new Op.Delete(Path.of(name)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      known.remove(name);
    }
    super.delete();
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    if (!mode.equals("r") && known.add(name)) {
      watch.before(new Op.Create(Path.of(name)));
    }
    return new WatchedChannel(super.open(mode));
  }

  private final class WatchedChannel extends FileBase {
    private final FileChannel channel;
    private final Path file = Path.of(name);

    WatchedChannel(FileChannel channel) {
      this.channel = channel;
    }

    private void write(byte[] bytes, long at) throws IOException {
      try {
        watch.before(new Op.Write(file, at, bytes));
      } catch (IOException e) {
        channel.write(ByteBuffer.wrap(bytes, 0, bytes.length / 2), at);
        throw e;
      }
    }

    private static byte[] copy(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      return copy;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      write(copy(bytes), channel.position());
      return channel.write(bytes);
    }

    @Override
    public synchronized int write(ByteBuffer bytes, long at) throws IOException {
      write(copy(bytes), at);
      return channel.write(bytes, at);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      watch.before(new Op.Truncate(file, size));
      channel.truncate(size);
      return this;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      watch.before(new Op.Force(file));
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      return channel.read(bytes);
    }

    @Override
    public synchronized int read(ByteBuffer bytes, long at) throws IOException {
      return channel.read(bytes, at);
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public FileChannel position(long at) throws IOException {
      channel.position(at);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public FileLock tryLock(long from, long size, boolean shared) throws IOException {
      return channel.tryLock(from, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      channel.close();
    }
  }
}
