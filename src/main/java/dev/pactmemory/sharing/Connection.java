package dev.pactmemory.sharing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket between two processes with a thread for each direction, so that a peer that does not
/// read holds up nobody. Safe for many threads.
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /// Frames waiting for a peer to read; a peer this far behind has stopped.
  private static final int MAX_WAITING = 4_096;

  /// The same in bytes: what one peer may hold of this process's heap, besides one frame.
  private static final long MAX_WAITING_BYTES = 16L << 20;

  /// Ends the writing; no frame is empty.
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private final SocketChannel channel;
  private final String name;
  private final Consumer<Frame> received;
  private final Runnable ended;
  private final BlockingQueue<ByteBuffer> outbound = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile long lastHeardNanos = System.nanoTime();

  /// @param name of the peer, for threads and logs
  /// @param received called for each frame, in order, on one thread
  /// @param ended called once when the connection is over, whoever ended it
  Connection(SocketChannel channel, String name, Consumer<Frame> received, Runnable ended) {
    this.channel = channel;
    this.name = name;
    this.received = received;
    this.ended = ended;
  }

  void start() {
    Thread.ofVirtual().name("pact-from-" + name).start(this::readAll);
    Thread.ofVirtual().name("pact-to-" + name).start(this::writeAll);
  }

  /// When the peer was last heard, in terms of `System.nanoTime()`.
  long lastHeardNanos() {
    return lastHeardNanos;
  }

  /// Sends the frame soon. On a connection that is over it is lost.
  ///
  /// @throws Wire.FrameTooLong if it can never be sent
  void send(Frame frame) throws Wire.FrameTooLong {
    send(Wire.encode(frame));
  }

  /// Sends an encoded frame, of which it takes the position.
  void send(ByteBuffer bytes) {
    boolean behind = waitingBytes.getAndAdd(bytes.remaining()) > MAX_WAITING_BYTES;
    if (!closed.get() && (behind || !outbound.offer(bytes))) {
      LOG.warn("{} does not read what it is sent; it is let go", name);
      close();
    }
  }

  /// Ends the connection when all that was sent is in the peer's hands; returns at once.
  void finish() {
    if (!outbound.offer(END)) {
      close();
    }
  }

  /// Waits for the end; whether it has come in time.
  boolean awaitEnd(Duration limit) throws InterruptedException {
    return over.await(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void readAll() {
    try {
      for (Frame frame = Wire.read(channel); frame != null; frame = Wire.read(channel)) {
        lastHeardNanos = System.nanoTime();
        received.accept(frame);
      }
    } catch (IOException | RuntimeException e) {
      if (!closed.get()) {
        LOG.debug("the connection with {} broke", name, e);
      }
    } finally {
      close();
    }
  }

  private void writeAll() {
    try {
      for (var bytes = outbound.take(); bytes.hasRemaining(); bytes = outbound.take()) {
        int length = bytes.remaining();
        Wire.write(channel, bytes);
        waitingBytes.addAndGet(-length);
      }
    } catch (IOException e) {
      LOG.debug("{} takes nothing more", name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /// What was not sent yet is lost. May be called twice.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing the connection with {}", name, e);
    }
    // The writer waits for something to write. Who sends at this moment may fill the place again.
    do {
      outbound.clear();
    } while (!outbound.offer(END));
    try {
      ended.run();
    } finally {
      over.countDown();
    }
  }
}
