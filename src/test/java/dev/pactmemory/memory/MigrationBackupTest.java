package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.journal.Backup;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.LaterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is here is backed up before an older store is changed.
class MigrationBackupTest {
  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();

  @Test
  void aStoreIsBackedUpBeforeItIsMigratedAndOnlyThen() throws IOException {
    fill("first");
    assertThat(backups()).isEmpty();

    try (Memories migrated = open(LaterStore::open)) {
      assertThat(migrated.status(call()).memories()).isEqualTo(1);
    }
    open(LaterStore::open).close();

    assertThat(backups())
        .singleElement()
        .satisfies(backup ->
            assertThat(Backup.check(backup, _ -> {})).isEqualTo(new Backup.Contents(1, 1, 0)));
  }

  @Test
  void theNewestThreeBackupsStay() throws IOException {
    for (int i = 1; i <= 5; i++) {
      fill("number " + i);
      open(LaterStore::open).close();
      // Back to the older program, whose store comes from the journal.
      Files.delete(home().resolve("store").resolve("store.mv.db"));
      clock.advance(Duration.ofDays(1));
    }

    assertThat(backups())
        .extracting(backup -> Backup.check(backup, _ -> {}).memories())
        .containsExactly(3, 4, 5);
  }

  @Test
  void withoutABackupNothingIsMigrated() throws IOException {
    fill("first");
    Files.writeString(home().resolve("backups"), "in the way");

    assertThatThrownBy(() -> open(LaterStore::open).close())
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("could not be backed up before its migration");

    try (Memories memories = open(H2Store::open)) {
      assertThat(memories.status(call()).memories()).isEqualTo(1);
    }
  }

  private void fill(String context) {
    try (Memories memories = open(H2Store::open)) {
      done(memories.save(Sample.draft(Sample.context(context)), call()));
    }
  }

  private List<Path> backups() throws IOException {
    if (!Files.isDirectory(home().resolve("backups"))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(home().resolve("backups"))) {
      return files.sorted(Comparator.naturalOrder()).toList();
    }
  }

  private Path home() {
    return scratch.resolve("home");
  }

  private Memories open(Home.Stores stores) {
    return LocalMemories.open(
        new Home(home(), Disk.real(), clock, stores),
        "home",
        WordEmbedder.ready(),
        clock,
        new Random(),
        "test");
  }
}
