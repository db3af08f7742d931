package dev.pactmemory.sharing;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A follower's connection to the leader. Safe for many threads; once over it stays over.
///
/// A leader that is silent is not let go: when it wakes up, it goes on where it was.
final class Peer implements AutoCloseable {
  private final Connection connection;
  private final Waits waits;
  private final String version;
  private final Consumer<Changed> news;
  private final Map<Long, CompletableFuture<Frame>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final CompletableFuture<Frame.Hello> welcome = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final long pid;

  /// It said that it takes no more calls; those in flight are still answered.
  private volatile boolean parting;

  private Peer(
      SocketChannel channel, long pid, String version, Waits waits, Consumer<Changed> news) {
    this.pid = pid;
    this.version = version;
    this.waits = waits;
    this.news = news;
    this.connection = new Connection(channel, "leader", this::receive, this::ended);
  }

  /// Reaches the leader that the file names; does not wait for it to say anything.
  ///
  /// @throws IOException if nobody is there
  static Peer reach(LeaderFile leader, String version, Waits waits, Consumer<Changed> news)
      throws IOException {
    Peer peer = new Peer(connect(leader), leader.pid(), version, waits, news);
    peer.connection.send(new Frame.Hello(Wire.PROTOCOL, version, ProcessHandle.current().pid()));
    peer.connection.start();
    return peer;
  }

