package dev.pactmemory.sharing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket between two processes with a thread for each direction, so that a peer that does not
/// read holds up nobody. Safe for many threads.
final class Connection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /// Frames waiting for a peer to read; a peer this far behind has stopped.
  private static final int MAX_WAITING = 4_096;

  private final SocketChannel channel;
  private final String name;
  private final Consumer<Frame> received;
  private final Runnable ended;
  private final BlockingQueue<ByteBuffer> outbound = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicInteger unwritten = new AtomicInteger();
  private final AtomicBoolean closed = new AtomicBoolean();
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
    ByteBuffer bytes = Wire.encode(frame);
    unwritten.incrementAndGet();
    if (!closed.get() && !outbound.offer(bytes)) {
      LOG.warn("{} does not read what it is sent; it is let go", name);
      close();
    }
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
      while (!closed.get()) {
        Wire.write(channel, outbound.take());
        unwritten.decrementAndGet();
      }
    } catch (IOException e) {
      LOG.debug("{} takes nothing more", name, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /// Waits until everything sent is in the peer's hands, but no longer than `limitMs`.
  void drain(long limitMs) throws InterruptedException {
    long end = System.nanoTime() + limitMs * 1_000_000;
    while (!closed.get() && unwritten.get() > 0 && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /// May be called twice.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    // Wakes the writer, which waits for something to write.
    outbound.clear();
    outbound.offer(ByteBuffer.allocate(0));
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing the connection with {}", name, e);
    }
    ended.run();
  }
}
