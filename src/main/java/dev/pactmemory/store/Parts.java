package dev.pactmemory.store;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows and edges that hang on a memory: tasks, decisions, entities, files, what it supersedes.
/// They repeat what its body says, in a form that can be asked.
final class Parts {
  private static final List<String> TABLES = List.of("tasks", "memory_files", "supersedes");

  /// Memories whose parts are made again in one transaction.
  private static final int REFILL_BATCH = 500;

  private Parts() {}

  /// Since when the memory says what it says, before its next revision.
  ///
  /// @param before null if there is no such memory yet
  static Timeline timeline(Connection connection, MemoryId id, MemoryRows.@Nullable State before)
      throws SQLException {
    if (before == null) {
      return new Timeline();
    }
    return before.deleted()
        ? Timeline.over(MemoryRows.revisions(connection, id, before.revision()))
        : Timeline.resumed(
            TaskRows.since(connection, before.num()),
            EntityRows.since(connection, before.num()),
            DecisionRows.said(connection, before.num()));
  }

  /// @param timeline up to this memory
  static void replace(
      Connection connection, long num, int project, Memory memory, Timeline timeline)
      throws SQLException {
    removeSaid(connection, num);
    Content content = memory.content();
    TaskRows.put(connection, num, project, content.activeTasks(), timeline);
    DecisionRows.put(connection, num, project, timeline.decisions());
    EntityRows.put(connection, num, project, content.entities(), timeline);
    putFiles(connection, num, project, paths(content));
    List<@Nullable Object[]> superseded = new ArrayList<>();
    for (MemoryId id : memory.supersedes()) {
      superseded.add(new @Nullable Object[] {num, id.value()});
    }
    Sql.batch(
        connection, "INSERT INTO supersedes (memory, superseded_id) VALUES (?, ?)", superseded);
  }

  static void remove(Connection connection, long num) throws SQLException {
    removeSaid(connection, num);
    Sql.update(connection, "DELETE FROM decisions WHERE memory = ?", num);
  }

  private static void removeSaid(Connection connection, long num) throws SQLException {
    for (String table : TABLES) {
      Sql.update(connection, "DELETE FROM " + table + " WHERE memory = ?", num);
    }
    EntityRows.remove(connection, num);
  }

  /// In two steps: asked to join, H2 walks through all memories to find the few links there are.
  static Map<MemoryId, List<MemoryId>> replacing(Connection connection, Collection<MemoryId> ids)
      throws SQLException {
    Map<Long, List<MemoryId>> replacedBy = new HashMap<>();
    Sql.list(
        connection,
        "SELECT superseded_id, memory FROM supersedes WHERE superseded_id = ANY(?)",
        row ->
            replacedBy
                .computeIfAbsent(row.getLong("memory"), _ -> new ArrayList<>())
                .add(new MemoryId(row.getString("superseded_id"))),
        (Object) ids.stream().map(MemoryId::value).distinct().toArray(String[]::new));
    Map<MemoryId, List<MemoryId>> replacing = new LinkedHashMap<>();
    if (replacedBy.isEmpty()) {
      return replacing;
    }
    Sql.list(
        connection,
        """
        SELECT num, id FROM memories WHERE num = ANY(?) AND deleted = FALSE
        ORDER BY created_at DESC, id
        """,
        row -> {
          MemoryId newer = new MemoryId(row.getString("id"));
          return replacedBy.getOrDefault(row.getLong("num"), List.of()).stream()
              .map(older -> replacing.computeIfAbsent(older, _ -> new ArrayList<>()).add(newer))
              .toList();
        },
        (Object) replacedBy.keySet().toArray(Long[]::new));
    return replacing;
  }

  /// Makes the parts of all memories again from what they say and said.
  static void refill(Connection connection) throws SQLException {
    long last = 0;
    while (true) {
      List<Kept> batch =
          Sql.list(
              connection,
              """
              SELECT num, project, body FROM memories WHERE num > ? AND deleted = FALSE
              ORDER BY num LIMIT ?
              """,
              row -> new Kept(row.getLong("num"), row.getInt("project"), MemoryRows.memory(row)),
              last,
              REFILL_BATCH);
      if (batch.isEmpty()) {
        return;
      }
      for (Kept kept : batch) {
        Memory memory = kept.memory();
        Timeline timeline =
            Timeline.over(MemoryRows.revisions(connection, memory.id(), memory.revision()));
        replace(connection, kept.num(), kept.project(), memory, timeline);
      }
      last = batch.getLast().num();
      connection.commit();
    }
  }

  private record Kept(long num, int project, Memory memory) {}

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
