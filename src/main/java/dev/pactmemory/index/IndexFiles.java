package dev.pactmemory.index;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;

/// The directory of the index: for its owner only, as memories are.
final class IndexFiles extends FilterDirectory {
  /// Names that Lucene gives; nothing else is ever deleted.
  private static final Pattern LUCENE = Pattern.compile("(_|segments|pending_segments).*");

  private final Path path;
  private final boolean posix;

  private IndexFiles(Path path, Directory files) throws IOException {
    super(files);
    this.path = path;
    this.posix = Files.getFileStore(path).supportsFileAttributeView("posix");
  }

  /// Makes the directory where it is missing.
  static IndexFiles open(Path path) throws IOException {
    return open(path, UnaryOperator.identity());
  }

  /// As [#open(Path)], with the directory below seen through `view`.
  static IndexFiles open(Path path, UnaryOperator<Directory> view) throws IOException {
    Files.createDirectories(path);
    IndexFiles files = new IndexFiles(path, view.apply(FSDirectory.open(path)));
    files.restrict(path, "rwx------");
    return files;
  }

  /// Makes the directory again if it is gone.
  void restore() throws IOException {
    Files.createDirectories(path);
    restrict(path, "rwx------");
  }

  /// Deletes the index, unless another holds it. It is a view: the store makes it again.
  void wipe() throws IOException {
    try (Lock held = obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
      held.ensureValid();
      List<Path> files = new ArrayList<>();
      try (Stream<Path> all = Files.list(path)) {
        all.filter(file -> LUCENE.matcher(String.valueOf(file.getFileName())).matches())
            .forEach(files::add);
      }
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public Lock obtainLock(String name) throws IOException {
    Lock lock = super.obtainLock(name);
    restrict(path.resolve(name), "rw-------");
    return lock;
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    IndexOutput output = super.createOutput(name, context);
    restrict(path.resolve(name), "rw-------");
    return output;
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    IndexOutput output = super.createTempOutput(prefix, suffix, context);
    restrict(path.resolve(output.getName()), "rw-------");
    return output;
  }

  private void restrict(Path file, String permissions) throws IOException {
    if (posix) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
  }

  /// What a failure means to the one who asked.
  ///
  /// @param done what could not be, as "opened"
  static MemoryException refusal(String done, Exception failure) {
    return switch (failure) {
      case LockObtainFailedException held ->
          new MemoryException(
              MemoryException.Code.BUSY,
              "the search index is held by another process; end it, or wait and ask again",
              held);
      case IOException broken ->
          MemoryException.of(broken, "the search index could not be " + done);
      default ->
          new MemoryException(
              MemoryException.Code.IO_ERROR,
              "the search index could not be " + done + " after a failure before; start again",
              failure);
    };
  }
}
