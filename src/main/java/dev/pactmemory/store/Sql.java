package dev.pactmemory.store;

import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Statements with their parameters, over plain JDBC.
///
/// Parameters are `String`, `Integer`, `Long`, `Boolean`, `byte[]`, `Instant` (as microseconds),
/// [Long] and [Body], arrays of `Long` or `String` (for `= ANY(?)`), and null.
final class Sql {
  private Sql() {}

  /// A row as a value.
  interface Row<T extends @Nullable Object> {
    T of(ResultSet row) throws SQLException;
  }

  /// Work on a connection.
  interface Work<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  /// A text of any length, for a column of type `CLOB`.
  record Body(@Nullable String text) {}

  static <T> List<T> list(
      Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      List<T> rows = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          rows.add(row.of(results));
        }
      }
      return rows;
    }
  }

  static <T> Optional<T> first(
      Connection connection, String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    List<T> rows = list(connection, sql, row, parameters);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /// The first column of the first row; 0 if there is none.
  static long number(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    return first(connection, sql, row -> row.getLong(1), parameters).orElse(0L);
  }

  /// Runs a statement and tells how many rows it changed.
  static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, parameters);
      return statement.executeUpdate();
    }
  }

  /// Inserts a row.
  ///
  /// @return the number it got in its column `num`
  static long insert(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql, new String[] {"num"})) {
      bind(statement, parameters);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        if (!keys.next()) {
          throw new IllegalStateException("no key for a new row");
        }
        return keys.getLong(1);
      }
    }
  }

  /// Runs one statement for each list of parameters.
  static void batch(
      Connection connection, String sql, Collection<@Nullable Object[]> parameterLists)
      throws SQLException {
    if (parameterLists.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (@Nullable Object[] parameters : parameterLists) {
        bind(statement, parameters);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  private static void bind(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      switch (parameters[i]) {
        case Body(@Nullable String text) when text != null ->
            statement.setCharacterStream(i + 1, new StringReader(text), text.length());
        case Body _ -> statement.setObject(i + 1, null);
        case Instant instant -> statement.setLong(i + 1, micros(instant));
        case null -> statement.setObject(i + 1, null);
        case Object other -> statement.setObject(i + 1, other);
      }
    }
  }
}
