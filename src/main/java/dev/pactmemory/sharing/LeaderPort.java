package dev.pactmemory.sharing;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The leader's side: takes followers' calls and carries them out, each on a thread of its own, and
/// tells every follower what changed. Safe for many threads.
final class LeaderPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderPort.class);

  /// Calls of one follower at the same time; its own limit is lower.
  private static final int MAX_CALLS = 256;

  /// How long closing waits for calls in flight and their answers.
  private static final long CLOSE_MS = 1_000;

  private final Path home;
  private final Path socket;
  private final String version;
  private final Memories memories;
  private final ServerSocketChannel server;
  private final AutoCloseable news;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger running = new AtomicInteger();
  private volatile boolean closing;

  private LeaderPort(
      Path home, Path socket, String version, Memories memories, ServerSocketChannel server) {
    this.home = home;
    this.socket = socket;
    this.version = version;
    this.memories = memories;
    this.server = server;
    this.news = memories.listen(this::tell);
  }

  /// Listens in the home, which this process leads: a socket that is there already was left behind.
  static LeaderPort open(Path home, Path temporary, String version, Memories memories)
      throws IOException {
    var stale = LeaderFile.read(home);
    if (stale.isPresent()) {
      SocketPath.delete(stale.get().socket(), home);
    }
    Path socket = SocketPath.in(home, temporary);
    Files.deleteIfExists(socket);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      if (PrivateFiles.isPosix(socket)) {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      }
      new LeaderFile(socket, ProcessHandle.current().pid(), version).write(home);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    LeaderPort port = new LeaderPort(home, socket, version, memories, server);
    Thread.ofVirtual().name("pact-leader").start(port::acceptAll);
    return port;
  }

  private void acceptAll() {
    try {
      while (true) {
        Follower follower = new Follower(server.accept());
        followers.add(follower);
        follower.connection.start();
      }
    } catch (ClosedChannelException e) {
      LOG.debug("no more followers are taken", e);
    } catch (IOException e) {
      LOG.error("followers cannot reach this process any more", e);
    }
  }

  private void tell(Changed changed) {
    for (Follower follower : followers) {
      follower.send(new Frame.News(changed));
    }
  }

  /// Takes no more calls, answers those in flight, lets the followers go. May be called twice.
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    try {
      news.close();
      LeaderFile.delete(home);
      server.close();
      SocketPath.delete(socket, home);
      long end = System.nanoTime() + CLOSE_MS * 1_000_000;
      while (running.get() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      for (Follower follower : followers) {
        follower.connection.drain(Math.max(0, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("leading ends untidily", e);
    } finally {
      followers.forEach(follower -> follower.connection.close());
    }
  }

  /// One follower and its calls in flight.
  private final class Follower {
    private final Connection connection;
    private final Map<Long, Call> calls = new ConcurrentHashMap<>();

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
        case Frame.Pong(), Frame.Done _, Frame.Refused _, Frame.Failed _, Frame.News _ ->
            throw new IllegalStateException("a follower does not say " + frame.getClass());
      }
    }

    /// The follower compares; it knows how to tell its caller.
    private void greet(Frame.Hello hello) {
      if (hello.protocol() != Wire.PROTOCOL) {
        LOG.warn(
            "process {} runs version {} of this program, this one is {}; they cannot share",
            hello.pid(),
            hello.version(),
            version);
      }
      send(new Frame.Hello(Wire.PROTOCOL, version, ProcessHandle.current().pid()));
    }

    private void begin(Frame.Call asked) {
      Call call = new Call(asked.requestId(), Duration.ofMillis(asked.remainingMs()));
      if (closing) {
        send(failed(asked.id(), new MemoryException(MemoryException.Code.CLOSED, "stopping")));
      } else if (calls.size() >= MAX_CALLS) {
        send(
            failed(
                asked.id(),
                new MemoryException(
                    MemoryException.Code.BUSY, "too many calls at once; ask again")));
      } else {
        running.incrementAndGet();
        calls.put(asked.id(), call);
        Thread.ofVirtual().name("pact-call").start(() -> carryOut(asked, call));
      }
    }

    private void carryOut(Frame.Call asked, Call call) {
      try {
        send(outcome(asked.id(), asked.request().carryOut(memories, call)));
      } catch (MemoryException e) {
        send(failed(asked.id(), e));
      } catch (RuntimeException e) {
        LOG.error("a follower's call failed", e);
        send(
            new Frame.Failed(
                asked.id(), MemoryException.Code.IO_ERROR, "an internal error; see the log"));
      } finally {
        calls.remove(asked.id());
        running.decrementAndGet();
      }
    }

    private Frame outcome(long id, Outcome<?> outcome) {
      return switch (outcome) {
        case Outcome.Done<?>(Object value) -> new Frame.Done(id, Wire.tree(value));
        case Outcome.Refused<?>(var problem) -> new Frame.Refused(id, problem);
      };
    }

    private Frame failed(long id, MemoryException e) {
      @Nullable String message = e.getMessage();
      return new Frame.Failed(id, e.code(), message == null ? e.code().name() : message);
    }

    private void send(Frame frame) {
      try {
        connection.send(frame);
      } catch (Wire.FrameTooLong e) {
        LOG.warn("an answer is too long to be sent", e);
        if (frame instanceof Frame.Done(long id, _)) {
          send(
              new Frame.Failed(
                  id, MemoryException.Code.IO_ERROR, "the answer is too long; ask for fewer"));
        }
      }
    }

    private void ended() {
      followers.remove(this);
      calls.values().forEach(Call::cancel);
    }
  }
}
