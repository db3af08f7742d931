package dev.pactmemory.store;

import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads.ListFilter;
import dev.pactmemory.store.StoreReads.TaskPage;
import dev.pactmemory.store.StoreReads.TaskPlace;
import dev.pactmemory.store.StoreReads.TaskRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The rows of the tasks.
final class TaskRows {
  private TaskRows() {}

  /// Since when the memory names its tasks, by their keys.
  static Map<String, Instant> since(Connection connection, long memory) throws SQLException {
    Map<String, Instant> since = new HashMap<>();
    Sql.list(
            connection,
            "SELECT task, since FROM tasks WHERE memory = ?",
            row -> Map.entry(Text.key(row.getString("task")), Sql.instant(row.getLong("since"))),
            memory)
        .forEach(entry -> since.put(entry.getKey(), entry.getValue()));
    return since;
  }

  static void put(
      Connection connection, long memory, int project, List<Task> tasks, Timeline timeline)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Task task : tasks) {
      rows.add(
          new @Nullable Object[] {
            memory,
            rows.size(),
            project,
            new Sql.Body(task.task()),
            task.status(),
            task.priority(),
            task.isOpen(),
            task.urgency(),
            timeline.since(task)
          });
    }
    Sql.batch(
        connection,
        """
        INSERT INTO tasks (memory, place, project, task, status, priority, is_open, urgency, since)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  /// Open tasks of the memories that the filter lets through, most urgent first, then oldest.
  static TaskPage open(
      Connection connection, ListFilter filter, @Nullable TaskPlace after, int limit)
      throws SQLException {
    StringBuilder where = new StringBuilder("is_open = TRUE");
    List<@Nullable Object> parameters = new ArrayList<>();
    String inIndex = "is_open, ";
    if (filter.project() != null) {
      OptionalInt project = Projects.number(connection, filter.project());
      if (project.isEmpty()) {
        return new TaskPage(List.of(), 0, false);
      }
      where.insert(0, "project = ? AND ");
      parameters.add(project.getAsInt());
      inIndex = "project, is_open, ";
    }
    Listing memories = Listing.where(filter);
    if (!memories.isEmpty()) {
      where
          .append(" AND EXISTS (SELECT 1 FROM memories WHERE num = tasks.memory")
          .append(memories.conditions())
          .append(')');
      parameters.addAll(memories.parameters());
    }
    int total =
        (int)
            Sql.number(
                connection, "SELECT COUNT(*) FROM tasks WHERE " + where, parameters.toArray());
    if (after != null) {
      // The first condition is the range in the index, the second cuts what is as urgent.
      where.append(
          """
           AND urgency >= ? AND (urgency > ? OR since > ?
             OR (since = ? AND (memory > ? OR (memory = ? AND place > ?))))\
          """);
      parameters.addAll(
          List.of(
              after.urgency(),
              after.urgency(),
              after.since(),
              after.since(),
              after.memory(),
              after.memory(),
              after.place()));
    }
    parameters.add(limit + 1);
    List<Raw> rows =
        Sql.list(
            connection,
            "SELECT memory, place, task, status, priority, urgency, since FROM tasks WHERE "
                + where
                + " ORDER BY "
                + inIndex
                + "urgency, since, memory, place LIMIT ?",
            row ->
                new Raw(
                    new Task(
                        row.getString("task"), row.getString("status"), row.getString("priority")),
                    new TaskPlace(
                        row.getInt("urgency"),
                        Sql.instant(row.getLong("since")),
                        row.getLong("memory"),
                        row.getInt("place"))),
            parameters.toArray());
    boolean more = rows.size() > limit;
    return new TaskPage(named(connection, more ? rows.subList(0, limit) : rows), total, more);
  }

  /// A row without the name of its memory.
  private record Raw(Task task, TaskPlace place) {}

  private static List<TaskRow> named(Connection connection, List<Raw> rows) throws SQLException {
    Map<Long, MemoryRows.Name> names =
        MemoryRows.names(connection, rows.stream().map(row -> row.place().memory()).toList());
    List<TaskRow> tasks = new ArrayList<>();
    for (Raw row : rows) {
      MemoryRows.Name name = names.get(row.place().memory());
      if (name != null) {
        tasks.add(new TaskRow(name.id(), name.project(), row.task(), row.place()));
      }
    }
    return tasks;
  }
}
