package dev.pactmemory.sharing;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A follower's connection to the leader. Safe for many threads; once lost it stays lost.
final class Peer implements AutoCloseable {
  /// A leader silent for so long is asked whether it lives.
  private static final long QUIET_MS = 1_000;

  /// A leader that does not say even that it lives for so long has been stopped.
  private static final long FROZEN_MS = 4_000;

  private final Connection connection;
  private final Consumer<Changed> news;
  private final Map<Long, CompletableFuture<Frame>> waiting = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final CompletableFuture<Frame.Hello> welcome = new CompletableFuture<>();
  private final long pid;
  private volatile boolean lost;

  private Peer(SocketChannel channel, long pid, Consumer<Changed> news) {
    this.pid = pid;
    this.news = news;
    this.connection = new Connection(channel, "leader", this::receive, this::ended);
  }

  /// Reaches the leader that the file names.
  ///
  /// @throws PeerLost if nobody is there
  /// @throws MemoryException `STORE_TOO_NEW` if it runs a version that this one cannot talk to,
  ///   `BUSY` if it is frozen
  static Peer connect(LeaderFile leader, String version, Consumer<Changed> news, Call call)
      throws PeerLost {
    SocketChannel channel = open(leader);
    Peer peer = new Peer(channel, leader.pid(), news);
    boolean welcomed = false;
    try {
      peer.connection.start();
      peer.send(new Frame.Hello(Wire.PROTOCOL, version, ProcessHandle.current().pid()));
      Frame.Hello hello = peer.await(peer.welcome, call);
      if (hello.protocol() != Wire.PROTOCOL) {
        throw new MemoryException(
            MemoryException.Code.STORE_TOO_NEW,
            String.format(
                    Locale.ROOT,
                    "process %d holds the memory with version %s of this program, this one is %s;"
                        + " restart",
                    hello.pid(),
                    hello.version(),
                    version)
                + " the session that is older, so that all run the same version");
      }
      welcomed = true;
      return peer;
    } finally {
      if (!welcomed) {
        peer.close();
      }
    }
  }

  private static SocketChannel open(LeaderFile leader) throws PeerLost {
    SocketChannel channel = null;
    boolean connected = false;
    try {
      channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(leader.socket()));
      connected = true;
      return channel;
    } catch (IOException e) {
      throw new PeerLost("no leader at its socket", e);
    } finally {
      if (!connected && channel != null) {
        closeQuietly(channel);
      }
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw MemoryException.of(e, "a socket could not be closed");
    }
  }

  boolean isLost() {
    return lost;
  }

  /// Has the leader carry the request out.
  ///
  /// @throws PeerLost if the connection ended before the answer; a change may have been made, and
  ///   is not made twice when the request is sent again with the same id
  /// @throws MemoryException as the leader threw it, or `BUSY` if it is frozen
  <R> Outcome<R> ask(Request<R> request, Call call) throws PeerLost {
    long id = ids.incrementAndGet();
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      call.onCancel(() -> takeBack(id, answer));
      send(new Frame.Call(id, call.requestId(), call.remaining().toMillis(), request));
      return read(await(answer, call), request);
    } finally {
      waiting.remove(id);
    }
  }

  private <R> Outcome<R> read(Frame answer, Request<R> request) throws PeerLost {
    return switch (answer) {
      case Frame.Done(_, var value) -> {
        try {
          yield Outcome.done(Wire.value(value, request.answer()));
        } catch (IOException e) {
          close();
          throw new PeerLost("the leader answered what cannot be read", e);
        }
      }
      case Frame.Refused(_, var problem) -> Outcome.refused(problem);
      case Frame.Failed(_, var code, _) when code == MemoryException.Code.CLOSED ->
          throw new PeerLost("the leader is stopping", null);
      case Frame.Failed(_, var code, var message) -> throw new MemoryException(code, message);
      case Frame.Hello _, Frame.Call _, Frame.Cancel _, Frame.News _, Frame.Ping _, Frame.Pong _ ->
          throw new IllegalStateException("not an answer: " + answer.getClass());
    };
  }

  /// Waits for what the leader sends, as long as it shows that it lives.
  private <T> T await(CompletableFuture<T> answer, Call call) throws PeerLost {
    long askedNanos = System.nanoTime();
    try {
      while (true) {
        call.check();
        long patienceMs = Math.min(QUIET_MS / 4, Math.max(1, call.remaining().toMillis()));
        try {
          return answer.get(patienceMs, TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          checkAlive(askedNanos);
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

  private void checkAlive(long askedNanos) throws PeerLost {
    long since = Math.max(askedNanos, connection.lastHeardNanos());
    long quietMs = (System.nanoTime() - since) / 1_000_000;
    if (quietMs >= FROZEN_MS) {
      close();
      throw new MemoryException(
          MemoryException.Code.BUSY,
          "process "
              + pid
              + " holds the memory and does not answer (stopped or hanging?); resume or end it,"
              + " then ask again");
    }
    if (quietMs >= QUIET_MS) {
      send(new Frame.Ping());
    }
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
    if (lost) {
      throw new PeerLost("the leader went away", null);
    }
    try {
      connection.send(frame);
    } catch (Wire.FrameTooLong e) {
      throw new MemoryException(
          MemoryException.Code.IO_ERROR, "the request is too long to be sent", e);
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
    lost = true;
    PeerLost reason = new PeerLost("the leader went away", null);
    welcome.completeExceptionally(reason);
    waiting.values().forEach(answer -> answer.completeExceptionally(reason));
  }

  @Override
  public void close() {
    connection.close();
  }
}
