package dev.pactmemory.memory;

import dev.pactmemory.journal.Journal;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The deleted memories of a journal.
final class Deletions {
  private final Map<MemoryId, String> titles = new HashMap<>();
  private final Map<MemoryId, Instant> deleted = new HashMap<>();
  private final Set<MemoryId> live = new HashSet<>();

  private Deletions() {}

  static Deletions of(Journal journal) {
    Deletions deletions = new Deletions();
    var _ = journal.readFrom(1, deletions::take);
    return deletions;
  }

  private void take(Change change) {
    switch (change.effect()) {
      case Change.Put(Memory memory) -> {
        live.add(memory.id());
        deleted.remove(memory.id());
        titles.put(memory.id(), Titles.of(memory));
      }
      case Change.Remove(MemoryId id, int _) -> {
        live.remove(id);
        deleted.put(id, change.at());
      }
      case Change.Track _ -> {}
    }
  }

  /// Those that were deleted before a time, oldest deletion first.
  ///
  /// @param refs ids or unique beginnings of them; empty for all
  Outcome<List<Purged.Deletion>> before(Instant time, List<String> refs) {
    Set<MemoryId> wanted = new TreeSet<>(refs.isEmpty() ? deleted.keySet() : Set.of());
    for (String ref : refs) {
      switch (resolve(ref.strip().toLowerCase(Locale.ROOT))) {
        case Outcome.Done<MemoryId>(MemoryId id) -> wanted.add(id);
        case Outcome.Refused<MemoryId>(Problem problem) -> {
          return Outcome.refused(problem);
        }
      }
    }
    List<Purged.Deletion> found = new ArrayList<>();
    for (MemoryId id : wanted) {
      Instant at = deleted.getOrDefault(id, Instant.MAX);
      if (at.isBefore(time)) {
        found.add(new Purged.Deletion(id, titles.getOrDefault(id, ""), at));
      }
    }
    found.sort(Comparator.comparing(Purged.Deletion::deletedAt).thenComparing(Purged.Deletion::id));
    return Outcome.done(found);
  }

  private Outcome<MemoryId> resolve(String prefix) {
    if (prefix.length() < MemoryId.MIN_PREFIX) {
      return refused(
          Problem.Code.PREFIX_TOO_SHORT,
          prefix,
          "give at least the first " + MemoryId.MIN_PREFIX + " digits of an id");
    }
    List<MemoryId> found = startingWith(prefix, deleted.keySet());
    if (found.isEmpty()) {
      return startingWith(prefix, live).isEmpty()
          ? refused(Problem.Code.NOT_FOUND, prefix, "no deleted memory has this id")
          : refused(
              Problem.Code.INVALID_VALUE,
              prefix,
              "this memory is not deleted; delete it first (memory_delete), then purge it");
    }
    return found.size() == 1
        ? Outcome.done(found.getFirst())
        : refused(
            Problem.Code.AMBIGUOUS_PREFIX,
            prefix,
            found.size() + " deleted memories begin so; give more digits");
  }

  private static List<MemoryId> startingWith(String prefix, Set<MemoryId> ids) {
    return ids.stream().filter(id -> id.value().startsWith(prefix)).toList();
  }

  private static <T> Outcome<T> refused(Problem.Code code, String ref, String message) {
    return Outcome.refused(new Problem(code, "ID", Titles.cut(ref, 40) + ": " + message));
  }
}
