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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A follower that takes its leader with it when it is closed.
record Following(Memories follower, LeaderPort port, Memories led) implements Memories {
  @Override
  public Outcome<Saved> save(Draft draft, Call call) {
    return follower.save(draft, call);
  }

  @Override
  public Outcome<Found> search(SearchQuery query, Call call) {
    return follower.search(query, call);
  }

  @Override
  public Outcome<Found> searchByFile(FileQuery query, Call call) {
    return follower.searchByFile(query, call);
  }

  @Override
  public Outcome<Saved> update(Update update, Call call) {
    return follower.update(update, call);
  }

  @Override
  public Outcome<Got> get(List<String> refs, OptionalInt revision, Call call) {
    return follower.get(refs, revision, call);
  }

  @Override
  public Outcome<Found> list(ListQuery query, Call call) {
    return follower.list(query, call);
  }

  @Override
  public Outcome<Names> names(NamesQuery query, Call call) {
    return follower.names(query, call);
  }

  @Override
  public Outcome<Page<OpenTask>> tasks(ListQuery query, Call call) {
    return follower.tasks(query, call);
  }

  @Override
  public Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call) {
    return follower.decisions(query, call);
  }

  @Override
  public Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call) {
    return follower.entities(query, call);
  }

  @Override
  public Outcome<History> history(String ref, Call call) {
    return follower.history(ref, call);
  }

  @Override
  public Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call) {
    return follower.restore(ref, session, call);
  }

  @Override
  public Outcome<Offer.Result> offer(Offer offer, Call call) {
    return follower.offer(offer, call);
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    return follower.delete(ref, call);
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    return follower.track(tracking, call);
  }

  @Override
  public List<Finding> examine(Call call) {
    return follower.examine(call);
  }

  @Override
  public Status status(Call call) {
    return follower.status(call);
  }

  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    return follower.listen(listener);
  }

  @Override
  public void close() {
    follower.close();
    port.close();
    led.close();
  }
}
