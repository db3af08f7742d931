package dev.pactmemory.memory;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

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

  Outcome<Deleted> delete(String ref, Call call);

  /// The names of a kind that what was typed may be the beginning of.
  Outcome<Names> names(NamesQuery query, Call call);

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
