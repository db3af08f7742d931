package dev.pactmemory.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes messages, one whole line at a time, in the order they come. Safe for many threads; blocks
/// while the client does not read.
final class Outbox {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  private final ReentrantLock lock = new ReentrantLock();

  // Both guarded by the lock.
  private final OutputStream out;
  private boolean broken;

  Outbox(OutputStream out) {
    this.out = out;
  }

  /// Writes a message; drops it if the client has gone.
  void write(Map<String, ?> message) {
    byte[] line = (Json.write(message) + "\n").getBytes(UTF_8);
    lock.lock();
    try {
      if (!broken) {
        out.write(line);
        out.flush();
      }
    } catch (IOException e) {
      broken = true;
      LOG.info("The client no longer reads; what is still to be said is dropped");
      LOG.debug("Writing failed", e);
    } finally {
      lock.unlock();
    }
  }
}
