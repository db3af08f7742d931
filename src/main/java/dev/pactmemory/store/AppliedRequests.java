package dev.pactmemory.store;

import dev.pactmemory.model.MemoryId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which request made which change, for the newest changes.
final class AppliedRequests {
  /// A request is sent again within seconds; this is days of work.
  static final long REMEMBERED = 50_000;

  private AppliedRequests() {}

  static Optional<StoreReads.AppliedRequest> find(Connection connection, String request)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT number, memory_id, revision FROM applied_requests WHERE request = ?",
        row -> {
          String id = row.getString("memory_id");
          return new StoreReads.AppliedRequest(
              request,
              row.getLong("number"),
              id == null ? null : new MemoryId(id),
              row.getInt("revision"));
        },
        request);
  }

  /// Of several changes by one request, the last that was about a memory is remembered.
  static void add(
      Connection connection, String request, long number, @Nullable MemoryId id, int revision)
      throws SQLException {
    Sql.update(connection, "DELETE FROM applied_requests WHERE number <= ?", number - REMEMBERED);
    if (find(connection, request).isPresent()) {
      if (id == null) {
        return;
      }
      Sql.update(connection, "DELETE FROM applied_requests WHERE request = ?", request);
    }
    Sql.update(
        connection,
        "INSERT INTO applied_requests (request, number, memory_id, revision) VALUES (?, ?, ?, ?)",
        request,
        number,
        id == null ? null : id.value(),
        revision);
  }
}
