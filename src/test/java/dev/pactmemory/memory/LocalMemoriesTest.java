package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.store.MemoryStore;
import java.nio.file.Path;
import java.util.Random;

class LocalMemoriesTest extends MemoriesContract {
  @Override
  Memories open(Path home, FakeClock clock) {
    return LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(7), "test");
  }

  @Override
  void checkInvariants(Path home) {
    assertIndexEqualsStore(home, clock);
  }

  /// Opens the home once more and compares the two views; also holds that it was left unlocked.
  static void assertIndexEqualsStore(Path home, FakeClock clock) {
    try (Memories memories =
        LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(8), "test")) {
      memories.search(Sample.query("anything"), MemoriesContract.call());
    }
    Home parts = new Home(home, Disk.real(), clock);
    try (HomeLock lock = parts.lock();
        MemoryStore store = parts.store();
        SearchIndex index = parts.index()) {
      assertThat(lock).isNotNull();
      assertThat(index.allIds()).isEqualTo(store.allIds());
    }
  }
}
