package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Disk;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.memory.ScriptedDisk.Step;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.store.MemoryStore;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An acknowledged change is there whatever happens; a refused one is not.
class DurabilityTest {
  @TempDir Path directory;

  private final FakeClock clock = new FakeClock();
  private final ScriptedDisk disk = new ScriptedDisk();

  private Path home() {
    return directory.resolve("home");
  }

  private Memories open() {
    return open(new Home(home(), disk, clock));
  }

  private Memories open(Parts parts) {
    return LocalMemories.open(
        parts, "home", WordEmbedder.ready(), clock, new Random(disk.forces()), "test");
  }

  private static Memory save(Memories memories, Content content) {
    return MemoriesFixture.done(memories.save(Sample.draft(content), MemoriesFixture.call()))
        .memory();
  }

  private static int count(Memories memories) {
    return memories.status(MemoriesFixture.call()).memories();
  }

  private void checkInvariants() {
    MemoriesFixture.assertIndexEqualsStore(home(), clock);
  }

  @Test
  void savesThatWaitTogetherShareOneForce() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch queued = new CountDownLatch(1);
    ConcurrentSkipListSet<MemoryId> saved = new ConcurrentSkipListSet<>();
    try (Memories memories = open()) {
      save(memories, Sample.context("made the journal"));
      int forces = disk.forces();
      disk.script(step -> {
        if (step == Step.BEFORE_FORCE) {
          first.countDown();
          await(queued);
        }
      });

      List<Thread> savers = new ArrayList<>();
      for (int i = 0; i < 21; i++) {
        int number = i;
        Thread saver =
            Thread.ofPlatform()
                .name("saver-" + i)
                .start(() -> saved.add(save(memories, Sample.context("save " + number)).id()));
        savers.add(saver);
        if (i == 0) {
          first.await();
        }
      }
      for (Thread saver : savers) {
        while (saver.getState() != Thread.State.TIMED_WAITING) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      queued.countDown();
      for (Thread saver : savers) {
        saver.join();
      }

      assertThat(saved).hasSize(21);
      assertThat(disk.forces() - forces).isEqualTo(2);
      assertThat(count(memories)).isEqualTo(22);
    }
    checkInvariants();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSaveThatTheDiskRefusesChangesNothingAndTheNextOneWorks() {
    for (Step failing : List.of(Step.BEFORE_WRITE, Step.BEFORE_FORCE)) {
      try (Memories memories = open()) {
        Memory before = save(memories, Sample.context("before " + failing));
        int stored = count(memories);
        AtomicBoolean failed = new AtomicBoolean();
        disk.script(step -> {
          if (step == failing && failed.compareAndSet(false, true)) {
            throw new IOException("No space left on device");
          }
        });

        assertThatThrownBy(() -> save(memories, Sample.context("refused")))
            .isInstanceOfSatisfying(
                MemoryException.class,
                e -> assertThat(e.code()).isEqualTo(MemoryException.Code.DISK_FULL));
        assertThat(count(memories)).isEqualTo(stored);
        assertThat(
                MemoriesFixture.done(
                        memories.search(Sample.query("refused"), MemoriesFixture.call()))
                    .hits())
            .isEmpty();
        Memory after = save(memories, Sample.context("after " + failing));

        assertThat(count(memories)).isEqualTo(stored + 1);
        assertThat(after.id()).isNotEqualTo(before.id());
      }
      int stored;
      try (Memories memories = open()) {
        stored = count(memories);
      }
      assertThat(stored).isEqualTo(failing == Step.BEFORE_WRITE ? 2 : 4);
      checkInvariants();
    }
  }

  @Test
  void killedAtAnyStepOfASaveNothingAcknowledgedIsLost() throws Exception {
    List<MemoryId> acknowledged = new ArrayList<>();
    Map<Path, List<MemoryId>> images = new TreeMap<>();
    AtomicInteger number = new AtomicInteger();
    try (Memories memories = open()) {
      disk.script(step -> {
        Path image = directory.resolve("image-" + number.incrementAndGet());
        copy(home(), image);
        images.put(image, List.copyOf(acknowledged));
      });
      for (int i = 0; i < 3; i++) {
        acknowledged.add(save(memories, Sample.context("save " + i)).id());
      }
      disk.script(step -> {});
    }

    assertThat(images).hasSize(9);
    for (Map.Entry<Path, List<MemoryId>> image : images.entrySet()) {
      try (Memories memories = open(new Home(image.getKey(), Disk.real(), clock))) {
        assertThat(count(memories)).isBetween(image.getValue().size(), image.getValue().size() + 1);
        for (MemoryId id : image.getValue()) {
          assertThat(
                  MemoriesFixture.done(
                          memories.get(
                              List.of(id.value()),
                              java.util.OptionalInt.empty(),
                              MemoriesFixture.call()))
                      .problems())
              .isEmpty();
        }
      }
      MemoriesFixture.assertIndexEqualsStore(image.getKey(), clock);
    }
  }

  /// The index drops files of its own while they are copied; a kill would find them gone too.
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
              return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
              return visitFileFailed(file, e);
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException && file.startsWith(from.resolve("index"))) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }
        });
  }

  @Test
  void aStoreThatFailsToCommitIsOpenedAgainAndHasTheChange() {
    AtomicBoolean fail = new AtomicBoolean();
    Home real = new Home(home(), disk, clock);
    Parts parts =
        new Parts() {
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
            return failing(real.store(), fail);
          }

          @Override
          public void setStoreAside() {
            real.setStoreAside();
          }

          @Override
          public SearchIndex index() {
            return real.index();
          }
        };
    try (Memories memories = open(parts)) {
      save(memories, Sample.context("before"));
      disk.script(step -> fail.set(step == Step.AFTER_FORCE));

      Memory saved = save(memories, Sample.context("in the journal only"));

      disk.script(step -> {});
      assertThat(fail).isFalse();
      assertThat(count(memories)).isEqualTo(2);
      assertThat(
              MemoriesFixture.done(
                      memories.search(Sample.query("journal only"), MemoriesFixture.call()))
                  .hits())
          .extracting(hit -> hit.memory().id())
          .contains(saved.id());
      save(memories, Sample.context("after"));
      assertThat(count(memories)).isEqualTo(3);
    }
    checkInvariants();
  }

  /// The store, but that the next commit fails once `fail` is set.
  private static MemoryStore failing(MemoryStore store, AtomicBoolean fail) {
    return (MemoryStore)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {MemoryStore.class},
            (_, method, arguments) -> {
              Object answer = invoke(store, method, arguments);
              return answer instanceof MemoryStore.Transaction transaction
                  ? failing(transaction, fail)
                  : answer;
            });
  }

  private static MemoryStore.Transaction failing(
      MemoryStore.Transaction transaction, AtomicBoolean fail) {
    return (MemoryStore.Transaction)
        Proxy.newProxyInstance(
            MemoryStore.class.getClassLoader(),
            new Class<?>[] {MemoryStore.Transaction.class},
            (_, method, arguments) -> {
              if (method.getName().equals("commit") && fail.compareAndSet(true, false)) {
                throw new MemoryException(MemoryException.Code.IO_ERROR, "the store broke");
              }
              return invoke(transaction, method, arguments);
            });
  }

  private static Object invoke(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  void aLostStoreIsBuiltAgainFromTheJournalWithItsHistory() throws Exception {
    Memory first;
    try (Memories memories = open()) {
      first = save(memories, Sample.lessons("a"));
      MemoriesFixture.done(
          memories.update(
              Sample.merge(first.id().value(), Sample.lessons("b")), MemoriesFixture.call()));
      save(memories, Sample.context("second"));
    }
    delete(home().resolve("store"));

    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(2);
      assertThat(
              MemoriesFixture.done(
                      memories.get(
                          List.of(first.id().value()),
                          java.util.OptionalInt.of(1),
                          MemoriesFixture.call()))
                  .memories())
          .containsExactly(first);
    }
    checkInvariants();
  }

  @Test
  void aDamagedStoreIsKeptAsideAndBuiltAgain() throws Exception {
    try (Memories memories = open()) {
      save(memories, Sample.context("one"));
      save(memories, Sample.context("two"));
    }
    try (Stream<Path> files = Files.list(home().resolve("store"))) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[8192]);
      }
    }

    try (Memories memories = open()) {
      assertThat(count(memories)).isEqualTo(2);
    }
    try (Stream<Path> files = Files.list(home().resolve("store"))) {
      assertThat(files.map(Path::toString)).anyMatch(name -> name.contains("damaged"));
    }
    checkInvariants();
  }

  @Test
  void aDeletedIndexComesBack() throws Exception {
    try (Memories memories = open()) {
      for (int i = 0; i < 30; i++) {
        save(memories, Sample.context("zeppelin " + i));
      }
    }
    delete(home().resolve("index"));

    try (Memories memories = open()) {
      assertThat(
              MemoriesFixture.done(
                      memories.search(Sample.query("zeppelin"), MemoriesFixture.call()))
                  .total())
          .isEqualTo(30);
    }
    checkInvariants();
  }

  @Test
  void anIndexLostUnderTheRunningProgramIsMadeAgain() throws Exception {
    try (Memories memories = open()) {
      save(memories, Sample.context("zeppelin"));
      assertThat(found(memories, "zeppelin").total()).isEqualTo(1);
      Files.move(home().resolve("index"), directory.resolve("lost"));

      int saved = 1;
      Found found;
      do {
        save(memories, Sample.context("zeppelin " + saved++));
        found = found(memories, "zeppelin");
        assertThat(
                found.total() == saved || found.degraded().contains(Degradation.INDEX_CATCHING_UP))
            .as("all are found, or it says that some may be missing")
            .isTrue();
        LockSupport.parkNanos(10_000_000);
      } while (found.total() < saved && saved < 500);

      assertThat(found.total()).isEqualTo(saved);
    }
    checkInvariants();
  }

  private static Found found(Memories memories, String query) {
    return MemoriesFixture.done(memories.search(Sample.query(query), MemoriesFixture.call()));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
