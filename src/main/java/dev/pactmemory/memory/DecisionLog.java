package dev.pactmemory.memory;

import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads;
import dev.pactmemory.store.StoreReads.DecisionFilter;
import dev.pactmemory.store.StoreReads.DecisionPlace;
import dev.pactmemory.store.StoreReads.DecisionRow;
import dev.pactmemory.store.StoreReads.FileMatch;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The decisions of the memories, newest first, and which of them still hold. A page begins after
/// the last entry of the one before, so that what is decided in between shifts nothing.
///
/// A decision holds until an update words it otherwise or takes it out, or another memory
/// supersedes the one that says it.
///
/// @param topic finds what is about the words asked for
record DecisionLog(StoreReads reads, DecisionTopic topic) {
  private static final Comparator<DecisionPlace> NEWEST_FIRST =
      Comparator.comparing(DecisionPlace::decidedAt)
          .reversed()
          .thenComparingLong(DecisionPlace::memory)
          .thenComparing(Comparator.comparingInt(DecisionPlace::revision).reversed())
          .thenComparingInt(DecisionPlace::place);

  /// Decisions and what worked less than it could while they were looked for.
  private record Wanted(
      List<DecisionRow> rows, int total, boolean more, Set<Degradation> degraded) {}

  Outcome<Page<LoggedDecision>> log(DecisionQuery query) {
    if (query.about() != null && query.about().isBlank()) {
      return Outcome.refused(Blank.problem("about", "say a topic in words"));
    }
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen ->
            after(query, chosen.project())
                .then(place -> wanted(query, chosen.project(), place.after()))
                .then(wanted -> Outcome.done(page(query, chosen.project(), wanted))));
  }

  private Outcome<Wanted> wanted(
      DecisionQuery query, @Nullable Project project, @Nullable DecisionPlace after) {
    if (query.about() == null && query.file() == null) {
      DecisionFilter filter =
          new DecisionFilter(project, query.since(), query.until(), key(query.entity()));
      StoreReads.DecisionPage page = reads.decisions(filter, after, query.limit());
      return Outcome.done(new Wanted(page.decisions(), page.total(), page.more(), Set.of()));
    }
    return query.about() == null
        ? Outcome.done(cut(query, reads.decisionsOf(linked(query, project)), after, Set.of()))
        : topic
            .find(query.about(), query.scope(), linkedOrNull(query, project))
            .then(found -> Outcome.done(cut(query, found.decisions(), after, found.degraded())));
  }

  private @Nullable Set<MemoryId> linkedOrNull(DecisionQuery query, @Nullable Project project) {
    return query.file() == null ? null : linked(query, project);
  }

  private Set<MemoryId> linked(DecisionQuery query, @Nullable Project project) {
    Set<MemoryId> linked = new HashSet<>();
    for (FileMatch match : reads.linkedTo(project, Objects.requireNonNull(query.file()))) {
      if (match.relation() == FileMatch.Relation.DIRECT) {
        linked.add(match.id());
      }
    }
    return linked;
  }

  /// The page of what is left by the other conditions.
  private Wanted cut(
      DecisionQuery query,
      List<DecisionRow> rows,
      @Nullable DecisionPlace after,
      Set<Degradation> degraded) {
    Map<MemoryId, Memory> memories =
        query.entity() == null
            ? Map.of()
            : reads.find(rows.stream().map(DecisionRow::memory).toList());
    List<DecisionRow> all =
        rows.stream()
            .filter(row -> isIn(query, row.place().decidedAt()))
            .filter(row -> query.entity() == null || names(memories.get(row.memory()), query))
            .sorted(Comparator.comparing(DecisionRow::place, NEWEST_FIRST))
            .toList();
    List<DecisionRow> rest =
        after == null
            ? all
            : all.stream().filter(row -> NEWEST_FIRST.compare(row.place(), after) > 0).toList();
    int end = Math.min(query.limit(), rest.size());
    return new Wanted(rest.subList(0, end), all.size(), rest.size() > end, degraded);
  }

  private static boolean isIn(DecisionQuery query, Instant decidedAt) {
    return (query.since() == null || !decidedAt.isBefore(query.since()))
        && (query.until() == null || !decidedAt.isAfter(query.until()));
  }

  private static boolean names(@Nullable Memory memory, DecisionQuery query) {
    return memory != null
        && memory.content().entities().stream()
            .anyMatch(entity -> entity.key().equals(key(query.entity())));
  }

  private Page<LoggedDecision> page(DecisionQuery query, @Nullable Project project, Wanted wanted) {
    List<DecisionRow> rows = wanted.rows();
    String cursor =
        wanted.more() && !rows.isEmpty() ? cursor(query, project, rows.getLast().place()) : null;
    return new Page<>(
        logged(rows),
        wanted.total(),
        cursor,
        project,
        wanted.degraded(),
        wanted.total() == 0 ? nothing(query, project) : null);
  }

  private List<LoggedDecision> logged(List<DecisionRow> rows) {
    List<MemoryId> ids = rows.stream().map(DecisionRow::memory).distinct().toList();
    Map<MemoryId, MemoryId> supersededBy = new HashMap<>();
    reads.replacing(ids).forEach((id, newest) -> supersededBy.put(id, newest.getFirst()));
    Map<MemoryId, Memory> memories = reads.find(ids);
    List<MemoryId> shown =
        Stream.of(
                ids.stream(),
                supersededBy.values().stream(),
                memories.values().stream().flatMap(memory -> memory.supersedes().stream()))
            .flatMap(Function.identity())
            .distinct()
            .toList();
    Map<MemoryId, String> shortIds = Hits.shortIdsOf(reads, shown);
    return rows.stream()
        .map(row -> logged(row, supersededBy, memories.get(row.memory()), shortIds))
        .toList();
  }

  private static LoggedDecision logged(
      DecisionRow row,
      Map<MemoryId, MemoryId> supersededBy,
      @Nullable Memory memory,
      Map<MemoryId, String> shortIds) {
    String shortId = shortIds.getOrDefault(row.memory(), row.memory().value());
    LoggedDecision.Replacement replacedBy = null;
    MemoryId by = supersededBy.get(row.memory());
    if (row.endedRevision() != null) {
      replacedBy = new LoggedDecision.Replacement(shortId, OptionalInt.of(row.endedRevision()));
    } else if (by != null) {
      replacedBy =
          new LoggedDecision.Replacement(
              shortIds.getOrDefault(by, by.value()), OptionalInt.empty());
    }
    List<String> supersedes =
        memory == null || replacedBy != null
            ? List.of()
            : memory.supersedes().stream()
                .map(id -> shortIds.getOrDefault(id, id.value()))
                .toList();
    return new LoggedDecision(
        row.memory(),
        shortId,
        row.project(),
        row.decision(),
        row.place().decidedAt(),
        row.place().revision(),
        supersedes,
        replacedBy);
  }

  private Found.Nothing nothing(DecisionQuery query, @Nullable Project project) {
    if (Hits.stored(reads, project) == 0) {
      return new Found.Nothing(Found.Nothing.Why.NOTHING_STORED, 0, List.of());
    }
    int all = reads.decisions(new DecisionFilter(project, null, null, null), null, 1).total();
    List<String> nearest =
        query.entity() == null ? List.of() : new EntityBook(reads).nearest(query.entity(), project);
    return query.about() == null && all > 0
        ? new Found.Nothing(Found.Nothing.Why.FILTERED_OUT, all, nearest)
        : new Found.Nothing(Found.Nothing.Why.NO_MATCH, 0, nearest);
  }

  private static @Nullable String key(@Nullable String name) {
    return name == null ? null : Text.key(name);
  }

  private static Outcome<Place> after(DecisionQuery query, @Nullable Project project) {
    String cursor = query.cursor();
    return cursor == null
        ? Outcome.done(new Place(null))
        : Cursors.decode(cursor, question(query, project), 4).then(DecisionLog::place);
  }

  private static Outcome<Place> place(List<String> parts) {
    try {
      return Outcome.done(
          new Place(
              new DecisionPlace(
                  Instant.EPOCH.plus(Long.parseLong(parts.get(0)), ChronoUnit.MICROS),
                  Long.parseLong(parts.get(1)),
                  Integer.parseInt(parts.get(2)),
                  Integer.parseInt(parts.get(3)))));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Cursors.bad();
    }
  }

  private static String cursor(DecisionQuery query, @Nullable Project project, DecisionPlace last) {
    return Cursors.encode(
        question(query, project),
        List.of(
            Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, last.decidedAt())),
            Long.toString(last.memory()),
            Integer.toString(last.revision()),
            Integer.toString(last.place())));
  }

  private static Object question(DecisionQuery query, @Nullable Project project) {
    return List.of(
        "decisions",
        String.valueOf(query.about()),
        String.valueOf(query.entity()),
        String.valueOf(query.file()),
        String.valueOf(query.since()),
        String.valueOf(query.until()),
        String.valueOf(project));
  }

  /// Where a page begins.
  private record Place(@Nullable DecisionPlace after) {}
}
