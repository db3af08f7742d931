package dev.pactmemory.memory;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes in memories from elsewhere, one by one; each is on disk before the next is looked at. What
/// is there already is passed over, so that the same can be offered again, also after half of it.
/// One thread at a time.
///
/// A dry one says the same and writes nothing; for that it keeps in mind what it would have taken.
public final class Intake {
  private static final int DIGEST_BYTES = 16;

  /// For one revision.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Memories memories;
  private final boolean dryRun;
  private final Map<MemoryId, Pretended> pretended = new HashMap<>();

  /// @param memories they come into; stay open
  /// @param dryRun whether only to say what would be taken in
  public Intake(Memories memories, boolean dryRun) {
    this.memories = memories;
    this.dryRun = dryRun;
  }

  /// What became of an offer.
  public sealed interface Taken {
    /// It is new here, or got revisions.
    ///
    /// @param revisions that are new here
    record Added(int revisions) implements Taken {}

    record AlreadyThere() implements Taken {}

    /// It cannot come in.
    ///
    /// @param why in words that complete "it is left out: "
    record Refused(String why) implements Taken {}
  }

  /// What a dry run would have written of one memory.
  private static final class Pretended {
    private final Set<String> digests = new HashSet<>();
    private Instant updatedAt = Instant.MIN;
    private int revision;
  }

  /// A memory as it was in another home: each revision keeps its number and its dates.
  ///
  /// @param history all revisions, oldest first
  public Taken takeHistory(List<Memory> history) {
    for (int i = 1; i < history.size(); i++) {
      if (!history.get(i).id().equals(history.getFirst().id())
          || history.get(i).revision() <= history.get(i - 1).revision()) {
        return new Taken.Refused("its revisions do not follow one another");
      }
    }
    for (Memory memory : history) {
      String problem = problemWith(memory);
      if (!problem.isEmpty()) {
        return new Taken.Refused(problem);
      }
    }
    int added = 0;
    for (Memory memory : history) {
      switch (take(new Offer(memory, Offer.Kind.REVISION, dryRun))) {
        case ADDED -> added++;
        case ALREADY_THERE -> {}
        case DIFFERS -> {
          return new Taken.Refused("memory " + memory.id() + " is here with another history");
        }
        case NEWER_HERE -> throw new IllegalStateException("a revision is not compared by date");
        case DELETED_HERE -> {
          return new Taken.Refused("memory " + memory.id() + " was deleted here");
        }
      }
    }
    return added > 0 ? new Taken.Added(added) : new Taken.AlreadyThere();
  }

  /// A memory as another program knows it now. One that is here and was changed there since gets a
  /// revision; its id, project and date of birth stay as they are here.
  public Taken takeState(Memory memory) {
    String problem = problemWith(memory);
    if (!problem.isEmpty()) {
      return new Taken.Refused(problem);
    }
    return switch (take(new Offer(memory, Offer.Kind.STATE, dryRun))) {
      case ADDED -> new Taken.Added(1);
      case ALREADY_THERE -> new Taken.AlreadyThere();
      case DELETED_HERE -> new Taken.Refused("memory " + memory.id() + " was deleted here");
      case NEWER_HERE, DIFFERS ->
          new Taken.Refused("memory " + memory.id() + " is here with other words that are newer");
    };
  }

  private Offer.Result take(Offer offer) {
    return switch (memories.offer(offer, Call.within(PATIENCE))) {
      case Outcome.Done<Offer.Result>(Offer.Result result) ->
          dryRun && result == Offer.Result.ADDED ? pretend(offer) : result;
      case Outcome.Refused<Offer.Result>(Problem problem) ->
          throw new IllegalStateException("an offer is never refused: " + problem.code());
    };
  }

  private Offer.Result pretend(Offer offer) {
    Memory memory = offer.memory();
    Pretended before = pretended.computeIfAbsent(memory.id(), _ -> new Pretended());
    boolean isNew =
        switch (offer.kind()) {
          case REVISION -> memory.revision() > before.revision;
          case STATE -> memory.updatedAt().isAfter(before.updatedAt);
        };
    String digest =
        Fingerprint.of(
            switch (offer.kind()) {
              case REVISION -> MemoryJson.write(memory);
              case STATE -> Json.write(MemoryJson.toMap(memory.content()));
            },
            DIGEST_BYTES);
    if (before.digests.contains(digest)) {
      return Offer.Result.ALREADY_THERE;
    }
    if (!isNew) {
      return Offer.Result.DIFFERS;
    }
    before.digests.add(digest);
    before.updatedAt = memory.updatedAt();
    before.revision = memory.revision();
    return Offer.Result.ADDED;
  }

  /// Why it cannot be a memory here; empty if it can.
  private static String problemWith(Memory memory) {
    String content = Json.write(MemoryJson.toMap(memory.content()));
    if (content.getBytes(StandardCharsets.UTF_8).length > Limits.MEMORY_BYTES) {
      return "it is larger than a memory may be";
    }
    // JSON can say what is no text.
    return StandardCharsets.UTF_8.newEncoder().canEncode(MemoryJson.write(memory))
        ? ""
        : "a text holds half a character";
  }
}
