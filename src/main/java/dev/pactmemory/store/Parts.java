package dev.pactmemory.store;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Task;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows and edges that hang on a memory: tasks, decisions, entities, files, what it supersedes.
/// They repeat what its body says, in a form that can be asked.
final class Parts {
  private static final List<String> TABLES =
      List.of("tasks", "decisions", "memory_entities", "memory_files", "supersedes");

  private Parts() {}

  static void replace(Connection connection, long num, int project, Memory memory)
      throws SQLException {
    remove(connection, num);
    Content content = memory.content();
    putTasks(connection, num, content.activeTasks());
    putDecisions(connection, num, content.decisions());
    putEntities(connection, num, project, content.entities());
    putFiles(connection, num, project, paths(content));
    List<@Nullable Object[]> superseded = new ArrayList<>();
    for (MemoryId id : memory.supersedes()) {
      superseded.add(new @Nullable Object[] {num, id.value()});
    }
    Sql.batch(
        connection, "INSERT INTO supersedes (memory, superseded_id) VALUES (?, ?)", superseded);
  }

  static void remove(Connection connection, long num) throws SQLException {
    for (String table : TABLES) {
      Sql.update(connection, "DELETE FROM " + table + " WHERE memory = ?", num);
    }
  }

  static Map<MemoryId, List<MemoryId>> replacing(Connection connection, Collection<MemoryId> ids)
      throws SQLException {
    Map<MemoryId, List<MemoryId>> replacing = new LinkedHashMap<>();
    Sql.list(
        connection,
        """
        SELECT supersedes.superseded_id, memories.id FROM supersedes
        JOIN memories ON memories.num = supersedes.memory
        WHERE supersedes.superseded_id = ANY(?) AND memories.deleted = FALSE
        ORDER BY memories.created_at DESC, memories.id
        """,
        row ->
            replacing
                .computeIfAbsent(new MemoryId(row.getString(1)), _ -> new ArrayList<>())
                .add(new MemoryId(row.getString(2))),
        (Object) ids.stream().map(MemoryId::value).distinct().toArray(String[]::new));
    return replacing;
  }

  private static void putTasks(Connection connection, long num, List<Task> tasks)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Task task : tasks) {
      rows.add(
          new @Nullable Object[] {
            num,
            rows.size(),
            new Sql.Body(task.task()),
            task.status(),
            task.priority(),
            task.isOpen()
          });
    }
    Sql.batch(
        connection,
        """
        INSERT INTO tasks (memory, place, task, status, priority, is_open)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  private static void putDecisions(Connection connection, long num, List<Decision> decisions)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Decision decision : decisions) {
      rows.add(
          new @Nullable Object[] {
            num, rows.size(), new Sql.Body(decision.decision()), new Sql.Body(decision.rationale())
          });
    }
    Sql.batch(
        connection,
        "INSERT INTO decisions (memory, place, decision, rationale) VALUES (?, ?, ?, ?)",
        rows);
  }

  private static void putEntities(
      Connection connection, long num, int project, List<Entity> entities) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Entity entity : entities) {
      long known =
          Sql.number(
              connection,
              "SELECT num FROM entities WHERE project = ? AND name_key = ?",
              project,
              entity.key());
      long row =
          known > 0
              ? known
              : Sql.insert(
                  connection,
                  "INSERT INTO entities (project, name_key, name) VALUES (?, ?, ?)",
                  project,
                  entity.key(),
                  entity.name());
      rows.add(
          new @Nullable Object[] {
            num, row, rows.size(), entity.type(), new Sql.Body(entity.notes())
          });
    }
    Sql.batch(
        connection,
        "INSERT INTO memory_entities (memory, entity, place, type, notes) VALUES (?, ?, ?, ?, ?)",
        rows);
  }

  private static Set<String> paths(Content content) {
    Set<String> paths = new LinkedHashSet<>(content.files());
    for (Entity entity : content.entities()) {
      if (entity.isFile()) {
        paths.add(entity.name());
      }
    }
    return paths;
  }

  private static void putFiles(Connection connection, long num, int project, Set<String> paths)
      throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String path : paths) {
      long known =
          Sql.number(
              connection, "SELECT num FROM files WHERE project = ? AND path = ?", project, path);
      long row =
          known > 0
              ? known
              : Sql.insert(
                  connection,
                  "INSERT INTO files (project, path, reversed, directory) VALUES (?, ?, ?, ?)",
                  project,
                  path,
                  PathForms.reversed(path),
                  PathForms.directory(path));
      rows.add(new @Nullable Object[] {num, row});
    }
    Sql.batch(connection, "INSERT INTO memory_files (memory, file) VALUES (?, ?)", rows);
  }
}
