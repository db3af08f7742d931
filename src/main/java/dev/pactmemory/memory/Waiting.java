package dev.pactmemory.memory;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.MemoryException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waiting for what another thread does, as long as the caller wants it.
final class Waiting {
  private Waiting() {}

  /// The result. When the call is cancelled or out of time first, `result` is completed with that,
  /// so that whoever works on it can see that nobody waits.
  ///
  /// @param result the caller's own, not shared with other callers
  static <T> T on(CompletableFuture<T> result, Call call, MemoryException late) {
    call.onCancel(() ->
        result.completeExceptionally(
            new MemoryException(MemoryException.Code.CANCELLED, "the call was cancelled")));
    try {
      return result.get(call.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      result.completeExceptionally(late);
      return result.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MemoryException(MemoryException.Code.CANCELLED, "the call was interrupted", e);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof MemoryException refusal) {
      MemoryException same = new MemoryException(refusal.code(), message(refusal), refusal);
      return same;
    }
    return cause instanceof EngineLost lost
        ? lost
        : new IllegalStateException("a change could not be carried out", cause);
  }

  private static String message(MemoryException refusal) {
    String message = refusal.getMessage();
    return message == null ? refusal.code().name() : message;
  }
}
