package dev.pactmemory;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Memories that open behind the caller's back, so that a client is greeted before a database, an
/// index and a model are loaded. Safe for many threads.
///
/// A call waits for the opening as long as its own time lasts. An opening that fails fails the
/// calls that waited for it; the next call tries again, so a server that found the store held by
/// another process serves as soon as that one is gone.
final class OpeningMemories implements Memories {
  private final Supplier<Memories> open;
  private final ReentrantLock lock = new ReentrantLock();

  /// Null when no opening is under way or done; guarded by `lock`.
  private @Nullable CompletableFuture<Memories> opening;

  /// Guarded by `lock`.
  private boolean closed;

  /// Guarded by `lock`.
  private final List<Listening> listening = new ArrayList<>();

  OpeningMemories(Supplier<Memories> open) {
    this.open = open;
  }

  /// Starts opening now instead of at the first call; returns at once.
  void begin() {
    var _ = opening();
  }

  private CompletableFuture<Memories> opening() {
    lock.lock();
    try {
      if (closed) {
        throw new MemoryException(MemoryException.Code.CLOSED, "the server is stopping");
      }
      if (opening == null || opening.isCompletedExceptionally()) {
        CompletableFuture<Memories> next = new CompletableFuture<>();
        opening = next;
        Thread.ofPlatform().name("pact-open").daemon().start(() -> open(next));
      }
      return opening;
    } finally {
      lock.unlock();
    }
  }

  private void open(CompletableFuture<Memories> next) {
    try {
      Memories memories = open.get();
      lock.lock();
      try {
        listening.forEach(one -> one.attach(memories));
        next.complete(memories);
      } finally {
        lock.unlock();
      }
    } catch (RuntimeException | Error e) {
      // Handed to those who wait, who report it; nothing else may happen to it here.
      next.completeExceptionally(e);
    }
  }

  private Memories opened(Call call) {
    CompletableFuture<Memories> opening = opening();
    if (!opening.isDone()) {
      CompletableFuture<Void> cancelled = new CompletableFuture<>();
      call.onCancel(() -> cancelled.complete(null));
      try {
        CompletableFuture.anyOf(opening, cancelled)
            .get(call.remaining().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new MemoryException(
            MemoryException.Code.BUSY,
            "the memory is still being opened; nothing was done, ask again in a moment",
            e);
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MemoryException(MemoryException.Code.CANCELLED, "the call was interrupted", e);
      }
      if (!opening.isDone()) {
        call.check();
      }
    }
    if (opening.isCompletedExceptionally()) {
      throw failure(opening.exceptionNow());
    }
    return opening.join();
  }

  private static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      // A new one for each caller: the stack says where it was told, the cause where it arose.
      case MemoryException e -> new MemoryException(e.code(), String.valueOf(e.getMessage()), e);
      case null, default -> new IllegalStateException("the memory could not be opened", cause);
    };
  }

  @Override
  public Outcome<Saved> save(Draft draft, Call call) {
    return opened(call).save(draft, call);
  }

  @Override
  public Outcome<Found> search(SearchQuery query, Call call) {
    return opened(call).search(query, call);
  }

  @Override
  public Outcome<Found> searchByFile(FileQuery query, Call call) {
    return opened(call).searchByFile(query, call);
  }

  @Override
  public Outcome<Saved> update(Update update, Call call) {
    return opened(call).update(update, call);
  }

  @Override
  public Outcome<Got> get(List<String> refs, OptionalInt revision, Call call) {
    return opened(call).get(refs, revision, call);
  }

  @Override
  public Outcome<Found> list(ListQuery query, Call call) {
    return opened(call).list(query, call);
  }

  @Override
  public Outcome<Page<OpenTask>> tasks(ListQuery query, Call call) {
    return opened(call).tasks(query, call);
  }

  @Override
  public Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call) {
    return opened(call).decisions(query, call);
  }

  @Override
  public Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call) {
    return opened(call).entities(query, call);
  }

  @Override
  public Outcome<History> history(String ref, Call call) {
    return opened(call).history(ref, call);
  }

  @Override
  public Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call) {
    return opened(call).restore(ref, session, call);
  }

  @Override
  public Outcome<Offer.Result> offer(Offer offer, Call call) {
    return opened(call).offer(offer, call);
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    return opened(call).delete(ref, call);
  }

  @Override
  public Outcome<Names> names(NamesQuery query, Call call) {
    return opened(call).names(query, call);
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    return opened(call).track(tracking, call);
  }

  @Override
  public Status status(Call call) {
    return opened(call).status(call);
  }

  @Override
  public List<Finding> examine(Call call) {
    return opened(call).examine(call);
  }

  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    Listening one = new Listening(listener);
    lock.lock();
    try {
      listening.add(one);
      if (opening != null && opening.state() == Future.State.SUCCESS) {
        one.attach(opening.resultNow());
      }
    } finally {
      lock.unlock();
    }
    return () -> {
      lock.lock();
      try {
        listening.remove(one);
      } finally {
        lock.unlock();
      }
      one.end();
    };
  }

  /// Waits for an opening under way, then closes what it opened.
  @Override
  public void close() {
    CompletableFuture<Memories> last;
    lock.lock();
    try {
      last = closed ? null : opening;
      closed = true;
    } finally {
      lock.unlock();
    }
    if (last != null) {
      // A failed opening left nothing to close, and was told to those who waited for it.
      last.handle((memories, failure) -> memories).thenAccept(OpeningMemories::closeIfOpen).join();
    }
  }

  private static void closeIfOpen(@Nullable Memories memories) {
    if (memories != null) {
      memories.close();
    }
  }

  /// A listener, from before the opening to its end.
  private static final class Listening {
    private final Consumer<Changed> listener;
    private volatile AutoCloseable handle = () -> {};

    Listening(Consumer<Changed> listener) {
      this.listener = listener;
    }

    void attach(Memories memories) {
      handle = memories.listen(listener);
    }

    void end() throws Exception {
      handle.close();
    }
  }
}
