package dev.pactmemory.store;

import dev.pactmemory.model.MemoryId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Ids and their prefixes. A prefix is a range of the index on ids: `g` follows the last digit.
final class Ids {
  private static final char AFTER_LAST_DIGIT = 'g';

  private Ids() {}

  static List<MemoryId> all(Connection connection) throws SQLException {
    return Sql.list(
        connection, "SELECT id FROM memories WHERE deleted = FALSE ORDER BY id", Ids::id);
  }

  static List<MemoryId> startingWith(
      Connection connection, String prefix, boolean includeDeleted, int limit) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT id FROM memories
        WHERE id >= ? AND id < ? AND (NOT deleted OR CAST(? AS BOOLEAN))
        ORDER BY id LIMIT ?
        """,
        Ids::id,
        prefix,
        prefix + AFTER_LAST_DIGIT,
        includeDeleted,
        limit);
  }

  static int countStartingWith(Connection connection, String prefix, boolean includeDeleted)
      throws SQLException {
    return (int)
        Sql.number(
            connection,
            """
            SELECT COUNT(*) FROM memories
            WHERE id >= ? AND id < ? AND (NOT deleted OR CAST(? AS BOOLEAN))
            """,
            prefix,
            prefix + AFTER_LAST_DIGIT,
            includeDeleted);
  }

  /// Deleted memories count, so that a short id stays unique where those can be asked for.
  static Map<MemoryId, String> shortest(
      Connection connection, Collection<MemoryId> ids, int minLength) throws SQLException {
    Map<MemoryId, String> prefixes = new LinkedHashMap<>();
    for (MemoryId id : ids) {
      String value = id.value();
      int length = Math.clamp(minLength, 0, value.length());
      // Random ids share few digits: one look at the neighbours is nearly always the last.
      for (int shared = longestShared(connection, value, length);
          shared >= length && length < value.length();
          shared = longestShared(connection, value, length)) {
        length = shared + 1;
      }
      prefixes.put(id, value.substring(0, length));
    }
    return prefixes;
  }

  /// The most leading digits that the id shares with another one, of those sharing `length`; -1 if
  /// there is none.
  private static int longestShared(Connection connection, String id, int length)
      throws SQLException {
    String prefix = id.substring(0, length);
    int longest = -1;
    for (MemoryId other : startingWith(connection, prefix, true, 100)) {
      if (!other.value().equals(id)) {
        longest = Math.max(longest, sharedDigits(id, other.value()));
      }
    }
    return longest;
  }

  private static int sharedDigits(String one, String other) {
    int shared = 0;
    while (shared < one.length() && one.charAt(shared) == other.charAt(shared)) {
      shared++;
    }
    return shared;
  }

  private static MemoryId id(ResultSet row) throws SQLException {
    return new MemoryId(row.getString("id"));
  }
}
