package dev.pactmemory.sharing;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/// One use case as it travels: one record for each method of [Memories].
///
/// @param <R> what it comes to
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "use")
sealed interface Request<R> {
  Outcome<R> carryOut(Memories memories, Call call);

  /// How the answer is read.
  TypeReference<R> answer();

  /// Whether it may change something, so that one who got no answer must look before asking again.
  default boolean changes() {
    return switch (this) {
      case Save _, Amend _, Delete _, Restore _, Track _ -> true;
      case TakeIn take -> !take.offer().dryRun();
      case Search _,
          SearchByFile _,
          Get _,
          Walk _,
          Name _,
          Tasks _,
          Decisions _,
          Entities _,
          Recount _,
          Ask _,
          Examine _ ->
          false;
    };
  }

  record Save(Draft draft) implements Request<Saved> {
    @Override
    public Outcome<Saved> carryOut(Memories memories, Call call) {
      return memories.save(draft, call);
    }

    @Override
    public TypeReference<Saved> answer() {
      return new TypeReference<>() {};
    }
  }

  record Search(SearchQuery query) implements Request<Found> {
    @Override
    public Outcome<Found> carryOut(Memories memories, Call call) {
      return memories.search(query, call);
    }

    @Override
    public TypeReference<Found> answer() {
      return new TypeReference<>() {};
    }
  }

  record SearchByFile(FileQuery query) implements Request<Found> {
    @Override
    public Outcome<Found> carryOut(Memories memories, Call call) {
      return memories.searchByFile(query, call);
    }

    @Override
    public TypeReference<Found> answer() {
      return new TypeReference<>() {};
    }
  }

  record Amend(Update update) implements Request<Saved> {
    @Override
    public Outcome<Saved> carryOut(Memories memories, Call call) {
      return memories.update(update, call);
    }

    @Override
    public TypeReference<Saved> answer() {
      return new TypeReference<>() {};
    }
  }

  record Get(List<String> refs, OptionalInt revision) implements Request<Got> {
    @Override
    public Outcome<Got> carryOut(Memories memories, Call call) {
      return memories.get(refs, revision, call);
    }

    @Override
    public TypeReference<Got> answer() {
      return new TypeReference<>() {};
    }
  }

  record Walk(ListQuery query) implements Request<Found> {
    @Override
    public Outcome<Found> carryOut(Memories memories, Call call) {
      return memories.list(query, call);
    }

    @Override
    public TypeReference<Found> answer() {
      return new TypeReference<>() {};
    }
  }

  record Name(NamesQuery query) implements Request<Names> {
    @Override
    public Outcome<Names> carryOut(Memories memories, Call call) {
      return memories.names(query, call);
    }

    @Override
    public TypeReference<Names> answer() {
      return new TypeReference<>() {};
    }
  }

  record Tasks(ListQuery query) implements Request<Page<OpenTask>> {
    @Override
    public Outcome<Page<OpenTask>> carryOut(Memories memories, Call call) {
      return memories.tasks(query, call);
    }

    @Override
    public TypeReference<Page<OpenTask>> answer() {
      return new TypeReference<>() {};
    }
  }

  record Decisions(DecisionQuery query) implements Request<Page<LoggedDecision>> {
    @Override
    public Outcome<Page<LoggedDecision>> carryOut(Memories memories, Call call) {
      return memories.decisions(query, call);
    }

    @Override
    public TypeReference<Page<LoggedDecision>> answer() {
      return new TypeReference<>() {};
    }
  }

  record Entities(EntityQuery query) implements Request<Page<KnownEntity>> {
    @Override
    public Outcome<Page<KnownEntity>> carryOut(Memories memories, Call call) {
      return memories.entities(query, call);
    }

    @Override
    public TypeReference<Page<KnownEntity>> answer() {
      return new TypeReference<>() {};
    }
  }

  record Recount(String ref) implements Request<History> {
    @Override
    public Outcome<History> carryOut(Memories memories, Call call) {
      return memories.history(ref, call);
    }

    @Override
    public TypeReference<History> answer() {
      return new TypeReference<>() {};
    }
  }

  record Delete(String ref) implements Request<Deleted> {
    @Override
    public Outcome<Deleted> carryOut(Memories memories, Call call) {
      return memories.delete(ref, call);
    }

    @Override
    public TypeReference<Deleted> answer() {
      return new TypeReference<>() {};
    }
  }

  record Restore(String ref, @Nullable SessionId session) implements Request<Saved> {
    @Override
    public Outcome<Saved> carryOut(Memories memories, Call call) {
      return memories.restore(ref, session, call);
    }

    @Override
    public TypeReference<Saved> answer() {
      return new TypeReference<>() {};
    }
  }

  record TakeIn(Offer offer) implements Request<Offer.Result> {
    @Override
    public Outcome<Offer.Result> carryOut(Memories memories, Call call) {
      return memories.offer(offer, call);
    }

    @Override
    public TypeReference<Offer.Result> answer() {
      return new TypeReference<>() {};
    }
  }

  record Track(Tracking tracking) implements Request<List<TrackedFile>> {
    @Override
    public Outcome<List<TrackedFile>> carryOut(Memories memories, Call call) {
      return memories.track(tracking, call);
    }

    @Override
    public TypeReference<List<TrackedFile>> answer() {
      return new TypeReference<>() {};
    }
  }

  record Examine() implements Request<List<Finding>> {
    @Override
    public Outcome<List<Finding>> carryOut(Memories memories, Call call) {
      return Outcome.done(memories.examine(call));
    }

    @Override
    public TypeReference<List<Finding>> answer() {
      return new TypeReference<>() {};
    }
  }

  record Ask() implements Request<Status> {
    @Override
    public Outcome<Status> carryOut(Memories memories, Call call) {
      return Outcome.done(memories.status(call));
    }

    @Override
    public TypeReference<Status> answer() {
      return new TypeReference<>() {};
    }
  }
}
