package dev.pactmemory.store;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rows of the memories themselves: the newest state in `memories`, older ones in `revisions`.
final class MemoryRows {
  private MemoryRows() {}

  /// What is known of a memory before a change.
  record State(long num, int project, int revision, boolean deleted) {}

  /// What names a memory to others.
  record Name(MemoryId id, Project project) {}

  static Optional<Memory> find(Connection connection, MemoryId id) throws SQLException {
    return Sql.first(
        connection,
        "SELECT body FROM memories WHERE id = ? AND deleted = FALSE",
        MemoryRows::memory,
        id.value());
  }

  static Map<MemoryId, Memory> find(Connection connection, Collection<MemoryId> ids)
      throws SQLException {
    if (ids.isEmpty()) {
      return Map.of();
    }
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

  /// The newest revisions that are memories, oldest first; of a deleted memory those before.
  static List<Memory> revisions(Connection connection, MemoryId id, int newest)
      throws SQLException {
    Optional<State> state = state(connection, id);
    if (state.isEmpty()) {
      return List.of();
    }
    List<Memory> revisions =
        new ArrayList<>(
            Sql.list(
                connection,
                """
                SELECT body FROM revisions WHERE memory = ? AND revision > ?
                ORDER BY memory, revision
                """,
                MemoryRows::memory,
                state.get().num(),
                state.get().revision() - newest));
    find(connection, id).ifPresent(revisions::add);
    return revisions;
  }

  static Optional<StoreReads.Deletion> deletion(Connection connection, MemoryId id)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT revision, updated_at FROM memories WHERE id = ? AND deleted = TRUE",
        row ->
            new StoreReads.Deletion(row.getInt("revision"), Sql.instant(row.getLong("updated_at"))),
        id.value());
  }

  /// The names of the memories in these rows; deleted ones are left out.
  static Map<Long, Name> names(Connection connection, Collection<Long> nums) throws SQLException {
    if (nums.isEmpty()) {
      return Map.of();
    }
    Map<Integer, Project> projects = Projects.byNumber(connection);
    Map<Long, Name> names = new HashMap<>();
    Sql.list(
            connection,
            "SELECT num, id, project FROM memories WHERE num = ANY(?) AND deleted = FALSE",
            row ->
                Map.entry(
                    row.getLong("num"),
                    new Name(
                        new MemoryId(row.getString("id")),
                        Objects.requireNonNull(projects.get(row.getInt("project"))))),
            (Object) nums.stream().distinct().toArray(Long[]::new))
        .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
    return names;
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
  /// @param before null if it is new
  /// @return the number of the row
  static long put(
      Connection connection, Memory memory, int project, long touch, @Nullable State before)
      throws SQLException {
    Sql.Body body = new Sql.Body(MemoryJson.write(memory));
    if (before == null) {
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
    if (!before.deleted()) {
      Projects.count(connection, before.project(), -1);
    }
    Projects.count(connection, project, 1);
    if (before.revision() != memory.revision()) {
      keepRevision(connection, before);
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
        before.num());
    return before.num();
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
