package dev.pactmemory.store;

import dev.pactmemory.model.Entity;
import dev.pactmemory.model.KnownEntity.Counted;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads.EntityDetails;
import dev.pactmemory.store.StoreReads.EntityNote;
import dev.pactmemory.store.StoreReads.EntityPage;
import dev.pactmemory.store.StoreReads.EntityPlace;
import dev.pactmemory.store.StoreReads.EntityRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The rows of the entities and of what memories say of them.
final class EntityRows {
  private EntityRows() {}

  /// Since when the memory says what it says of its entities.
  static Map<Object, Instant> since(Connection connection, long memory) throws SQLException {
    Map<Object, Instant> since = new HashMap<>();
    Sql.list(
            connection,
            """
            SELECT entities.name_key, memory_entities.type, memory_entities.notes,
              memory_entities.since
            FROM memory_entities JOIN entities ON entities.num = memory_entities.entity
            WHERE memory_entities.memory = ?
            """,
            row ->
                Map.entry(
                    Timeline.identity(
                        row.getString("name_key"), row.getString("type"), row.getString("notes")),
                    Sql.instant(row.getLong("since"))),
            memory)
        .forEach(entry -> since.put(entry.getKey(), entry.getValue()));
    return since;
  }

  static void put(
      Connection connection, long memory, int project, List<Entity> entities, Timeline timeline)
      throws SQLException {
    Set<Long> named = new TreeSet<>();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Entity entity : entities) {
      long row = ensure(connection, project, entity);
      named.add(row);
      rows.add(
          new @Nullable Object[] {
            memory,
            row,
            rows.size(),
            entity.type(),
            entity.type() == null ? null : Text.key(entity.type()),
            new Sql.Body(entity.notes()),
            timeline.since(entity)
          });
    }
    Sql.batch(
        connection,
        """
        INSERT INTO memory_entities (memory, entity, place, type, type_key, notes, since)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        rows);
    count(connection, named, 1);
  }

  static void remove(Connection connection, long memory) throws SQLException {
    List<Long> named =
        Sql.list(
            connection,
            "SELECT DISTINCT entity FROM memory_entities WHERE memory = ?",
            row -> row.getLong(1),
            memory);
    Sql.update(connection, "DELETE FROM memory_entities WHERE memory = ?", memory);
    count(connection, new TreeSet<>(named), -1);
  }

  private static void count(Connection connection, Set<Long> entities, int difference)
      throws SQLException {
    Sql.batch(
        connection,
        "UPDATE entities SET memories = memories + ? WHERE num = ?",
        entities.stream().map(num -> new @Nullable Object[] {difference, num}).toList());
  }

  private static long ensure(Connection connection, int project, Entity entity)
      throws SQLException {
    long known =
        Sql.number(
            connection,
            "SELECT num FROM entities WHERE project = ? AND name_key = ?",
            project,
            entity.key());
    return known > 0
        ? known
        : Sql.insert(
            connection,
            "INSERT INTO entities (project, name_key, name, memories) VALUES (?, ?, ?, 0)",
            project,
            entity.key(),
            entity.name());
  }

  /// Entities that some memory names, most used first, then in the order first named.
  static EntityPage page(
      Connection connection,
      @Nullable Project project,
      @Nullable String type,
      @Nullable EntityPlace after,
      int limit)
      throws SQLException {
    StringBuilder where = new StringBuilder("memories > 0");
    List<@Nullable Object> parameters = new ArrayList<>();
    String inIndex = "";
    if (project != null) {
      OptionalInt number = Projects.number(connection, project);
      if (number.isEmpty()) {
        return new EntityPage(List.of(), 0, false);
      }
      where.insert(0, "project = ? AND ");
      parameters.add(number.getAsInt());
      inIndex = "project, ";
    }
    if (type != null) {
      where.append(
          """
           AND EXISTS (SELECT 1 FROM memory_entities
             WHERE memory_entities.entity = entities.num AND type_key = ?)\
          """);
      parameters.add(type);
    }
    int total =
        (int)
            Sql.number(
                connection, "SELECT COUNT(*) FROM entities WHERE " + where, parameters.toArray());
    if (after != null) {
      // The first condition is the range in the index, the second cuts those named as often.
      where.append(" AND memories <= ? AND (memories < ? OR num > ?)");
      parameters.addAll(List.of(after.memories(), after.memories(), after.num()));
    }
    parameters.add(limit + 1);
    List<EntityRow> rows =
        rows(connection, where + " ORDER BY " + inIndex + "memories DESC, num LIMIT ?", parameters);
    boolean more = rows.size() > limit;
    return new EntityPage(more ? rows.subList(0, limit) : rows, total, more);
  }

  /// The entities of this key, one for each project, most used first.
  static List<EntityRow> named(Connection connection, @Nullable Project project, String key)
      throws SQLException {
    List<EntityRow> rows =
        rows(
            connection,
            "name_key = ? AND memories > 0 ORDER BY memories DESC, num",
            new ArrayList<>(List.of(key)));
    return project == null
        ? rows
        : rows.stream().filter(row -> row.project().key().equals(project.key())).toList();
  }

  /// All that some memory names, most used first.
  static List<EntityRow> all(Connection connection, @Nullable Project project) throws SQLException {
    if (project == null) {
      return rows(connection, "memories > 0 ORDER BY memories DESC, num", List.of());
    }
    OptionalInt number = Projects.number(connection, project);
    return number.isEmpty()
        ? List.of()
        : rows(
            connection,
            "project = ? AND memories > 0 ORDER BY project, memories DESC, num",
            List.of(number.getAsInt()));
  }

  private static List<EntityRow> rows(
      Connection connection, String conditionAndOrder, List<? extends @Nullable Object> parameters)
      throws SQLException {
    Map<Integer, Project> projects = Projects.byNumber(connection);
    return Sql.list(
        connection,
        "SELECT num, project, name, memories FROM entities WHERE " + conditionAndOrder,
        row ->
            new EntityRow(
                row.getString("name"),
                Objects.requireNonNull(projects.get(row.getInt("project"))),
                new EntityPlace(row.getInt("memories"), row.getLong("num"))),
        parameters.toArray());
  }

  static EntityDetails details(Connection connection, long entity) throws SQLException {
    return new EntityDetails(
        types(connection, entity),
        notes(connection, entity),
        counted(
            connection,
            """
            SELECT entities.name, COUNT(DISTINCT mine.memory) AS shared
            FROM memory_entities AS mine
            JOIN memory_entities AS other ON other.memory = mine.memory
            JOIN entities ON entities.num = other.entity
            WHERE mine.entity = ? AND other.entity <> mine.entity
            GROUP BY entities.num, entities.name
            """,
            entity),
        counted(
            connection,
            """
            SELECT files.path AS name, COUNT(DISTINCT mine.memory) AS shared
            FROM memory_entities AS mine
            JOIN memory_files ON memory_files.memory = mine.memory
            JOIN files ON files.num = memory_files.file
            WHERE mine.entity = ?
            GROUP BY files.num, files.path
            """,
            entity));
  }

  /// Spellings of one type count together, under the first.
  private static List<Counted> types(Connection connection, long entity) throws SQLException {
    return counted(
        connection,
        """
        SELECT MIN(type) AS name, COUNT(DISTINCT memory) AS shared
        FROM memory_entities
        WHERE entity = ? AND type_key IS NOT NULL
        GROUP BY type_key
        """,
        entity);
  }

  private static List<Counted> counted(Connection connection, String sql, long entity)
      throws SQLException {
    List<Counted> counted =
        new ArrayList<>(
            Sql.list(
                connection,
                sql,
                row -> new Counted(row.getString("name"), row.getInt("shared")),
                entity));
    counted.sort(
        Comparator.comparingInt(Counted::memories).reversed().thenComparing(Counted::name));
    return counted;
  }

  private static List<EntityNote> notes(Connection connection, long entity) throws SQLException {
    List<EntityNote> notes =
        new ArrayList<>(
            Sql.list(
                connection,
                """
                SELECT memories.id, memory_entities.since, memory_entities.type,
                  memory_entities.notes
                FROM memory_entities JOIN memories ON memories.num = memory_entities.memory
                WHERE memory_entities.entity = ?
                ORDER BY memory_entities.memory, memory_entities.place
                """,
                row ->
                    new EntityNote(
                        new MemoryId(row.getString("id")),
                        Sql.instant(row.getLong("since")),
                        row.getString("type"),
                        row.getString("notes")),
                entity));
    notes.sort(
        Comparator.comparing(EntityNote::since).reversed().thenComparing(EntityNote::memory));
    return notes;
  }
}
