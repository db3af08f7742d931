package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the database's file holds after SIGKILL, before anything is mended: a state that the
/// journal has passed through. The guard for every upgrade of H2, one release of which loses
/// committed rows here.
class KilledWriterTest {
  @TempDir Path directory;

  @Test
  void aKilledProcessLeavesAStoreThatTheJournalKnows() throws Exception {
    rounds(3);
  }

  @Test
  @Tag("storm")
  void aProcessKilledOftenLeavesAStoreThatTheJournalKnows() throws Exception {
    rounds(120);
  }

  private void rounds(int rounds) throws Exception {
    Random random = new Random();
    Path home = directory.resolve("home");
    List<String> acknowledged = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      acknowledged.addAll(writeAndDie(home, random));
      Map<MemoryId, Change.Effect> left = left(home);
      assertThat(rebuilt(home, directory.resolve("again-" + round))).isEqualTo(left);
    }
    try (Memories memories =
        LocalMemories.open(home, WordEmbedder.ready(), new FakeClock(), new Random(), "test")) {
      for (String id : acknowledged) {
        assertThat(
                MemoriesFixture.done(
                        memories.get(List.of(id), OptionalInt.empty(), MemoriesFixture.call()))
                    .memories())
            .hasSize(1);
      }
    }
  }

  /// The ids that the process told of before it died.
  private static List<String> writeAndDie(Path home, Random random) throws Exception {
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> ids = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(writer.getInputStream(), StandardCharsets.US_ASCII))) {
      int wanted = random.nextInt(1, 150);
      String line = "";
      while (line != null && ids.size() < wanted) {
        line = lines.readLine();
        if (line != null) {
          ids.add(line);
        }
      }
      LockSupport.parkNanos(random.nextInt(700_000_000));
      writer.toHandle().destroyForcibly();
      for (line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.length() == 32) {
          ids.add(line);
        }
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    assertThat(ids).isNotEmpty();
    return ids;
  }

  /// The store as the dead process left it.
  private static Map<MemoryId, Change.Effect> left(Path home) {
    try (MemoryStore store = H2Store.open(home.resolve("store"));
        Journal journal = Journal.open(home.resolve("journal"), Disk.real())) {
      assertThat(store.isSuspect()).isFalse();
      assertThat(store.position()).isLessThanOrEqualTo(journal.lastNumber());
      return rows(store);
    }
  }

  /// The store that the journal gives up to the position of the one left.
  private static Map<MemoryId, Change.Effect> rebuilt(Path home, Path again) {
    try (MemoryStore left = H2Store.open(home.resolve("store"));
        MemoryStore store = H2Store.open(again);
        Journal journal = Journal.open(home.resolve("journal"), Disk.real())) {
      try (MemoryStore.Transaction transaction = store.begin()) {
        assertThat(
                journal.readFrom(
                    1,
                    change -> {
                      if (change.number() <= left.position()) {
                        transaction.apply(change);
                      }
                    }))
            .isEmpty();
        transaction.commit();
      }
      assertThat(store.position()).isEqualTo(left.position());
      return rows(store);
    }
  }

  private static Map<MemoryId, Change.Effect> rows(MemoryStore store) {
    Map<MemoryId, Change.Effect> rows = new TreeMap<>();
    for (MemoryId id : store.allIds()) {
      rows.put(id, new Change.Put(store.find(id).orElseThrow()));
    }
    assertThat(store.count()).isEqualTo(rows.size());
    return rows;
  }

  /// Saves, changes and deletes until it is killed; tells the id of each memory that stays.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      PrintStream out =
          new PrintStream(
              new FileOutputStream(FileDescriptor.out), true, StandardCharsets.US_ASCII);
      Random random = new Random();
      try (Memories memories =
          LocalMemories.open(
              Path.of(arguments[0]),
              WordEmbedder.ready(),
              InstantSource.system(),
              random,
              "test")) {
        while (!out.checkError()) {
          String text = "text ".repeat(random.nextInt(400)) + random.nextInt();
          String id = save(memories, text);
          switch (random.nextInt(4)) {
            case 0 -> MemoriesFixture.done(memories.delete(id, MemoriesFixture.call()));
            case 1 -> {
              MemoriesFixture.done(
                  memories.update(
                      Sample.merge(id, Sample.lessons("and " + text)), MemoriesFixture.call()));
              out.println(id);
            }
            default -> out.println(id);
          }
        }
      }
    }

    private static String save(Memories memories, String text) {
      return MemoriesFixture.done(
              memories.save(Sample.draft(Sample.lessons(text)), MemoriesFixture.call()))
          .memory()
          .id()
          .value();
    }
  }
}
