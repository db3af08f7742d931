package dev.pactmemory.mcp;

import dev.pactmemory.model.Call;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests in flight: each on a thread of its own up to a limit, then waiting in line up to
/// another, then refused. Safe for many threads.
///
/// The threads are the system's, not virtual: searching and embedding compute, or sit in native
/// code, and two such calls would hold every carrier of a small machine while a quick one waits.
/// None of them is ever interrupted (that would close files under it); a cancelled call finds out
/// at its next safe point, and whatever it still comes to is dropped.
final class Calls {
  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);

  private final Outbox outbox;
  private final ThreadPoolExecutor threads;
  private final ConcurrentHashMap<Object, Flight> flights = new ConcurrentHashMap<>();

  /// One request in flight. Its lock makes "cancelled" and "answered" exclude each other.
  private static final class Flight {
    private final Call call;
    private boolean over;

    Flight(Call call) {
      this.call = call;
    }
  }

  Calls(McpEndpoint.Limits limits, Outbox outbox) {
    this.outbox = outbox;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            limits.concurrent(),
            limits.concurrent(),
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(limits.waiting()),
            task ->
                Thread.ofPlatform()
                    .daemon()
                    .name("mcp-call-" + number.incrementAndGet())
                    .unstarted(task));
    threads.allowCoreThreadTimeOut(true);
  }

  boolean isLive(Object id) {
    return flights.containsKey(id);
  }

  /// Has `work` done and its response written, unless the request is cancelled before.
  ///
  /// @throws RpcException if too many requests are waiting, or the endpoint is closing
  void accept(Object id, Call call, Supplier<Map<String, Object>> work) {
    Flight flight = new Flight(call);
    flights.put(id, flight);
    try {
      threads.execute(() -> run(id, flight, work));
    } catch (RejectedExecutionException e) {
      flights.remove(id, flight);
      throw new RpcException(
          RpcException.BUSY,
          threads.isShutdown()
              ? "the server is stopping"
              : "busy: " + threads.getQueue().size() + " requests are waiting; ask again later");
    }
  }

  private void run(Object id, Flight flight, Supplier<Map<String, Object>> work) {
    if (flight.call.isCancelled()) {
      return;
    }
    Map<String, Object> response;
    try {
      response = work.get();
    } catch (RuntimeException | Error e) {
      LOG.error("Answering a request failed", e);
      response = Dispatcher.error(id, RpcException.INTERNAL_ERROR, "internal error", null);
    }
    synchronized (flight) {
      if (flight.over) {
        return;
      }
      flight.over = true;
      // Before it is written: the client may use the id again as soon as it has read the answer.
      flights.remove(id, flight);
    }
    outbox.write(response);
  }

  /// Takes a request back: nothing is sent for it from now on. Unknown ids are ignored, as they may
  /// have been answered a moment ago.
  void cancel(Object id) {
    Flight flight = flights.get(id);
    if (flight == null) {
      return;
    }
    synchronized (flight) {
      if (flight.over) {
        return;
      }
      flight.over = true;
      flights.remove(id, flight);
    }
    flight.call.cancel();
  }

  /// Takes no more, waits for those in flight, then cancels what is left. May be called twice.
  void close(Duration grace) {
    threads.shutdown();
    if (!await(grace)) {
      LOG.warn("{} requests did not end within {} s", flights.size(), grace.toSeconds());
      flights.keySet().forEach(this::cancel);
    }
  }

  private boolean await(Duration grace) {
    try {
      return threads.awaitTermination(grace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
