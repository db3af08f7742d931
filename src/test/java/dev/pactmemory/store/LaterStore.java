package dev.pactmemory.store;

import dev.pactmemory.store.Schema.Script;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The store of a program that is one migration ahead of this one.
public final class LaterStore {
  private LaterStore() {}

  /// Opens it, migrating one of this program's.
  public static MemoryStore open(Path directory, Runnable beforeMigration) {
    List<Script> scripts = new ArrayList<>(Schema.CURRENT.scripts());
    scripts.add(new Script(StoreFileTest.NEXT.number(), StoreFileTest.NEXT.title()));
    return H2Store.open(directory, new Schema(scripts), beforeMigration);
  }
}