  private static SocketChannel connect(LeaderFile leader) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    boolean connected = false;
    try {
      // A stopped leader takes nobody: once as many stand in line as the kernel lets, one would
      // wait for ever.
      channel.configureBlocking(false);
      connected = channel.connect(UnixDomainSocketAddress.of(leader.socket()));
      if (!connected) {
        throw new IOException("too many wait to be taken");
      }
      channel.configureBlocking(true);
      return channel;
    } finally {
      if (!connected) {
        channel.close();
      }
    }
  }

  /// Completed when the leader has greeted; what it acknowledges from then on is told.
  CompletableFuture<Frame.Hello> welcome() {
    return welcome;
  }

  /// Waits for the leader's greeting, or for the end of the connection; false if neither came.
  boolean awaitWelcome(Duration limit) {
    try {
      Frame.Hello hello = welcome.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      return hello != null;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException _) {
      return true; // Gone; who joins the next leader is told that news was missed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean takesCalls() {
    return !over.isDone() && !parting;
  }

  /// Whether the leader ever said anything that could be understood.
  boolean wasWelcomed() {
    return welcome.state() == Future.State.SUCCESS;
  }

  /// Waits until the connection is over, for as long as it takes.
  void awaitEnd() {
    over.join();
  }

  /// Has the leader carry the request out.
  ///
  /// @throws PeerLost if the connection ended before the answer; a change may have been made, and
  ///   is not made twice when the request is sent again with the same id
  /// @throws MemoryException as the leader threw it, `BUSY` if it is frozen, or `STORE_TOO_NEW` if
  ///   it runs a version that this one cannot talk to
  <R> Outcome<R> ask(Request<R> request, Call call) throws PeerLost {
    requireSameProtocol(await(welcome, call, false));
    long id = ids.incrementAndGet();
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      call.onCancel(() -> takeBack(id, answer));
      send(new Frame.Call(id, call.requestId(), call.remaining().toMillis(), request));
      return read(await(answer, call, request.changes()), request);
    } catch (MemoryException e) {
      if (waiting.containsKey(id) && !answer.isDone()) {
        takeBack(id, answer);
      }
      throw e;
    } finally {
      waiting.remove(id);
    }
  }

  private void requireSameProtocol(Frame.Hello hello) {
    if (hello.protocol() != Wire.PROTOCOL) {
      throw new MemoryException(
          MemoryException.Code.STORE_TOO_NEW,
          String.format(
              Locale.ROOT,
              "process %d holds the memory with version %s of this program, this one is %s; restart"
                  + " the session that is older, so that all run the same version",
              hello.pid(),
              hello.version(),
              version));
    }
  }

  private <R> Outcome<R> read(Frame answer, Request<R> request) throws PeerLost {
    return switch (answer) {
      case Frame.Done(_, var value) -> {
        try {
          yield Outcome.done(Wire.value(value, request.answer()));
        } catch (IOException e) {
          throw new IllegalStateException("the leader's answer is of another form", e);
        }
      }
      case Frame.Refused(_, var problem) -> Outcome.refused(problem);
      case Frame.Failed(_, var code, _) when code == MemoryException.Code.CLOSED -> {
        parting = true;
        throw new PeerLost("the leader is stopping", null);
      }
      case Frame.Failed(_, var code, var message) -> throw new MemoryException(code, message);
      case Frame.Hello _, Frame.Call _, Frame.Cancel _, Frame.News _, Frame.Ping _, Frame.Pong _ ->
          throw new IllegalStateException("not an answer: " + answer.getClass());
    };
  }

  /// Waits for what the leader sends, as long as it shows that it lives.
  ///
  /// @param changing whether what is waited for may have been done although no answer came
  private <T> T await(CompletableFuture<T> answer, Call call, boolean changing) throws PeerLost {
    long askedNanos = System.nanoTime();
    long patienceNanos = Math.max(1, waits.quiet().toNanos() / 4);
    try {
      while (true) {
        check(call, changing);
        try {
          long left = Math.max(1, call.remaining().toNanos());
          return answer.get(Math.min(patienceNanos, left), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
          checkAlive(askedNanos, changing);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MemoryException refusal) {
        throw refusal;
      }
      throw new PeerLost("the leader went away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemoryException(MemoryException.Code.CANCELLED, "the call was interrupted", e);
    }
  }

  private static void check(Call call, boolean changing) {
    if (changing && call.remaining().isZero() && !call.isCancelled()) {
      throw new MemoryException(
          MemoryException.Code.TIMED_OUT,
          "the change was not confirmed in time; look before sending it again");
    }
    call.check();
  }

  private void checkAlive(long askedNanos, boolean changing) throws PeerLost {
    long since = Math.max(askedNanos, connection.lastHeardNanos());
    long silentNanos = System.nanoTime() - since;
    if (silentNanos >= waits.frozen().toNanos()) {
      throw new MemoryException(
          MemoryException.Code.BUSY,
          leaderName()
              + " holds the memory and does not answer (stopped or hanging?); resume or end it,"
              + (changing ? " then look whether the change was made" : " then ask again"));
    }
    if (silentNanos >= waits.quiet().toNanos()) {
      send(new Frame.Ping());
    }
  }

  private String leaderName() {
    long known = wasWelcomed() ? welcome.join().pid() : pid;
    return known == LeaderFile.UNKNOWN_PID ? "the leading process" : "process " + known;
  }

  private void takeBack(long id, CompletableFuture<Frame> answer) {
    answer.completeExceptionally(
        new MemoryException(MemoryException.Code.CANCELLED, "the call was cancelled"));
    try {
      send(new Frame.Cancel(id));
    } catch (PeerLost _) {
      // Then there is nothing left to take back.
    }
  }

  private void send(Frame frame) throws PeerLost {
    if (over.isDone()) {
      throw new PeerLost("the leader went away", null);
    }
    try {
      connection.send(frame);
    } catch (Wire.FrameTooLong e) {
      throw new MemoryException(
          MemoryException.Code.IO_ERROR, "the request is too long to be handed over", e);
    }
  }

  private void receive(Frame frame) {
    switch (frame) {
      case Frame.Hello hello -> welcome.complete(hello);
      case Frame.Done(long id, _) -> answered(id, frame);
      case Frame.Refused(long id, _) -> answered(id, frame);
      case Frame.Failed(long id, _, _) -> answered(id, frame);
      case Frame.News(Changed changed) -> news.accept(changed);
      case Frame.Pong() -> {}
      case Frame.Call _, Frame.Cancel _, Frame.Ping _ ->
          throw new IllegalStateException("a leader does not say " + frame.getClass());
    }
  }

  private void answered(long id, Frame frame) {
    CompletableFuture<Frame> answer = waiting.get(id);
    if (answer != null) {
      answer.complete(frame);
    }
  }

  private void ended() {
    over.complete(null);
    PeerLost reason = new PeerLost("the leader went away", null);
    welcome.completeExceptionally(reason);
    waiting.values().forEach(answer -> answer.completeExceptionally(reason));
  }

  /// May be called twice.
  @Override
  public void close() {
    connection.close();
  }
}
