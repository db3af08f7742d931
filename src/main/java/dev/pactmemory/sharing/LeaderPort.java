package dev.pactmemory.sharing;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The leader's side: takes followers' calls, carries them out, and tells every follower what
/// changed. Safe for many threads.
///
/// Calls are carried out on threads of the system, as searching and storing compute or block in
/// files: on virtual ones two of them would hold every carrier of a small machine, and the leader
/// could not even say that it lives.
final class LeaderPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderPort.class);

  /// Calls carried out at the same time; saves among them share one forced write.
  private static final int THREADS = 24;

  /// Calls of one follower at the same time; its own limit is lower.
  private static final int MAX_CALLS = 256;

  private static final Duration ACCEPT_AGAIN = Duration.ofMillis(200);

  private final Path home;
  private final Path socket;
  private final String version;
  private final Waits waits;
  private final Memories memories;
  private final ServerSocketChannel server;
  private final AutoCloseable news;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(), // Bounded by the followers' limits.
          Thread.ofPlatform().daemon().name("pact-call-", 1).factory());
  private final CountDownLatch closing = new CountDownLatch(1);

  private LeaderPort(Path home, Bound bound, String version, Waits waits, Memories memories) {
    this.home = home;
    this.socket = bound.socket;
    this.server = bound.server;
    this.version = version;
    this.waits = waits;
    this.memories = memories;
    threads.allowCoreThreadTimeOut(true);
    this.news = memories.listen(this::tell);
  }

  /// Listens for followers of the home, which this process leads: a socket that is there already
  /// was left behind by one that was killed.
  static LeaderPort open(Path home, Path temporary, String version, Waits waits, Memories memories)
      throws IOException {
    var stale = LeaderFile.read(home);
    if (stale.isPresent()) {
      SocketPath.delete(stale.get().socket(), home);
    }
    SocketPath.delete(SocketPath.in(home), home);
    LeaderFile.delete(home);
    Bound bound = bind(home, temporary);
    try {
      new LeaderFile(bound.socket, ProcessHandle.current().pid(), version).write(home);
    } catch (IOException e) {
      if (!bound.socket.equals(SocketPath.in(home))) {
        bound.close(home);
        throw e;
      }
      // On a full disk, as may be; followers look for the socket itself too.
      LOG.warn("who leads could not be written down", e);
    }
    LeaderPort port = new LeaderPort(home, bound, version, waits, memories);
    Thread.ofVirtual().name("pact-leader").start(port::acceptAll);
    return port;
  }

  /// In the home, or elsewhere if its file system takes no socket.
  private static Bound bind(Path home, Path temporary) throws IOException {
    Path preferred = SocketPath.in(home, temporary);
    try {
      return bind(preferred);
    } catch (IOException e) {
      SocketPath.delete(preferred, home);
      if (!preferred.equals(SocketPath.in(home))) {
        throw e;
      }
      LOG.debug("the home takes no socket", e);
      return bind(SocketPath.below(temporary));
    }
  }

  private static Bound bind(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      if (PrivateFiles.isPosix(socket)) {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      }
      return new Bound(server, socket);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private record Bound(ServerSocketChannel server, Path socket) {
    void close(Path home) throws IOException {
      server.close();
      SocketPath.delete(socket, home);
    }
  }

  private void acceptAll() {
    try {
      do {
        acceptUntilRefused();
      } while (!closing.await(ACCEPT_AGAIN.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void acceptUntilRefused() {
    try {
      while (true) {
        Follower follower = new Follower(server.accept());
        followers.add(follower);
        if (closing.getCount() == 0) {
          follower.connection.close();
        }
        follower.connection.start();
      }
    } catch (ClosedChannelException e) {
      LOG.debug("no more followers are taken", e);
    } catch (IOException e) {
      // Too many open files, as may be.
      LOG.warn("a follower could not be taken; trying again", e);
    }
  }

  private void tell(Changed changed) {
    ByteBuffer news;
    try {
      news = Wire.encode(new Frame.News(changed));
    } catch (Wire.FrameTooLong e) {
      throw new IllegalStateException("news is short", e);
    }
    for (Follower follower : followers) {
      if (follower.greeted) {
        follower.connection.send(news.duplicate());
      }
    }
  }

  /// Takes no more calls, answers those in flight, lets the followers go; all in a bounded time.
  /// May be called twice.
  @Override
  public void close() {
    closing.countDown();
    long end = System.nanoTime() + waits.parting().toNanos();
    try {
      // First, so that nobody looks for this leader any more.
      LeaderFile.delete(home);
      new Bound(server, socket).close(home);
      news.close();
      threads.shutdown();
      if (!threads.awaitTermination(waits.parting().toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.info("calls of other sessions go on with the next leader");
      }
      followers.forEach(follower -> follower.connection.finish());
      for (Follower follower : followers) {
        Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        if (!follower.connection.awaitEnd(left)) {
          LOG.debug("a follower does not read its answers");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("leading ends untidily", e);
    } finally {
      threads.shutdown();
      followers.forEach(follower -> follower.connection.close());
    }
  }

  /// One follower and its calls in flight.
  private final class Follower {
    private final Connection connection;
    private final Map<Long, Call> calls = new ConcurrentHashMap<>();

    /// Whether it said that it speaks as this process does.
    private volatile boolean greeted;

    Follower(SocketChannel channel) {
      this.connection = new Connection(channel, "follower", this::receive, this::ended);
    }

    private void receive(Frame frame) {
      switch (frame) {
        case Frame.Hello hello -> greet(hello);
        case Frame.Call call -> begin(call);
        case Frame.Cancel(long id) -> {
          Call call = calls.get(id);
          if (call != null) {
            call.cancel();
          }
        }
        case Frame.Ping() -> send(new Frame.Pong());
        case Frame.Pong() -> {}
        case Frame.Done _, Frame.Refused _, Frame.Failed _, Frame.News _ ->
            throw new IllegalStateException("a follower does not say " + frame.getClass());
      }
    }

    /// The follower compares; it knows how to tell its caller.
    private void greet(Frame.Hello hello) {
      greeted = hello.protocol() == Wire.PROTOCOL;
      if (!greeted) {
        LOG.warn(
            "process {} runs version {} of this program, this one is {}; they cannot share",
            hello.pid(),
            hello.version(),
            version);
      }
      send(new Frame.Hello(Wire.PROTOCOL, version, ProcessHandle.current().pid()));
    }

    private void begin(Frame.Call asked) {
      if (!greeted) {
        throw new IllegalStateException("a call before the greeting");
      }
      if (calls.size() >= MAX_CALLS) {
        refuse(asked, MemoryException.Code.BUSY, "too many calls at once; ask again");
        return;
      }
      Call call = new Call(asked.requestId(), Duration.ofMillis(asked.remainingMs()));
      calls.put(asked.id(), call);
      try {
        threads.execute(() -> carryOut(asked, call));
      } catch (RejectedExecutionException e) {
        LOG.debug("a call comes too late", e);
        calls.remove(asked.id());
        refuse(asked, MemoryException.Code.CLOSED, "the program is stopping");
      }
    }

    private void carryOut(Frame.Call asked, Call call) {
      try {
        call.check();
        send(outcome(asked.id(), asked.request().carryOut(memories, call)));
      } catch (MemoryException e) {
        refuse(asked, e.code(), Objects.requireNonNullElse(e.getMessage(), e.code().name()));
      } catch (RuntimeException | Error e) {
        LOG.error("a follower's call failed", e);
        refuse(asked, MemoryException.Code.IO_ERROR, "an internal error; see the log");
      } finally {
        calls.remove(asked.id());
      }
    }

    private Frame outcome(long id, Outcome<?> outcome) {
      return switch (outcome) {
        case Outcome.Done<?>(Object value) -> new Frame.Done(id, Wire.tree(value));
        case Outcome.Refused<?>(var problem) -> new Frame.Refused(id, problem);
      };
    }

    private void refuse(Frame.Call asked, MemoryException.Code code, String message) {
      send(new Frame.Failed(asked.id(), code, message));
    }

    private void send(Frame frame) {
      try {
        connection.send(frame);
      } catch (Wire.FrameTooLong e) {
        LOG.debug("an answer is too long to be sent", e);
        if (frame instanceof Frame.Done(long id, _)) {
          send(
              new Frame.Failed(
                  id,
                  MemoryException.Code.IO_ERROR,
                  "the answer is too long to be handed over; ask for fewer at once"));
        }
      }
    }

    private void ended() {
      followers.remove(this);
      calls.values().forEach(Call::cancel);
    }
  }
}
