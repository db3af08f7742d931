package dev.pactmemory.index;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.lucene.store.Directory;

/// The index over a directory that a test watches.
public final class IndexOn {
  private IndexOn() {}

  public static SearchIndex open(Path path, UnaryOperator<Directory> view) {
    return LuceneIndex.open(path, view);
  }
}
