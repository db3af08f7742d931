package dev.pactmemory.sharing;

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
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Memories whose `delete` and `get` do what a test says; the rest is not asked for.
final class Scripted implements Memories {
  private final BiFunction<String, Call, Outcome<Deleted>> onDelete;
  private final BiFunction<String, Call, Outcome<Got>> onGet;
  private final List<Consumer<Changed>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  Scripted(
      BiFunction<String, Call, Outcome<Deleted>> onDelete,
      BiFunction<String, Call, Outcome<Got>> onGet) {
    this.onDelete = onDelete;
    this.onGet = onGet;
  }

  static Scripted deleting(BiFunction<String, Call, Outcome<Deleted>> onDelete) {
    return new Scripted(onDelete, (_, _) -> Outcome.done(new Got(List.of(), List.of())));
  }

  static Scripted getting(BiFunction<String, Call, Outcome<Got>> onGet) {
    return new Scripted(
        (_, _) -> {
          throw new UnsupportedOperationException();
        },
        onGet);
  }

  void tell(Changed changed) {
    listeners.forEach(listener -> listener.accept(changed));
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    return onDelete.apply(ref, call);
  }

  @Override
  public Outcome<Got> get(List<String> refs, OptionalInt revision, Call call) {
    return onGet.apply(refs.getFirst(), call);
  }

  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public Outcome<Saved> save(Draft draft, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Found> search(SearchQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Found> searchByFile(FileQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Saved> update(Update update, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Names> names(NamesQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Found> list(ListQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Page<OpenTask>> tasks(ListQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<History> history(String ref, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Offer.Result> offer(Offer offer, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Finding> examine(Call call) {
    return List.of(Finding.bad("store", "differs", "mend it"));
  }

  @Override
  public Status status(Call call) {
    throw new UnsupportedOperationException();
  }
}
