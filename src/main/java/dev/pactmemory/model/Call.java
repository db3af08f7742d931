package dev.pactmemory.model;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// One request on its way through the program: its id, how long it may take, and whether its caller
/// still wants it. Safe for many threads.
///
/// Cancelling is cooperative: nothing is interrupted (an interrupt closes the files a thread
/// reads), the work asks at the points where stopping leaves nothing half-done.
public final class Call {
  private final String requestId;
  private final long deadlineNanos;
  private volatile boolean cancelled;
  private final CopyOnWriteArrayList<Runnable> onCancel = new CopyOnWriteArrayList<>();

  /// @param requestId unique among all requests of all processes; a change carries it, so that the
  ///   same request sent twice is applied once
  public Call(String requestId, Duration limit) {
    this.requestId = requestId;
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
  }

  /// A call with a fresh request id.
  public static Call within(Duration limit) {
    return new Call(UUID.randomUUID().toString(), limit);
  }

  public String requestId() {
    return requestId;
  }

  /// What is left of its time; zero when none is.
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, deadlineNanos - System.nanoTime()));
  }

  /// Tells the work to stop at its next safe point. May be called twice.
  public void cancel() {
    cancelled = true;
    onCancel.forEach(Runnable::run);
  }

  /// Runs `action` when the call is cancelled, at once if it already is; at least once, on the
  /// cancelling thread. For waiters that must wake up.
  public void onCancel(Runnable action) {
    onCancel.add(action);
    if (cancelled) {
      action.run();
    }
  }

  public boolean isCancelled() {
    return cancelled;
  }

  /// A safe point.
  ///
  /// @throws MemoryException with `CANCELLED` or `TIMED_OUT`
  public void check() {
    if (cancelled) {
      throw new MemoryException(MemoryException.Code.CANCELLED, "the call was cancelled");
    }
    if (remaining().isZero()) {
      throw new MemoryException(
          MemoryException.Code.TIMED_OUT, "the call ran out of time; ask again, or ask for less");
    }
  }
}
