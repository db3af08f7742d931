package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Leaders and followers in one process, over real sockets; peers that misbehave are played.
abstract class SharingFixture {
  static final Waits QUICK =
      new Waits(
          Duration.ofMillis(5),
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofMillis(800),
          Duration.ofMillis(500));

  /// For leaders that are well: a busy machine lets them wait longer than that.
  private static final Waits PATIENT =
      new Waits(
          Duration.ofMillis(5),
          Duration.ofMillis(100),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMillis(500));

  static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");
  static final Changed NEWS =
      new Changed(ID, new Project("/p", "p"), true, false, Set.of(), Set.of());
  static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path directory;

  final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  Path home = Path.of("unset");

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(directory.resolve("home"));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void closeAllAndLookAtWhatIsLeft() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
    try (Stream<Path> left = Files.walk(directory)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .doesNotContain("leader", "leader.sock", "leader.new");
    }
  }

  LeaderPort lead(Memories memories) throws IOException {
    LeaderPort port = LeaderPort.open(home, directory, "test", QUICK, memories);
    open.add(port);
    return port;
  }

  SharedMemories follower() {
    return follower(QUICK);
  }

  SharedMemories patient() {
    return follower(PATIENT);
  }

  SharedMemories follower(Waits waits) {
    return shared(waits, SeatElection.NEVER, SharingFixture::neverOpened);
  }

  SharedMemories shared(Election election, Supplier<Memories> opener) {
    return shared(QUICK, election, opener);
  }

  private SharedMemories shared(Waits waits, Election election, Supplier<Memories> opener) {
    SharedMemories memories = new SharedMemories(home, directory, "test", waits, election, opener);
    open.add(memories);
    return memories;
  }

  private static Memories neverOpened() {
    throw new AssertionError("a follower opens nothing");
  }

  static Outcome<Deleted> delete(Memories memories, String ref) {
    return memories.delete(ref, Call.within(Duration.ofSeconds(30)));
  }

  static Outcome<Got> get(Memories memories, String ref) {
    return memories.get(List.of(ref), OptionalInt.empty(), Call.within(Duration.ofSeconds(30)));
  }

  /// Plays a leader that does this with each connection, and keeps it.
  void listen(Play play) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(SocketPath.in(home)));
    new LeaderFile(SocketPath.in(home), OWN_PID, "test").write(home);
    open.add(() -> new Stub(server).close(home));
    Thread.ofVirtual()
        .name("played-leader")
        .start(() -> {
          try {
            while (true) {
              SocketChannel channel = server.accept();
              open.add(channel);
              play.on(channel);
            }
          } catch (IOException _) {
            // The test is over, or the follower went away.
          }
        });
  }

  static void hello(SocketChannel channel, int protocol) throws IOException {
    Wire.write(channel, Wire.encode(new Frame.Hello(protocol, "9.9", 4711)));
  }

  static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work, task -> Thread.ofVirtual().name("async").start(task));
  }

  static void await(CountDownLatch latch) {
    if (!await(latch, Duration.ofSeconds(20))) {
      throw new AssertionError("not in time");
    }
  }

  static boolean await(CountDownLatch latch, Duration limit) {
    try {
      return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Memory memory(String context) {
    Content content =
        new Content(
            context, null, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of());
    return new Memory(
        ID,
        content,
        List.of(),
        new Project("/p", "p"),
        new SessionId("s"),
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }

  interface Play {
    void on(SocketChannel channel) throws IOException;
  }

  record Stub(ServerSocketChannel server) {
    void close(Path home) throws IOException {
      server.close();
      SocketPath.delete(SocketPath.in(home), home);
      LeaderFile.delete(home);
    }
  }
}
