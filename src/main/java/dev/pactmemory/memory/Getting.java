package dev.pactmemory.memory;

import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.store.StoreReads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Memories read by id.
final class Getting {
  private final StoreReads reads;
  private final OptionalInt revision;
  private final List<Memory> memories = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  Getting(StoreReads reads, OptionalInt revision) {
    this.reads = reads;
    this.revision = revision;
  }

  Outcome<Got> get(List<String> refs) {
    if (refs.isEmpty()) {
      return Outcome.refused(
          new Problem(Problem.Code.MISSING_FIELD, "ids", "ids is empty; name at least one id"));
    }
    References references = new References(reads);
    for (String ref : refs) {
      switch (references.resolve(ref, "ids", revision.isPresent())) {
        case Outcome.Done<MemoryId>(MemoryId id) -> add(id);
        case Outcome.Refused<MemoryId>(Problem problem) -> problems.add(problem);
      }
    }
    return Outcome.done(new Got(memories.stream().distinct().toList(), problems, supersededBy()));
  }

  private Map<String, String> supersededBy() {
    Map<String, String> by = new HashMap<>();
    Hits.later(reads, memories).forEach((id, later) -> by.put(id.value(), later.shortId()));
    return by;
  }

  private void add(MemoryId id) {
    Optional<Memory> memory =
        revision.isPresent() ? reads.revision(id, revision.getAsInt()) : reads.find(id);
    memory.ifPresentOrElse(memories::add, () -> problems.add(missing(id)));
  }

  private Problem missing(MemoryId id) {
    String now =
        reads
            .find(id)
            .map(memory -> "it is at revision " + memory.revision())
            .orElse("it was deleted; ask for an earlier revision");
    return revision.isPresent()
        ? new Problem(
            Problem.Code.NOT_FOUND,
            "revision",
            "memory " + id + " has no revision " + revision.getAsInt() + "; " + now)
        : new Problem(Problem.Code.NOT_FOUND, "ids", "memory " + id + " was deleted just now");
  }
}
