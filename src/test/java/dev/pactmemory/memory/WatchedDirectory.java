package dev.pactmemory.memory;

import dev.pactmemory.memory.FileWatch.Op;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/// Lucene's files, watched. Forcing is only noted.
final class WatchedDirectory extends FilterDirectory {
  private final Path path;
  private final FileWatch watch;

  WatchedDirectory(Directory files, Path path, FileWatch watch) {
    super(files);
    this.path = path;
    this.watch = watch;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    watch.before(new Op.Create(path.resolve(name)));
    return new WatchedOutput(super.createOutput(name, context));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    IndexOutput output = super.createTempOutput(prefix, suffix, context);
    watch.before(new Op.Create(path.resolve(output.getName())));
    return new WatchedOutput(output);
  }

  @Override
  public void rename(String source, String target) throws IOException {
    watch.before(new Op.Rename(path.resolve(source), path.resolve(target)));
    super.rename(source, target);
  }

  @Override
  public void deleteFile(String name) throws IOException {
    watch.before(new Op.Delete(path.resolve(name)));
    super.deleteFile(name);
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    for (String name : names) {
      watch.before(new Op.Force(path.resolve(name)));
    }
  }

  @Override
  public void syncMetaData() throws IOException {
    watch.before(new Op.ForceDirectory(path));
  }

  private final class WatchedOutput extends FilterIndexOutput {
    private final Path file;

    WatchedOutput(IndexOutput output) {
      super("watched " + output, output.getName(), output);
      this.file = path.resolve(output.getName());
    }

    @Override
    public void writeByte(byte b) throws IOException {
      writeBytes(new byte[] {b}, 0, 1);
    }

    @Override
    public void writeBytes(byte[] bytes, int from, int length) throws IOException {
      watch.before(
          new Op.Write(file, out.getFilePointer(), Arrays.copyOfRange(bytes, from, from + length)));
      super.writeBytes(bytes, from, length);
    }
  }
}
