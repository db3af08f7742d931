package dev.pactmemory.memory;

import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Project;
import dev.pactmemory.store.StoreReads;
import dev.pactmemory.store.StoreReads.TaskPlace;
import dev.pactmemory.store.StoreReads.TaskRow;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tasks that are open, over all memories: blocked ones first, then by priority, then oldest
/// first.
record OpenWork(StoreReads reads) {
  Outcome<Page<OpenTask>> tasks(ListQuery query) {
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen ->
            after(query, chosen.project())
                .then(place -> Outcome.done(page(query, chosen.project(), place.after()))));
  }

  private Page<OpenTask> page(
      ListQuery query, @Nullable Project project, @Nullable TaskPlace after) {
    StoreReads.TaskPage page = reads.openTasks(filter(query, project), after, query.limit());
    List<TaskRow> rows = page.tasks();
    Map<MemoryId, String> shortIds =
        Hits.shortIdsOf(reads, rows.stream().map(TaskRow::memory).distinct().toList());
    List<OpenTask> tasks =
        rows.stream()
            .map(row ->
                new OpenTask(
                    row.memory(),
                    shortIds.getOrDefault(row.memory(), row.memory().value()),
                    row.project(),
                    row.task(),
                    row.place().since()))
            .toList();
    String cursor =
        page.more() && !rows.isEmpty() ? cursor(query, project, rows.getLast().place()) : null;
    return new Page<>(
        tasks,
        page.total(),
        cursor,
        project,
        Set.of(),
        page.total() == 0 ? Hits.leftOut(reads, project) : null);
  }

  private static StoreReads.ListFilter filter(ListQuery query, @Nullable Project project) {
    return new StoreReads.ListFilter(
        project, query.session(), query.since(), query.until(), query.has(), true);
  }

  private static Outcome<Place> after(ListQuery query, @Nullable Project project) {
    String cursor = query.cursor();
    return cursor == null
        ? Outcome.done(new Place(null))
        : Cursors.decode(cursor, question(query, project), 4).then(OpenWork::place);
  }

  private static Outcome<Place> place(List<String> parts) {
    try {
      return Outcome.done(
          new Place(
              new TaskPlace(
                  Integer.parseInt(parts.get(0)),
                  Instant.EPOCH.plus(Long.parseLong(parts.get(1)), ChronoUnit.MICROS),
                  Long.parseLong(parts.get(2)),
                  Integer.parseInt(parts.get(3)))));
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      return Cursors.bad();
    }
  }

  private static String cursor(ListQuery query, @Nullable Project project, TaskPlace last) {
    return Cursors.encode(
        question(query, project),
        List.of(
            Integer.toString(last.urgency()),
            Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, last.since())),
            Long.toString(last.memory()),
            Integer.toString(last.place())));
  }

  private static Object question(ListQuery query, @Nullable Project project) {
    return List.of("tasks", Listing.question(query, project));
  }

  /// Where a page begins.
  private record Place(@Nullable TaskPlace after) {}
}
