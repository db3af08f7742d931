package dev.pactmemory;

import dev.pactmemory.mcp.McpEndpoint;
import dev.pactmemory.memory.Memories;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running server: an endpoint, and the memories behind it.
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  /// How long calls in flight have after the end of input.
  static final Duration GRACE = Duration.ofMillis(1_500);

  /// From the end of input, or from being told to end: clients kill after two seconds. What is
  /// acknowledged is safe without closing; closing only makes the next start quicker.
  private static final Duration CLOSING = Duration.ofMillis(1_900);

  private final McpEndpoint endpoint;
  private final Memories memories;

  /// Since the end of input.
  private volatile Duration spent = Duration.ZERO;

  Server(McpEndpoint endpoint, Memories memories) {
    this.endpoint = endpoint;
    this.memories = memories;
  }

  /// Serves until the input ends and what was in flight is answered.
  void run() {
    spent = endpoint.run();
  }

  /// Ends in a bounded time, whatever hangs. May be called twice, from any thread.
  @Override
  public void close() {
    Thread closing = Thread.ofPlatform().name("pact-close").daemon().start(this::closeParts);
    try {
      if (!closing.join(CLOSING.minus(spent))) {
        LOG.info("stopping before everything was closed; nothing acknowledged is lost by it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeParts() {
    endpoint.close();
    memories.close();
  }
}
