package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.store.H2Store;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A part that is missing, damaged or from elsewhere: it is made again from the others, nothing is
/// thrown away, and what a newer program wrote is left alone.
class SelfHealingTest {
  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();

  private Path home() {
    return directory.resolve("home");
  }

  private Path segment() {
    return home().resolve("journal").resolve("0000000000000000001.journal");
  }

  private Memories open() {
    return open(new Home(home(), Disk.real(), clock));
  }

  private Memories openAfterPowerLoss() {
    return open(
        new Home(home(), Disk.real(), clock, (store, _) -> H2Store.open(store, "another start")));
  }

  private Memories open(Parts parts) {
    return LocalMemories.open(parts, "home", WordEmbedder.ready(), clock, new Random(), "test");
  }

  private static Memory save(Memories memories, String context) {
    return MemoriesFixture.done(
            memories.save(Sample.draft(Sample.context(context)), MemoriesFixture.call()))
        .memory();
  }

  private static Found search(Memories memories, String text) {
    return MemoriesFixture.done(memories.search(Sample.query(text), MemoriesFixture.call()));
  }

  private static int count(Memories memories) {
    return memories.status(MemoriesFixture.call()).memories();
  }

  private void fill(int count) {
    try (Memories memories = open()) {
      for (int i = 0; i < count; i++) {
        save(memories, "zeppelin " + i);
      }
    }
  }

  /// As if the process had died: with the mark of an open store.
  private void leaveOpen() throws IOException {
    Files.writeString(home().resolve("store").resolve("open"), "a start before");
  }

  private List<String> names(String part) throws IOException {
    try (Stream<Path> files = Files.list(home().resolve(part))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void removeChanges(int first, int last) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(segment(), StandardCharsets.UTF_8));
    lines.subList(first, last + 1).clear(); // Line 0 is the header.
    Files.writeString(segment(), String.join("\n", lines) + "\n");
  }

  @Test
  void whileTheIndexIsFilledAgainSearchesAnswerAndSaySo() throws Exception {
    fill(30);
    delete(home().resolve("index"));
    CountDownLatch mayFill = new CountDownLatch(1);
    Home real = new Home(home(), Disk.real(), clock);
    try (Memories memories = open(slowIndex(real, mayFill))) {
      Found meanwhile = search(memories, "zeppelin");
      assertThat(meanwhile.degraded()).contains(Degradation.INDEX_CATCHING_UP);
      assertThat(memories.status(MemoriesFixture.call()).degraded())
          .contains(Degradation.INDEX_CATCHING_UP);

      mayFill.countDown();

      Found after = search(memories, "zeppelin");
      assertThat(after.total()).isEqualTo(30);
      assertThat(after.degraded()).doesNotContain(Degradation.INDEX_CATCHING_UP);
    } finally {
      mayFill.countDown();
    }
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  @Test
  void anIndexOfAnotherStoreIsFilledAgain() throws Exception {
    fill(3);
    try (Memories other = open(new Home(directory.resolve("other"), Disk.real(), clock))) {
      for (int i = 0; i < 9; i++) {
        save(other, "balloon " + i);
      }
    }
    delete(home().resolve("index"));
    Files.move(directory.resolve("other").resolve("index"), home().resolve("index"));

    try (Memories memories = open()) {
      assertThat(search(memories, "zeppelin").total()).isEqualTo(3);
      assertThat(search(memories, "balloon").hits())
          .noneMatch(hit -> String.valueOf(hit.memory().content().context()).contains("balloon"));
    }
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  @Test
  void aTornIndexIsFilledAgain() throws Exception {
    fill(5);
    for (String name : names("index")) {
      Path file = home().resolve("index").resolve(name);
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) / 2));
    }

