package dev.pactmemory.store;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rows of the memories themselves: the newest state in `memories`, older ones in `revisions`.
final class MemoryRows {
  private MemoryRows() {}

  /// What is known of a memory before a change.
  record State(long num, int project, int revision, boolean deleted) {}

  static Optional<Memory> find(Connection connection, MemoryId id) throws SQLException {
    return Sql.first(
        connection,
        "SELECT body FROM memories WHERE id = ? AND deleted = FALSE",
        MemoryRows::memory,
        id.value());
  }

  static Map<MemoryId, Memory> find(Connection connection, Collection<MemoryId> ids)
      throws SQLException {
    List<Memory> found =
        Sql.list(
            connection,
            "SELECT body FROM memories WHERE id = ANY(?) AND deleted = FALSE",
            MemoryRows::memory,
            (Object) ids.stream().map(MemoryId::value).distinct().toArray(String[]::new));
    Map<MemoryId, Memory> byId = LinkedHashMap.newLinkedHashMap(found.size());
    for (Memory memory : found) {
      byId.put(memory.id(), memory);
    }
    return byId;
  }

  static Optional<Memory> revision(Connection connection, MemoryId id, int revision)
      throws SQLException {
    Optional<Memory> newest =
        Sql.first(
            connection,
            "SELECT body FROM memories WHERE id = ? AND revision = ? AND deleted = FALSE",
            MemoryRows::memory,
            id.value(),
            revision);
    if (newest.isPresent()) {
      return newest;
    }
    return Sql.first(
        connection,
        """
        SELECT revisions.body FROM revisions
        JOIN memories ON memories.num = revisions.memory
        WHERE id = ? AND revisions.revision = ?
        """,
        MemoryRows::memory,
        id.value(),
        revision);
  }

  static List<StoreReads.Touched> touchedAfter(Connection connection, long touch, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT id, touch, deleted, body FROM memories WHERE touch > ? ORDER BY touch LIMIT ?",
        row ->
            new StoreReads.Touched(
                new MemoryId(row.getString("id")),
                row.getLong("touch"),
                row.getBoolean("deleted") ? null : memory(row)),
        touch,
        limit);
  }

  static Optional<State> state(Connection connection, MemoryId id) throws SQLException {
    return Sql.first(
        connection,
        "SELECT num, project, revision, deleted FROM memories WHERE id = ?",
        row ->
            new State(
                row.getLong("num"),
                row.getInt("project"),
                row.getInt("revision"),
                row.getBoolean("deleted")),
        id.value());
  }

  /// Writes the memory's row; the state before becomes a revision.
  ///
  /// @return the number of the row
  static long put(Connection connection, Memory memory, int project, long touch)
      throws SQLException {
    Optional<State> before = state(connection, memory.id());
    Sql.Body body = new Sql.Body(MemoryJson.write(memory));
    if (before.isEmpty()) {
      Projects.count(connection, project, 1);
      return Sql.insert(
          connection,
          """
          INSERT INTO memories (id, project, session, created_at, updated_at, revision, deleted,
            touch, embedded, has_fields, body)
          VALUES (?, ?, ?, ?, ?, ?, FALSE, ?, 0, ?, ?)
          """,
          memory.id().value(),
          project,
          memory.session().value(),
          memory.createdAt(),
          memory.updatedAt(),
          memory.revision(),
          touch,
          bits(fieldsOf(memory.content())),
          body);
    }
    State state = before.get();
    if (!state.deleted()) {
      Projects.count(connection, state.project(), -1);
    }
    Projects.count(connection, project, 1);
    if (state.revision() != memory.revision()) {
      keepRevision(connection, state);
    }
    Sql.update(
        connection,
        """
        UPDATE memories SET project = ?, session = ?, created_at = ?, updated_at = ?, revision = ?,
          deleted = FALSE, touch = ?, embedded = 0, has_fields = ?, body = ?
        WHERE num = ?
        """,
        project,
        memory.session().value(),
        memory.createdAt(),
        memory.updatedAt(),
        memory.revision(),
        touch,
        bits(fieldsOf(memory.content())),
        body,
        state.num());
    return state.num();
  }

  /// Marks the row as deleted; the state before becomes a revision.
  static void delete(Connection connection, State state, int revision, Instant at, long touch)
      throws SQLException {
    if (state.deleted()) {
      return;
    }
    keepRevision(connection, state);
    Projects.count(connection, state.project(), -1);
    Sql.update(
        connection,
        """
        UPDATE memories SET revision = ?, updated_at = ?, deleted = TRUE, touch = ?, embedded = 0,
          has_fields = 0, body = NULL
        WHERE num = ?
        """,
        revision,
        at,
        touch,
        state.num());
  }

  static void touch(Connection connection, long num, long touch) throws SQLException {
    Sql.update(connection, "UPDATE memories SET touch = ? WHERE num = ?", touch, num);
  }

  static Memory memory(ResultSet row) throws SQLException {
    String body = row.getString("body");
    try {
      return MemoryJson.read(body);
    } catch (IllegalArgumentException e) {
      throw Failures.damaged(e, "a memory could not be read");
    }
  }

  /// A set of fields as the number in the column `has_fields`.
  static int bits(Set<Field> fields) {
    int bits = 0;
    for (Field field : fields) {
      bits |= bit(field);
    }
    return bits;
  }

  /// Stored: a field keeps its bit for ever.
  private static int bit(Field field) {
    return switch (field) {
      case CONTEXT -> 1;
      case GOAL -> 1 << 1;
      case ACTIVE_TASKS -> 1 << 2;
      case LESSONS_LEARNED -> 1 << 3;
      case DECISIONS -> 1 << 4;
      case ENTITIES -> 1 << 5;
      case REASONING_CHAINS -> 1 << 6;
      case AGREEMENTS_REACHED -> 1 << 7;
      case DISAGREEMENTS_RESOLVED -> 1 << 8;
      case FILES -> 1 << 9;
    };
  }

  private static void keepRevision(Connection connection, State state) throws SQLException {
    if (state.deleted()) {
      return;
    }
    Sql.update(
        connection,
        "DELETE FROM revisions WHERE memory = ? AND revision = ?",
        state.num(),
        state.revision());
    Sql.update(
        connection,
        """
        INSERT INTO revisions (memory, revision, body)
        SELECT num, revision, body FROM memories WHERE num = ?
        """,
        state.num());
  }

  private static Set<Field> fieldsOf(Content content) {
    Set<Field> fields = EnumSet.noneOf(Field.class);
    for (Field field : Field.values()) {
      if (says(content, field)) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static boolean says(Content content, Field field) {
    return switch (field) {
      case CONTEXT -> content.context() != null;
      case GOAL -> content.goal() != null;
      case ACTIVE_TASKS -> !content.activeTasks().isEmpty();
      case LESSONS_LEARNED -> !content.lessonsLearned().isEmpty();
      case DECISIONS -> !content.decisions().isEmpty();
      case ENTITIES -> !content.entities().isEmpty();
      case REASONING_CHAINS -> !content.reasoningChains().isEmpty();
      case AGREEMENTS_REACHED -> !content.agreementsReached().isEmpty();
      case DISAGREEMENTS_RESOLVED -> !content.disagreementsResolved().isEmpty();
      case FILES -> !content.files().isEmpty();
    };
  }
}
