package dev.pactmemory.memory;

import dev.pactmemory.journal.Flaw;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Memories as lines of JSON, oldest first, then by id: each as it is now, with its earlier
/// revisions, oldest first, as its member `history`. Deleted ones are left out.
///
/// Made from the journal, which any process may read: needs no lock, disturbs nobody.
final class Export {
  /// Characters of JSON held at a time; a home larger than that is read several times.
  private static final long MAX_HELD = 16L << 20;

  private final Journal journal;
  private final Map<MemoryId, Extent> extents = new HashMap<>();
  private int revisions;

  Export(Journal journal) {
    this.journal = journal;
  }

  /// When a memory was made, and how long it is with its history.
  private record Extent(MemoryId id, Instant createdAt, long length) {}

  Exported write(Consumer<String> lines) {
    List<Flaw> flaws = journal.readFrom(1, this::measure);
    List<Extent> order = new ArrayList<>(extents.values());
    order.sort(Comparator.comparing(Extent::createdAt).thenComparing(Extent::id));
    int from = 0;
    while (from < order.size()) {
      int to = from;
      long held = 0;
      while (to < order.size() && (to == from || held < MAX_HELD)) {
        held += order.get(to).length();
        to++;
      }
      write(order.subList(from, to).stream().map(Extent::id).toList(), lines);
      from = to;
    }
    return new Exported(order.size(), revisions, flaws.size());
  }

  private void measure(Change change) {
    switch (change.effect()) {
      case Change.Put(Memory memory) ->
          extents.merge(
              memory.id(),
              new Extent(memory.id(), memory.createdAt(), MemoryJson.write(memory).length()),
              (a, b) -> new Extent(a.id(), a.createdAt(), a.length() + b.length()));
      case Change.Remove(MemoryId id, int _) -> extents.remove(id);
      case Change.Track _ -> {}
    }
  }

  private void write(List<MemoryId> ids, Consumer<String> lines) {
    Map<MemoryId, TreeMap<Integer, Memory>> histories = new HashMap<>();
    ids.forEach(id -> histories.put(id, new TreeMap<>()));
    var _ =
        journal.readFrom(
            1,
            change -> {
              if (change.effect() instanceof Change.Put(Memory memory)) {
                TreeMap<Integer, Memory> history = histories.get(memory.id());
                if (history != null) {
                  history.put(memory.revision(), memory);
                }
              }
            });
    for (MemoryId id : ids) {
      List<Memory> history = new ArrayList<>(histories.getOrDefault(id, new TreeMap<>()).values());
      revisions += history.size();
      lines.accept(line(history));
    }
  }

  /// @param history all revisions, the newest last
  static String line(List<Memory> history) {
    Map<String, Object> map = MemoryJson.toMap(history.getLast());
    if (history.size() > 1) {
      map.put(
          "history",
          history.subList(0, history.size() - 1).stream().map(MemoryJson::toMap).toList());
    }
    return Json.write(map);
  }
}
