package dev.pactmemory.store;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.store.StoreReads.DecisionFilter;
import dev.pactmemory.store.StoreReads.DecisionPage;
import dev.pactmemory.store.StoreReads.DecisionPlace;
import dev.pactmemory.store.StoreReads.DecisionRow;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The rows of the decisions: every wording that a decision of a memory had.
final class DecisionRows {
  private static final String COLUMNS =
      "SELECT memory, revision, place, decided_at, ended_revision, body FROM decisions WHERE ";

  private DecisionRows() {}

  /// The wordings that the memory says now.
  static List<Timeline.Decided> said(Connection connection, long memory) throws SQLException {
    return Sql.list(
        connection,
        COLUMNS + "memory = ? AND ended_revision IS NULL ORDER BY memory, revision, place",
        row -> of(row).decided(),
        memory);
  }

  /// Writes the wordings; those that had ended before stay as they are.
  static void put(Connection connection, long memory, int project, List<Timeline.Decided> decisions)
      throws SQLException {
    Sql.update(
        connection, "DELETE FROM decisions WHERE memory = ? AND ended_revision IS NULL", memory);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Timeline.Decided decided : decisions) {
      rows.add(
          new @Nullable Object[] {
            memory,
            decided.revision(),
            decided.place(),
            project,
            decided.at(),
            decided.endedRevision(),
            new Sql.Body(Json.write(MemoryJson.toMap(decided.decision())))
          });
    }
    Sql.batch(
        connection,
        """
        INSERT INTO decisions (memory, revision, place, project, decided_at, ended_revision, body)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
  }

  static DecisionPage page(
      Connection connection, DecisionFilter filter, @Nullable DecisionPlace after, int limit)
      throws SQLException {
    StringBuilder where = new StringBuilder("TRUE");
    List<@Nullable Object> parameters = new ArrayList<>();
    String inIndex = "";
    if (filter.project() != null) {
      OptionalInt project = Projects.number(connection, filter.project());
      if (project.isEmpty()) {
        return new DecisionPage(List.of(), 0, false);
      }
      where = new StringBuilder("project = ?");
      parameters.add(project.getAsInt());
      inIndex = "project, ";
    }
    if (filter.since() != null) {
      where.append(" AND decided_at >= ?");
      parameters.add(filter.since());
    }
    if (filter.until() != null) {
      where.append(" AND decided_at <= ?");
      parameters.add(filter.until());
    }
    if (filter.entity() != null) {
      where.append(
          """
           AND EXISTS (SELECT 1 FROM memory_entities JOIN entities
             ON entities.num = memory_entities.entity
             WHERE memory_entities.memory = decisions.memory AND entities.name_key = ?)\
          """);
      parameters.add(filter.entity());
    }
    int total =
        (int)
            Sql.number(
                connection, "SELECT COUNT(*) FROM decisions WHERE " + where, parameters.toArray());
    if (after != null) {
      // The first condition is the range in the index, the second cuts what is of that time.
      where.append(
          """
           AND decided_at <= ? AND (decided_at < ? OR memory > ?
             OR (memory = ? AND (revision < ? OR (revision = ? AND place > ?))))\
          """);
      parameters.addAll(
          List.of(
              after.decidedAt(),
              after.decidedAt(),
              after.memory(),
              after.memory(),
              after.revision(),
              after.revision(),
              after.place()));
    }
    parameters.add(limit + 1);
    List<Raw> rows =
        Sql.list(
            connection,
            COLUMNS
                + where
                + " ORDER BY "
                + inIndex
                + "decided_at DESC, memory, revision DESC, place LIMIT ?",
            DecisionRows::of,
            parameters.toArray());
    boolean more = rows.size() > limit;
    return new DecisionPage(named(connection, more ? rows.subList(0, limit) : rows), total, more);
  }

  /// All wordings of these memories' decisions, in the order of a page.
  static List<DecisionRow> of(Connection connection, Collection<MemoryId> memories)
      throws SQLException {
    List<Raw> rows =
        Sql.list(
            connection,
            COLUMNS
                + "memory IN (SELECT num FROM memories WHERE id = ANY(?))"
                + " ORDER BY decided_at DESC, memory, revision DESC, place",
            DecisionRows::of,
            (Object) memories.stream().map(MemoryId::value).distinct().toArray(String[]::new));
    return named(connection, rows);
  }

  private static List<DecisionRow> named(Connection connection, List<Raw> rows)
      throws SQLException {
    Map<Long, MemoryRows.Name> names =
        MemoryRows.names(connection, rows.stream().map(Raw::memory).toList());
    List<DecisionRow> decisions = new ArrayList<>();
    for (Raw row : rows) {
      MemoryRows.Name name = names.get(row.memory());
      if (name != null) {
        Timeline.Decided decided = row.decided();
        decisions.add(
            new DecisionRow(
                name.id(),
                name.project(),
                decided.decision(),
                new DecisionPlace(decided.at(), row.memory(), decided.revision(), decided.place()),
                decided.endedRevision()));
      }
    }
    return decisions;
  }

  /// A row without the name of its memory.
  private record Raw(long memory, Timeline.Decided decided) {}

  private static Raw of(ResultSet row) throws SQLException {
    int ended = row.getInt("ended_revision");
    Integer endedRevision = row.wasNull() ? null : ended;
    return new Raw(
        row.getLong("memory"),
        new Timeline.Decided(
            decision(row.getString("body")),
            row.getInt("revision"),
            row.getInt("place"),
            Sql.instant(row.getLong("decided_at")),
            endedRevision));
  }

  private static Decision decision(String body) {
    try {
      return MemoryJson.content(Map.of("decisions", List.of(Json.parse(body))))
          .decisions()
          .getFirst();
    } catch (IllegalArgumentException e) {
      throw Failures.damaged(e, "a decision could not be read");
    }
  }
}
