package dev.pactmemory.memory;

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

/// The use cases. Safe for many threads.
///
/// A method answers `Refused` for what the caller can mend, and throws
/// [dev.pactmemory.model.MemoryException] for what the world refuses (also when the call's time is
/// up or it is cancelled). A change is acknowledged by returning: from then on it survives the
/// process and the power, and every search by words finds it.
public interface Memories extends AutoCloseable {
  Outcome<Saved> save(Draft draft, Call call);

  Outcome<Found> search(SearchQuery query, Call call);

  Outcome<Found> searchByFile(FileQuery query, Call call);

  Outcome<Saved> update(Update update, Call call);

  /// The memories named by ids or unique prefixes, whatever their project.
  ///
  /// @param refs at least one
  /// @param revision this revision of each instead of the newest, also of a deleted one
  Outcome<Got> get(List<String> refs, OptionalInt revision, Call call);

  Outcome<Found> list(ListQuery query, Call call);

  /// The open tasks of the memories asked for, a task each: blocked ones first, then by priority,
  /// then oldest first.
  Outcome<Page<OpenTask>> tasks(ListQuery query, Call call);

  /// The decision log, newest first: every wording that decisions had, and which still hold.
  Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call);

  /// The entity book. Without a name: the entities, most used first, without notes. With one: the
  /// entity of that name with its notes, a page of them at a time and counted by the total; on the
  /// first page entities follow, without notes, that are called nearly so.
  Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call);

  /// How the memory of this id or unique prefix became what it is, also a deleted one.
  Outcome<History> history(String ref, Call call);

  Outcome<Deleted> delete(String ref, Call call);

  /// Takes a memory from elsewhere in, with its id and its dates, where it is not known yet; never
  /// refused, and not advised on.
  Outcome<Offer.Result> offer(Offer offer, Call call);

  /// The names of a kind that what was typed may be the beginning of.
  Outcome<Names> names(NamesQuery query, Call call);

  /// Brings a deleted memory back as it was; one that is not deleted stays unchanged.
  ///
  /// @param session that asks for it; null where it is not known
  Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call);

  /// The files touched in a session, in the order first seen, after what `tracking` asks is done.
  Outcome<List<TrackedFile>> track(Tracking tracking, Call call);

  Status status(Call call);

  /// Compares the parts with each other, each memory in them. Reads everything there is.
  List<Finding> examine(Call call);

  /// Tells `listener` of every acknowledged change from now on, on a thread that must not be
  /// blocked. Closing the returned handle ends it.
  AutoCloseable listen(Consumer<Changed> listener);

  /// Stops taking calls, finishes what is acknowledged, releases files. May be called twice.
  @Override
  void close();
}
