package dev.pactmemory.memory;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import dev.pactmemory.embed.Embedder;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.journal.Flaw;
import dev.pactmemory.journal.Journal;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.CRC32C;

/// Compares the open parts of a memory with each other, down to every text. Changes go on
/// meanwhile; what they seem to disturb is looked at again.
final class Examination {
  private static final int LOOKS = 3;
  private static final int BATCH = 200;
  private static final double MEGABYTE = 1e6;
  private static final Duration INDEX_PATIENCE = Duration.ofSeconds(10);

  private final Engine open;
  private final LazyEmbedder model;
  private final Call call;

  Examination(Engine open, LazyEmbedder model, Call call) {
    this.open = open;
    this.model = model;
    this.call = call;
  }

  List<Finding> findings() {
    return List.of(journal(), store(), index(), vectors(), model());
  }

  private Finding journal() {
    Journal journal = open.journal();
    long[] changes = {0};
    List<Flaw> flaws = journal.readFrom(1, _ -> changes[0]++);
    Journal.Extent extent = journal.extent();
    String size =
        format(
            "%s in %s, %.1f MB",
            Text.counted(changes[0], "change", "changes"),
            Text.counted(extent.segments(), "file", "files"),
            extent.bytes() / MEGABYTE);
    return flaws.isEmpty()
        ? Finding.good("journal", size + ", every line whole")
        : Finding.bad(
            "journal",
            format(
                "%s; %s damaged, the first in %s at line %d",
                size,
                Text.counted(flaws.size(), "place is", "places are"),
                flaws.getFirst().segment(),
                flaws.getFirst().line()),
            "every whole line is kept and bad ones are copied beside it; export the memories and"
                + " import them into a new data directory");
  }

  private Finding store() {
    MemoryStore store = open.store();
    Set<MemoryId> different = recurring(this::differentFromJournal);
    return different.isEmpty()
        ? Finding.good("store", memories(store.count()) + ", as in the journal")
        : Finding.bad(
            "store",
            Text.counted(different.size(), "memory is", "memories are")
                + " not as in the journal, "
                + different.iterator().next()
                + " among them",
            "run doctor --fix when no session runs; the store is built again from the journal");
  }

  private Set<MemoryId> differentFromJournal() {
    MemoryStore store = open.store();
    Map<MemoryId, Long> expected = new HashMap<>();
    long position = store.position();
    var _ =
        open.journal()
            .readFrom(
                1,
                change -> {
                  if (change.number() <= position) {
                    switch (change.effect()) {
                      case Change.Put(Memory memory) -> expected.put(memory.id(), sum(memory));
                      case Change.Remove(MemoryId id, int _) -> expected.remove(id);
                      case Change.Track _ -> {}
                    }
                  }
                });
    Set<MemoryId> different = new HashSet<>();
    List<MemoryId> ids = store.allIds();
    for (int from = 0; from < ids.size(); from += BATCH) {
      call.check();
      List<MemoryId> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      Map<MemoryId, Memory> found = store.find(batch);
      for (MemoryId id : batch) {
        Long sum = expected.remove(id);
        Memory memory = found.get(id);
        if (sum == null || memory == null || sum != sum(memory)) {
          different.add(id);
        }
      }
    }
    different.addAll(expected.keySet());
    return different;
  }

  private Finding index() {
    boolean whole = open.catchUp().await(open.store().lastTouch(), INDEX_PATIENCE, call);
    SearchIndex index = open.index();
    Set<MemoryId> different = recurring(this::differentFromIndex);
    if (different.isEmpty()) {
      return Finding.good("index", memories(index.size()) + ", those of the store");
    }
    return whole
        ? Finding.bad(
            "index",
            Text.counted(different.size(), "memory is", "memories are")
                + " not in the index as in the store",
            "run reindex or doctor --fix when no session runs")
        : Finding.note(
            "index",
            format("catching up, with %d of %s", index.size(), memories(open.store().count())),
            "searches say so meanwhile");
  }

  private Set<MemoryId> differentFromIndex() {
    Set<MemoryId> different = new HashSet<>(open.store().allIds());
    for (MemoryId id : open.index().allIds()) {
      if (!different.remove(id)) {
        different.add(id);
      }
    }
    return different;
  }

  /// What is found again and again: a change that comes in between is found once.
  private Set<MemoryId> recurring(Supplier<Set<MemoryId>> look) {
    Set<MemoryId> found = look.get();
    for (int i = 1; i < LOOKS && !found.isEmpty(); i++) {
      call.check();
      found.retainAll(look.get());
    }
    return found;
  }

  private Finding vectors() {
    MemoryStore store = open.store();
    if (!(model.state() instanceof LazyEmbedder.State.Ready(Embedder embedder))) {
      return Finding.note("vectors", "not looked at without the model", "");
    }
    int all = store.count();
    int current = store.countWithVectors(embedder.modelId());
    return current >= all
        ? Finding.good("vectors", "of the model and there for " + memories(all))
        : Finding.note(
            "vectors",
            format("there for %d of %s", current, memories(all)),
            "the others follow while a session runs");
  }

  private Finding model() {
    return switch (model.state()) {
      case LazyEmbedder.State.Ready(Embedder embedder) ->
          Finding.good("model", embedder.modelId() + " is loaded");
      case LazyEmbedder.State.Loading() ->
          Finding.note("model", "is still being loaded", "look again in a moment");
      case LazyEmbedder.State.Unavailable(String reason) ->
          Finding.bad("model", reason, "until then searches go by words only");
    };
  }

  private static String memories(int count) {
    return Text.counted(count, "memory", "memories");
  }

  private static long sum(Memory memory) {
    byte[] json = MemoryJson.write(memory).getBytes(StandardCharsets.UTF_8);
    CRC32C crc = new CRC32C();
    crc.update(json);
    return crc.getValue() << Integer.SIZE | json.length;
  }

  @FormatMethod
  private static String format(@FormatString String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
