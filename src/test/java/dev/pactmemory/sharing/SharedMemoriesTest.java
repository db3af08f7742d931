package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Leaders and followers in one process, over real sockets; peers that misbehave are played.
class SharedMemoriesTest {
  private static final Waits QUICK =
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

  private static final MemoryId ID = new MemoryId("0123456789abcdef0123456789abcdef");
  private static final Changed NEWS =
      new Changed(ID, new Project("/p", "p"), true, false, Set.of(), Set.of());
  private static final long OWN_PID = ProcessHandle.current().pid();

  @TempDir Path directory;

  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private Path home = Path.of("unset");

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

  // A leader that misbehaves

  @Test
  void aLeaderThatSaysNothingIsNamed() throws Exception {
    listen(_ -> {});

    assertBusyNaming(OWN_PID);
  }

  @Test
  void aLeaderThatSaysHalfAFrameIsNamed() throws Exception {
    listen(channel ->
        channel.write(ByteBuffer.allocate(6).putInt(100).put((byte) '{').put((byte) ' ').flip()));

    assertBusyNaming(OWN_PID);
  }

  @Test
  void aLeaderThatTalksGarbageIsGivenUp() throws Exception {
    listen(channel -> {
      channel.write(
          ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      channel.close();
    });

    assertThatThrownBy(() -> delete(follower(), "x"))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY));
  }

  @Test
  void aLeaderThatFallsSilentIsNamedAndTheChangeIsCalledUncertain() throws Exception {
    listen(channel -> hello(channel, Wire.PROTOCOL));

    assertThatThrownBy(() -> delete(follower(), "x"))
        .hasMessage(
            "process 4711 holds the memory and does not answer (stopped or hanging?); resume or"
                + " end it, then look whether the change was made");
    assertThatThrownBy(() -> get(follower(), "x"))
        .hasMessage(
            "process 4711 holds the memory and does not answer (stopped or hanging?); resume or"
                + " end it, then ask again");
  }

  @Test
  void aLeaderBeforeWhichTheLineIsFullIsNotWaitedForForEver() throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(SocketPath.in(home)), 1);
    open.add(() -> new Stub(server).close(home));
    new LeaderFile(SocketPath.in(home), OWN_PID, "test").write(home);
    fillTheLine();

    assertThatThrownBy(() -> delete(follower(), "x"))
        .hasMessage("another process holds the memory and cannot be reached; ask again, or end it");
  }

  /// Connects as often as the kernel lets one who is never taken.
  private void fillTheLine() throws IOException {
    boolean full = false;
    for (int i = 0; i < 8 && !full; i++) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      open.add(channel);
      channel.configureBlocking(false);
      full = !isConnected(channel);
    }
    assertThat(full).as("the line is full").isTrue();
  }

  private boolean isConnected(SocketChannel channel) {
    try {
      return channel.connect(UnixDomainSocketAddress.of(SocketPath.in(home)));
    } catch (IOException _) {
      return false; // "Resource temporarily unavailable", on Linux.
    }
  }

  @Test
  void aLeaderOfAnotherVersionIsNamedWithBothVersions() throws Exception {
    listen(channel -> hello(channel, Wire.PROTOCOL + 1));

    assertThatThrownBy(() -> delete(follower(), "x"))
        .hasMessage(
            "process 4711 holds the memory with version 9.9 of this program, this one is test;"
                + " restart the session that is older, so that all run the same version");
  }

  @Test
  void nothingIsDoneForAFollowerOfAnotherVersion() throws Exception {
    BlockingQueue<String> deleted = new LinkedBlockingQueue<>();
    lead(
        Scripted.deleting((ref, _) -> {
          deleted.add(ref);
          return Outcome.done(new Deleted(ID, 1));
        }));

    try (SocketChannel channel = connect()) {
      Wire.write(channel, Wire.encode(new Frame.Hello(Wire.PROTOCOL + 1, "9.9", 1)));
      assertThat(Wire.read(channel)).isEqualTo(new Frame.Hello(Wire.PROTOCOL, "test", OWN_PID));
      Wire.write(channel, Wire.encode(new Frame.Call(1, "r", 1_000, new Request.Delete("x"))));
      assertThat(Wire.read(channel)).isNull();
    }

    assertThat(deleted).isEmpty();
    assertThat(delete(patient(), "y")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  // A follower that misbehaves

  @Test
  void garbageFromAFollowerHarmsNobody() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    for (byte[] bytes :
        List.of(
            new byte[] {0, 0, 0, 9, 1, 2},
            new byte[] {0, 0, 0, 2, '{', '}'},
            new byte[] {-1, -1, -1, -1},
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      try (SocketChannel channel = connect()) {
        channel.write(ByteBuffer.wrap(bytes));
      }
    }

    assertThat(delete(patient(), "y")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aFollowerThatDoesNotReadHoldsUpNobody() throws Exception {
    Memory large = memory("x".repeat(1 << 20));
    Scripted led = Scripted.getting((_, _) -> Outcome.done(new Got(List.of(large), List.of())));
    lead(led);
    try (SocketChannel channel = connect()) {
      Wire.write(channel, Wire.encode(new Frame.Hello(Wire.PROTOCOL, "test", 1)));
      for (int i = 0; i < 100; i++) {
        Request<?> request = new Request.Get(List.of("x"), OptionalInt.empty());
        Wire.write(channel, Wire.encode(new Frame.Call(i, "r" + i, 10_000, request)));
      }

      SharedMemories other = patient();
      BlockingQueue<Changed> heard = new LinkedBlockingQueue<>();
      open.add(other.listen(heard::add));
      led.tell(NEWS);

      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);
      assertThat(get(other, "x")).isInstanceOf(Outcome.Done.class);
    }
  }

  // Calls

  @Test
  void anAnswerTooLongIsRefusedWithARemedyAndTheNextComes() throws Exception {
    Memory huge = memory("x".repeat(Wire.MAX_FRAME_BYTES));
    lead(
        Scripted.getting((ref, _) ->
            Outcome.done(new Got(ref.equals("huge") ? List.of(huge) : List.of(), List.of()))));
    SharedMemories follower = patient();

    assertThatThrownBy(() -> get(follower, "huge"))
        .hasMessage("the answer is too long to be handed over; ask for fewer at once");
    assertThat(get(follower, "small")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void cancellingReachesTheLeader() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    lead(
        Scripted.deleting((_, call) -> {
          call.onCancel(cancelled::countDown);
          began.countDown();
          await(cancelled);
          call.check();
          throw new AssertionError();
        }));
    Call call = Call.within(Duration.ofSeconds(30));
    CompletableFuture<Outcome<Deleted>> answer = async(() -> patient().delete("x", call));
    await(began);

    call.cancel();

    await(cancelled);
    assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
  }

  @Test
  void aCallWhoseTimeIsUpSaysSoAlthoughTheLeaderIsAtWork() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    lead(
        Scripted.deleting((_, _) -> {
          await(end);
          return Outcome.done(new Deleted(ID, 1));
        }));

    assertThatThrownBy(() -> follower().delete("x", Call.within(Duration.ofMillis(300))))
        .hasMessage("the change was not confirmed in time; look before sending it again");
    end.countDown();
  }

  @Test
  void aSlowLeaderThatLivesIsWaitedFor() throws Exception {
    lead(
        Scripted.deleting((_, call) -> {
          // Longer than a leader may be silent.
          await(new CountDownLatch(1), QUICK.frozen().multipliedBy(2));
          return Outcome.done(new Deleted(ID, 1));
        }));

    assertThat(delete(follower(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aCallWaitingForALeaderCanBeCancelled() throws Exception {
    SharedMemories alone =
        new SharedMemories(
            home,
            directory,
            "test",
            Waits.REAL,
            SeatElection.NEVER,
            SharedMemoriesTest::neverOpened);
    open.add(alone);
    Call call = Call.within(Duration.ofSeconds(30));
    CompletableFuture<Outcome<Deleted>> answer = async(() -> alone.delete("x", call));

    call.cancel();

    assertThatThrownBy(() -> answer.get(5, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CANCELLED));
  }

  // Change of leader

  @Test
  void aCallGoesToTheNextLeaderUnderTheSameRequestId() throws Exception {
    ConcurrentLinkedQueue<String> requestIds = new ConcurrentLinkedQueue<>();
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    LeaderPort first =
        lead(
            Scripted.deleting((_, call) -> {
              requestIds.add(call.requestId());
              began.countDown();
              await(never, Duration.ofSeconds(2));
              throw new MemoryException(MemoryException.Code.CLOSED, "too late");
            }));
    CompletableFuture<Outcome<Deleted>> answer = async(() -> delete(patient(), "x"));
    await(began);

    first.close();
    lead(
        Scripted.deleting((_, call) -> {
          requestIds.add(call.requestId());
          return Outcome.done(new Deleted(ID, 2));
        }));

    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(Outcome.done(new Deleted(ID, 2)));
    assertThat(requestIds).hasSize(2);
    assertThat(requestIds.stream().distinct()).hasSize(1);
    never.countDown();
  }

  @Test
  void aFollowerTakesOverAndTheFormerLeadersMemoryWasClosedBefore() throws Exception {
    SeatElection seat = new SeatElection();
    Scripted old = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
    CompletableFuture<Boolean> closedBefore = new CompletableFuture<>();
    SharedMemories first = shared(seat, () -> old);
    assertThat(delete(first, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
    SharedMemories second =
        shared(
            seat,
            () -> {
              closedBefore.complete(old.isClosed());
              return Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 2)));
            });
    assertThat(delete(second, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));

    first.close();

    assertThat(closedBefore.get(10, TimeUnit.SECONDS)).isTrue();
    assertThat(delete(second, "x")).isEqualTo(Outcome.done(new Deleted(ID, 2)));
  }

  @Test
  void aListenerIsToldThatNewsMayHaveBeenMissedBetweenTwoLeaders() throws Exception {
    Scripted former = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
    LeaderPort first = lead(former);
    SharedMemories follower = follower();
    BlockingQueue<Changed> heard = new LinkedBlockingQueue<>();
    open.add(follower.listen(heard::add));
    former.tell(NEWS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);

    first.close();
    Scripted next = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 2)));
    lead(next);

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(Changed.ANYTHING);
    next.tell(NEWS);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);
  }

  @Test
  void aFollowerThatAsksNothingHearsNews() throws Exception {
    Scripted led = Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
    lead(led);
    BlockingQueue<Changed> heard = new LinkedBlockingQueue<>();

    open.add(follower().listen(heard::add));
    led.tell(NEWS);

    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);
  }

  @Test
  void aLeaderThatCannotOpenAnythingLetsTheNextCallTryAgain() throws Exception {
    List<Integer> tries = new ArrayList<>();
    SharedMemories memories =
        shared(
            new SeatElection(),
            () -> {
              tries.add(1);
              if (tries.size() == 1) {
                throw new IllegalStateException("the first try fails in this test");
              }
              return Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)));
            });

    assertThatThrownBy(() -> delete(memories, "x")).hasMessage("the memory could not be opened");
    assertThat(delete(memories, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aLeaderThatCannotBeReachedStillServesItself() throws Exception {
    Path missing = directory.resolve("missing");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    SharedMemories memories =
        new SharedMemories(
            home,
            missing,
            "test",
            QUICK,
            new SeatElection(),
            () -> Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    open.add(memories);

    assertThat(delete(memories, "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void closedMemoriesSaySo() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    SharedMemories follower = follower();

    follower.close();
    follower.close();

    assertThatThrownBy(() -> delete(follower, "x")).hasMessage("the program is stopping");
  }

  // Files

  @Test
  void theSocketIsTheOwnersAlone() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    assertThat(mode(home.resolve("leader.sock"))).isEqualTo("rw-------");
    assertThat(mode(home.resolve("leader"))).isEqualTo("rw-------");
  }

  @Test
  void aHomeWithALongPathHasItsSocketElsewhere() throws Exception {
    home = Files.createDirectories(directory.resolve("x".repeat(120)));
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    LeaderPort port = lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    Path socket = LeaderFile.find(home).orElseThrow().socket();
    assertThat(mode(socket.getParent())).isEqualTo("rwx------");

    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
    port.close();

    assertThat(socket.getParent()).doesNotExist();
  }

  @Test
  void aHomeThatOthersEnterHasItsSocketElsewhere() throws Exception {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    assertThat(home.resolve("leader.sock")).doesNotExist();
    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void whatAKilledLeaderLeftBehindIsReplaced() throws Exception {
    Path elsewhere = SocketPath.below(directory);
    for (Path socket : List.of(elsewhere, SocketPath.in(home))) {
      try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        dead.bind(UnixDomainSocketAddress.of(socket));
      }
    }
    new LeaderFile(elsewhere, 1, "0.0").write(home);

    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    assertThat(elsewhere.getParent()).doesNotExist();
    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aLeaderFileThatNamesSomeOtherFileDeletesNothing() throws Exception {
    Path precious = Files.writeString(directory.resolve("leader.sock.txt"), "kept");
    Path alike =
        Files.writeString(
            Files.createDirectories(directory.resolve("pact-x")).resolve("leader.sock"), "kept");
    for (Path named : List.of(precious, alike, Path.of("leader.sock"), directory)) {
      new LeaderFile(named, 1, "0.0").write(home);
      lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1)))).close();
    }

    assertThat(precious).hasContent("kept");
    assertThat(alike).hasContent("kept");
    Files.delete(alike);
  }

  @Test
  void aLeaderFileOfRubbishIsNone() throws Exception {
    for (byte[] rubbish :
        List.of(
            new byte[0],
            new byte[] {-1, -2, 0},
            "socket=\0\npid=1\n".getBytes(StandardCharsets.US_ASCII))) {
      Files.write(home.resolve("leader"), rubbish);

      assertThat(LeaderFile.find(home)).isEmpty();
    }
    Files.delete(home.resolve("leader"));
  }

  @Test
  void aLeaderThatIsNotWrittenDownIsFoundByItsSocket() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    LeaderFile.delete(home);

    assertThat(delete(patient(), "x")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  private LeaderPort lead(Memories memories) throws IOException {
    LeaderPort port = LeaderPort.open(home, directory, "test", QUICK, memories);
    open.add(port);
    return port;
  }

  // Looked at from outside

  @Test
  void aLeaderThatAnswersIsFoundWell() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));
    holdTheLock();

    assertThat(examine(false))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.verdict()).isEqualTo(Finding.Verdict.GOOD);
          assertThat(finding.found())
              .startsWith("process " + OWN_PID)
              .endsWith("leads, and its socket answers");
        });
  }

  @Test
  void aLeaderThatSaysNothingIsFoundToBeStopped() throws Exception {
    listen(_ -> {});
    holdTheLock();

    assertThat(examine(true))
        .containsExactly(
            Finding.bad(
                "leader",
                "process %d (version test) leads and does not answer; it is stopped or hangs"
                    .formatted(OWN_PID),
                "resume it (kill -CONT " + OWN_PID + ") or end it"));
  }

  @Test
  void aLeaderOfAnotherVersionIsFoundWithBothVersions() throws Exception {
    listen(channel -> hello(channel, Wire.PROTOCOL + 1));
    holdTheLock();

    assertThat(examine(false))
        .containsExactly(
            Finding.bad(
                "leader",
                "process 4711 leads with version 9.9, which this one (test) cannot talk to",
                "restart the session that is older"));
  }

  @Test
  void whatKilledLeadersLeftBehindIsDeletedWhenAskedTo() throws Exception {
    Path older = SocketPath.below(directory);
    Path elsewhere = SocketPath.below(directory);
    for (Path socket : List.of(older, elsewhere)) {
      try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
        dead.bind(UnixDomainSocketAddress.of(socket));
      }
    }
    new LeaderFile(elsewhere, 1, "0.0").write(home);

    assertThat(examine(false)).extracting(Finding::verdict).containsOnly(Finding.Verdict.NOTE);
    assertThat(elsewhere).exists();
    assertThat(examine(true))
        .hasSize(2)
        .extracting(Finding::verdict)
        .containsOnly(Finding.Verdict.MENDED);
    assertThat(older.getParent()).doesNotExist();
    assertThat(elsewhere.getParent()).doesNotExist();
    assertThat(examine(false)).containsExactly(Finding.good("leader", "no session runs"));
  }

  private List<Finding> examine(boolean fix) {
    return new Neighbours(home, directory, "test", QUICK, fix).examine();
  }

  private void holdTheLock() throws IOException {
    FileChannel channel = PrivateFiles.openForLocking(home.resolve(LockElection.FILE));
    open.add(channel);
    assertThat(channel.tryLock()).isNotNull();
  }

  private SharedMemories follower() {
    return shared(SeatElection.NEVER, SharedMemoriesTest::neverOpened);
  }

  private SharedMemories patient() {
    return shared(PATIENT, SeatElection.NEVER, SharedMemoriesTest::neverOpened);
  }

  private SharedMemories shared(Election election, Supplier<Memories> opener) {
    return shared(QUICK, election, opener);
  }

  private SharedMemories shared(Waits waits, Election election, Supplier<Memories> opener) {
    SharedMemories memories = new SharedMemories(home, directory, "test", waits, election, opener);
    open.add(memories);
    return memories;
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(
        UnixDomainSocketAddress.of(LeaderFile.find(home).orElseThrow().socket()));
  }

  private static Memories neverOpened() {
    throw new AssertionError("a follower opens nothing");
  }

  private static Outcome<Deleted> delete(Memories memories, String ref) {
    return memories.delete(ref, Call.within(Duration.ofSeconds(30)));
  }

  private static Outcome<Got> get(Memories memories, String ref) {
    return memories.get(List.of(ref), OptionalInt.empty(), Call.within(Duration.ofSeconds(30)));
  }

  private void assertBusyNaming(long pid) {
    assertThatThrownBy(() -> delete(follower(), "x"))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY))
        .hasMessageStartingWith("process " + pid + " holds the memory and does not answer");
  }

  /// Plays a leader that does this with each connection, and keeps it.
  private void listen(Play play) throws IOException {
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

  private static void hello(SocketChannel channel, int protocol) throws IOException {
    Wire.write(channel, Wire.encode(new Frame.Hello(protocol, "9.9", 4711)));
  }

  private static <T> CompletableFuture<T> async(Supplier<T> work) {
    return CompletableFuture.supplyAsync(
        work, task -> Thread.ofVirtual().name("async").start(task));
  }

  private static void await(CountDownLatch latch) {
    if (!await(latch, Duration.ofSeconds(20))) {
      throw new AssertionError("not in time");
    }
  }

  private static boolean await(CountDownLatch latch, Duration limit) {
    try {
      return latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String mode(@Nullable Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(java.util.Objects.requireNonNull(path)));
  }

  private static Memory memory(String context) {
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

  private interface Play {
    void on(SocketChannel channel) throws IOException;
  }

  private record Stub(ServerSocketChannel server) {
    void close(Path home) throws IOException {
      server.close();
      SocketPath.delete(SocketPath.in(home), home);
      LeaderFile.delete(home);
    }
  }
}
