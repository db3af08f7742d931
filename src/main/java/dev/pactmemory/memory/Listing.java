package dev.pactmemory.memory;

import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.store.StoreReads;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A walk through the memories, newest first. A page begins after the last memory of the one
/// before, so that what is saved or deleted in between shifts nothing.
record Listing(StoreReads reads) {
  Outcome<Found> list(ListQuery query) {
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen -> after(query, chosen.project()).then(p -> page(query, chosen.project(), p)));
  }

  private Outcome<Place> after(ListQuery query, @Nullable Project project) {
    String cursor = query.cursor();
    return cursor == null
        ? Outcome.done(new Place(null))
        : Cursors.decode(cursor, question(query, project), 2).then(Listing::place);
  }

  private static Outcome<Place> place(List<String> parts) {
    try {
      Instant createdAt = Instant.EPOCH.plus(Long.parseLong(parts.get(0)), ChronoUnit.MICROS);
      return Outcome.done(new Place(new StoreReads.After(createdAt, new MemoryId(parts.get(1)))));
    } catch (DateTimeException | ArithmeticException | IllegalArgumentException e) {
      return Cursors.bad();
    }
  }

  private Outcome<Found> page(ListQuery query, @Nullable Project project, Place place) {
    StoreReads.MemoryPage page = reads.list(filter(query, project), place.after(), query.limit());
    List<Memory> memories = page.memories();
    Map<MemoryId, String> shortIds = Hits.shortIds(reads, memories);
    Map<MemoryId, Hit.Later> later = Hits.later(reads, memories);
    List<Hit> hits =
        memories.stream().map(memory -> Hits.plain(memory, shortIds, List.of(), later)).toList();
    String cursor =
        page.more() && !memories.isEmpty() ? cursor(query, project, memories.getLast()) : null;
    boolean nothing = page.total() == 0;
    return Outcome.done(
        new Found(
            hits,
            page.total(),
            cursor,
            project,
            Set.of(),
            nothing ? Hits.leftOut(reads, project) : null));
  }

  private static StoreReads.ListFilter filter(ListQuery query, @Nullable Project project) {
    return new StoreReads.ListFilter(
        project, query.session(), query.since(), query.until(), query.has(), query.openTasks());
  }

  private static String cursor(ListQuery query, @Nullable Project project, Memory last) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, last.createdAt());
    return Cursors.encode(
        question(query, project), List.of(Long.toString(micros), last.id().value()));
  }

  static Object question(ListQuery query, @Nullable Project project) {
    // Sets have no order of their own; a list of names has.
    List<String> has = query.has().stream().map(Enum::name).sorted().toList();
    return List.of(
        "list",
        String.valueOf(project),
        String.valueOf(query.session()),
        String.valueOf(query.since()),
        String.valueOf(query.until()),
        has,
        query.openTasks());
  }

  /// Where a page begins.
  private record Place(StoreReads.@Nullable After after) {}
}
