package dev.pactmemory.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/// The one row that says what the store as a whole has reached.
final class StoreState {
  private StoreState() {}

  static UUID incarnation(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT incarnation FROM store_state",
            row -> UUID.fromString(row.getString("incarnation")))
        .orElseThrow(() -> Failures.damaged(null, "the store could not be opened"));
  }

  static long position(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT journal_position FROM store_state");
  }

  static long lastTouch(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT last_touch FROM store_state");
  }

  static void set(Connection connection, long position, long lastTouch) throws SQLException {
    Sql.update(
        connection,
        "UPDATE store_state SET journal_position = ?, last_touch = ?",
        position,
        lastTouch);
  }
}