    try (Memories memories = open()) {
      assertThat(search(memories, "zeppelin").total()).isEqualTo(5);
    }
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  @Test
  void aStoreThatWasOpenWhenTheMachineStoppedIsBuiltAgain() throws Exception {
    fill(4);
    leaveOpen();

    try (Memories memories = openAfterPowerLoss()) {
      assertThat(count(memories)).isEqualTo(4);
      assertThat(search(memories, "zeppelin").total()).isEqualTo(4);
    }

    assertThat(names("store")).hasSize(2).anyMatch(name -> name.contains(".damaged-"));
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  @Test
  void aStoreThatWasOpenWhenTheProcessDiedIsTakenAsItIs() throws Exception {
    fill(4);
    Files.writeString(home().resolve("store").resolve("open"), "another start");

    try (Memories memories = openAfterPowerLoss()) {
      assertThat(count(memories)).isEqualTo(4);
    }

    assertThat(names("store")).containsExactly("store.mv.db");
  }

  @Test
  void aSuspectStoreIsKeptWhereTheJournalLacksWhatItHolds() throws Exception {
    fill(5);
    removeChanges(2, 3);
    leaveOpen();

    try (Memories memories = openAfterPowerLoss()) {
      assertThat(count(memories)).isEqualTo(5);
      save(memories, "the sixth");
    }

    try (Memories memories = openAfterPowerLoss()) {
      assertThat(count(memories)).isEqualTo(6);
    }
    assertThat(names("store")).containsExactly("store.mv.db");
  }

  @Test
  void aLostSegmentTakesNothingFromAStoreThatIsThere() throws Exception {
    fill(5);
    Files.delete(segment());

    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(5);
      save(memories, "the sixth");
    }
    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(6);
      assertThat(search(memories, "zeppelin").total()).isEqualTo(5);
    }
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  @Test
  void fromADamagedJournalEveryWholeLineIsKeptAndTheBadOnesAreCopiedOnce() throws Exception {
    fill(5);
    byte[] bytes = Files.readAllBytes(segment());
    int middle = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("zeppelin 2");
    bytes[middle] = 'Z';
    Files.write(segment(), bytes);
    delete(home().resolve("store"));

    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(4);
      save(memories, "goes on");
    }
    String copy = "damaged-0000000000000000001.journal-4";
    assertThat(names("journal")).containsExactly("0000000000000000001.journal", copy);
    assertThat(Files.readString(home().resolve("journal").resolve(copy))).contains("Zeppelin 2");
    Files.writeString(home().resolve("journal").resolve(copy), "looked at");
    delete(home().resolve("store"));

    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(5);
    }
    assertThat(Files.readString(home().resolve("journal").resolve(copy))).isEqualTo("looked at");
  }

  @Test
  void aJournalByANewerProgramIsRefusedAndNoFileIsTouched() throws Exception {
    fill(3);
    String header = "{\"format\":\"pact-memory journal\",\"version\":99}";
    CRC32C crc = new CRC32C();
    crc.update(header.getBytes(StandardCharsets.US_ASCII));
    List<String> lines = new ArrayList<>(Files.readAllLines(segment(), StandardCharsets.UTF_8));
    lines.set(0, String.format("%08x %s", crc.getValue(), header));
    Files.writeString(segment(), String.join("\n", lines) + "\n");
    Map<String, String> before = contents();

    assertThatThrownBy(() -> open().close())
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.STORE_TOO_NEW))
        .hasMessageContaining("update the program");

    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void whenTheClockIsSetBackOrderAndCursorsStaySane() {
    try (Memories memories = open()) {
      List<Memory> saved = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        saved.add(save(memories, "zeppelin " + i));
        clock.back(Duration.ofHours(1));
      }
      String first = saved.getFirst().id().value();
      MemoriesFixture.done(
          memories.update(
              Sample.merge(first, Sample.lessons("later, and earlier")), MemoriesFixture.call()));

      List<Memory> listed = new ArrayList<>();
      String cursor = null;
      do {
        Found page =
            MemoriesFixture.done(memories.list(Sample.list(2, cursor), MemoriesFixture.call()));
        page.hits().forEach(hit -> listed.add(hit.memory()));
        cursor = page.cursor();
      } while (cursor != null);
      assertThat(listed)
          .extracting(Memory::id)
          .containsExactlyInAnyOrderElementsOf(saved.stream().map(Memory::id).toList());
      assertThat(listed).allMatch(memory -> !memory.updatedAt().isBefore(memory.createdAt()));
    }
    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(6);
    }
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(home())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            home().relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  /// The home, but that nothing is put into its index before `mayFill`.
  private static Parts slowIndex(Home real, CountDownLatch mayFill) {
    return new Parts() {
      @Override
      public HomeLock lock() {
        return real.lock();
      }

      @Override
      public Journal journal() {
        return real.journal();
      }

      @Override
      public MemoryStore store() {
        return real.store();
      }

      @Override
      public void setStoreAside() {
        real.setStoreAside();
      }

      @Override
      public SearchIndex index() {
        SearchIndex index = real.index();
        return (SearchIndex)
            Proxy.newProxyInstance(
                SearchIndex.class.getClassLoader(),
                new Class<?>[] {SearchIndex.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("apply")) {
                    mayFill.await();
                  }
                  try {
                    return method.invoke(index, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
      }
    };
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
