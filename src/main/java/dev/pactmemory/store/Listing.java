package dev.pactmemory.store;

import dev.pactmemory.model.Memory;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A page of memories, newest first, walked along an index.
final class Listing {
  private static final String THERE = "deleted = FALSE";

  private final StringBuilder where = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();

  /// The column before those in the index walked along. Its value is one, so naming it changes no
  /// order; but H2 sees only so that the index is in the order asked for, and need not sort.
  private String inIndex = "";

  private Listing() {}

  static StoreReads.MemoryPage page(
      Connection connection,
      StoreReads.ListFilter filter,
      StoreReads.@Nullable After after,
      int limit)
      throws SQLException {
    Listing listing = new Listing();
    if (filter.project() != null) {
      OptionalInt project = Projects.number(connection, filter.project());
      if (project.isEmpty()) {
        return new StoreReads.MemoryPage(List.of(), 0, false);
      }
      listing.and("project = ?", project.getAsInt());
      listing.inIndex = "project, ";
    } else if (filter.session() != null) {
      listing.inIndex = "session, ";
    }
    listing.andFilter(filter);
    int total =
        (int)
            Sql.number(
                connection,
                "SELECT COUNT(*) FROM memories WHERE " + THERE + listing.where,
                listing.parameters.toArray());
    if (after != null) {
      // The first condition is the range in the index, the second cuts the memories of that time.
      listing.and("created_at <= ?", after.createdAt());
      listing.and("(created_at < ? OR id > ?)", after.createdAt(), after.id().value());
    }
    listing.parameters.add(limit + 1);
    List<Memory> memories =
        Sql.list(
            connection,
            "SELECT body FROM memories WHERE "
                + THERE
                + listing.where
                + " ORDER BY "
                + listing.inIndex
                + "deleted, created_at DESC, id LIMIT ?",
            MemoryRows::memory,
            listing.parameters.toArray());
    boolean more = memories.size() > limit;
    return new StoreReads.MemoryPage(
        more ? List.copyOf(memories.subList(0, limit)) : memories, total, more);
  }

  /// What a filter asks of a memory beside its project and its open tasks.
  static Listing where(StoreReads.ListFilter filter) {
    Listing listing = new Listing();
    listing.andMemory(filter);
    return listing;
  }

  boolean isEmpty() {
    return where.isEmpty();
  }

  /// Each begins with ` AND `.
  String conditions() {
    return where.toString();
  }

  List<@Nullable Object> parameters() {
    return parameters;
  }

  private void andFilter(StoreReads.ListFilter filter) {
    andMemory(filter);
    if (filter.openTasks()) {
      and("EXISTS (SELECT 1 FROM tasks WHERE tasks.memory = memories.num AND is_open)");
    }
  }

  private void andMemory(StoreReads.ListFilter filter) {
    if (filter.session() != null) {
      and("session = ?", filter.session().value());
    }
    if (filter.since() != null) {
      and("updated_at >= ?", filter.since());
    }
    if (filter.until() != null) {
      and("updated_at <= ?", filter.until());
    }
    if (!filter.has().isEmpty()) {
      int bits = MemoryRows.bits(filter.has());
      and("BITAND(has_fields, CAST(? AS INTEGER)) = ?", bits, bits);
    }
  }

  private void and(String condition, Object... values) {
    where.append(" AND ").append(condition);
    parameters.addAll(List.of(values));
  }
}
