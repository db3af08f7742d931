package dev.pactmemory.memory;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.Text;
import dev.pactmemory.model.Update;
import dev.pactmemory.store.StoreReads;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A memory becoming its next revision, if the update says anything new.
record Updating(Update update, Instant now, Set<Degradation> degraded) implements Write<Saved> {
  private static final int MAX_SHOWN = 3;
  private static final int MAX_SHOWN_CHARS = 40;

  @Override
  public Decision<Saved> decide(StoreReads reads) {
    References references = new References(reads);
    Outcome<Decision<Saved>> decision =
        references
            .resolve(update.ref(), "id", false)
            .then(id ->
                references
                    .resolveAll(update.supersedes(), "supersedes")
                    .then(supersedes -> revise(memory(reads, id), supersedes)));
    return switch (decision) {
      case Outcome.Done<Decision<Saved>>(Decision<Saved> decided) -> decided;
      case Outcome.Refused<Decision<Saved>>(Problem problem) ->
          new Decision.Answer<>(Outcome.refused(problem));
    };
  }

  private static Memory memory(StoreReads reads, MemoryId id) {
    return reads
        .find(id)
        .orElseThrow(() -> new IllegalStateException("memory " + id + " is listed but not there"));
  }

  private Outcome<Decision<Saved>> revise(Memory old, List<MemoryId> supersedes) {
    if (update.ifRevision().isPresent() && update.ifRevision().getAsInt() != old.revision()) {
      return Outcome.refused(
          new Problem(
              Problem.Code.REVISION_CONFLICT,
              "if_revision",
              "the memory is at revision "
                  + old.revision()
                  + ", not "
                  + update.ifRevision().getAsInt()
                  + "; read it again (memory_get) and decide anew"));
    }
    if (supersedes.contains(old.id())) {
      return Outcome.refused(
          new Problem(
              Problem.Code.INVALID_VALUE, "supersedes", "a memory does not supersede itself"));
    }
    Content content = Merge.apply(old.content(), update);
    if (content.isEmpty()) {
      return Outcome.refused(
          Receipts.empty("nothing would be left (memory_delete removes a memory); a memory"));
    }
    int bytes = bytes(content);
    if (bytes > Limits.MEMORY_BYTES && bytes > bytes(old.content())) {
      return Outcome.refused(tooLong(bytes));
    }
    List<String> hints = hints(old.content());
    List<MemoryId> superseded = new ArrayList<>(old.supersedes());
    superseded.addAll(supersedes);
    List<MemoryId> all = Text.distinct(superseded, MemoryId::value);
    if (content.equals(old.content()) && all.equals(old.supersedes())) {
      return Outcome.done(
          new Decision.Answer<>(Outcome.done(Receipts.saved(old, false, hints, degraded))));
    }
    Memory revised =
        new Memory(
            old.id(),
            content,
            all,
            old.project(),
            old.session(),
            old.createdAt(),
            now.isBefore(old.updatedAt()) ? old.updatedAt() : now, // The clock was set back.
            update.session(),
            old.revision() + 1);
    return Outcome.done(
        new Decision.Apply<>(
            new Change.Put(revised),
            after -> Receipts.saved(after, old.id(), hints, degraded),
            Changed.revision(old, revised)));
  }

  private static int bytes(Content content) {
    return Json.write(MemoryJson.toMap(content)).getBytes(StandardCharsets.UTF_8).length;
  }

  private static Problem tooLong(int bytes) {
    return new Problem(
        Problem.Code.TOO_LONG,
        null,
        String.format(
            Locale.ROOT,
            "the memory would have %,d bytes; it may have %,d. Nothing was changed; take out what"
                + " is outdated (remove, or mode replace), or save a new memory that supersedes it",
            bytes,
            Limits.MEMORY_BYTES));
  }

  private List<String> hints(Content old) {
    List<String> missing = Merge.notThere(old, update.removals());
    if (missing.isEmpty()) {
      return List.of();
    }
    String shown =
        missing.stream()
            .limit(MAX_SHOWN)
            .map(item -> "\"" + Titles.cut(item, MAX_SHOWN_CHARS) + "\"")
            .collect(Collectors.joining(", "));
    int more = missing.size() - MAX_SHOWN;
    return List.of("not there to remove: " + shown + (more > 0 ? " and " + more + " more" : ""));
  }

  @Override
  public Saved again(StoreReads reads, StoreReads.AppliedRequest before) {
    return Receipts.savedBefore(reads, before, degraded);
  }
}
