package dev.pactmemory.exchange;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The PACT plugin's SQLite store: a table `memories` with lists as JSON, and `memory_files` and
/// `files` that link them to paths. Its vectors are of another model and are not read.
///
/// A file that is damaged in places is read around them: rows are asked for one by one where asking
/// for all of them fails, and the indexes name those that cannot be read.
record PactStore(Path file, Owners owners, Path cache) implements Source {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "context",
          "goal",
          "active_tasks",
          "lessons_learned",
          "decisions",
          "entities",
          "reasoning_chains",
          "agreements_reached",
          "disagreements_resolved",
          "project_id",
          "session_id",
          "created_at",
          "updated_at");

  @Override
  public void read(Receiver receiver) throws IOException {
    try (SqliteCopy copy = SqliteCopy.of(file, cache);
        Connection database = SqliteLibrary.open(copy.file(), cache)) {
      if (copy.missingBytes() > 0) {
        receiver.note(
            "the file",
            String.format(
                Locale.ROOT,
                "it is cut off: its last %d bytes are missing; what is before them is read",
                copy.missingBytes()));
      }
      List<String> columns = columns(database);
      Map<String, List<String>> files = files(database, receiver);
      PactRows rows =
          new PactRows(owners, files, Files.getLastModifiedTime(file).toInstant(), receiver);
      new Pass(database, columns, rows, receiver).run();
    } catch (SQLException e) {
      throw new Unreadable("the file cannot be read as a SQLite database: " + e.getMessage(), e);
    }
  }

  /// The columns that are there; earlier stores had fewer.
  private static List<String> columns(Connection database) throws SQLException, Unreadable {
    Set<String> there = new HashSet<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA table_info(memories)")) {
      while (rows.next()) {
        there.add(rows.getString("name"));
      }
    }
    if (!there.contains("id")) {
      throw new Unreadable("this SQLite file is no PACT memory: it has no table memories with ids");
    }
    return COLUMNS.stream().filter(there::contains).toList();
  }

  /// Paths by memory. That they cannot be read is no reason to leave the memories.
  private static Map<String, List<String>> files(Connection database, Receiver receiver) {
    Map<String, List<String>> files = new HashMap<>();
    String sql =
        """
        SELECT l.memory_id, f.path FROM memory_files l JOIN files f ON f.id = l.file_id
        ORDER BY l.memory_id, l.relationship, f.path
        """;
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        String id = rows.getString(1);
        String path = rows.getString(2);
        if (id != null && path != null && !path.isBlank()) {
          files.computeIfAbsent(id, _ -> new ArrayList<>()).add(path);
        }
      }
    } catch (SQLException e) {
      receiver.note("the file", "not every link to a file can be read: " + e.getMessage());
    }
    return files;
  }

  /// Reads the table once, around what is damaged.
  private static final class Pass {
    private final Connection database;
    private final String selection;
    private final List<String> columns;
    private final PactRows rows;
    private final Receiver receiver;
    private final Set<Long> seen = new HashSet<>();

    Pass(Connection database, List<String> columns, PactRows rows, Receiver receiver) {
      this.database = database;
      this.columns = columns;
      this.rows = rows;
      this.receiver = receiver;
      selection =
          "SELECT rowid, "
              + columns.stream().map(Pass::quoted).collect(Collectors.joining(", "))
              + " FROM memories NOT INDEXED ";
    }

    void run() {
      String damage = scan("ORDER BY rowid");
      if (damage == null) {
        return;
      }
      scan("ORDER BY rowid DESC");
      Map<Long, String> named = new LinkedHashMap<>();
      boolean allAreNamed = name(named);
      named.keySet().removeAll(seen);
      for (Map.Entry<Long, String> missing : named.entrySet()) {
        String problem = scan("WHERE rowid = " + missing.getKey());
        if (problem != null) {
          receiver.leaveOut(place(missing), "the file is damaged where it is (" + problem + ")");
        }
      }
      if (!allAreNamed) {
        receiver.leaveOut(
            "the file", "it is damaged (" + damage + "); there may be memories nobody can name");
      }
    }

    private static String place(Map.Entry<Long, String> row) {
      return row.getValue().isEmpty() ? "row " + row.getKey() : "memory " + row.getValue();
    }

    /// Reads rows until the end or until one that cannot be read.
    ///
    /// @return what was wrong; null at the end
    private @Nullable String scan(String which) {
      try (PreparedStatement statement = database.prepareStatement(selection + which);
          ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          long row = result.getLong(1);
          Map<String, @Nullable Object> values = new LinkedHashMap<>();
          for (int i = 0; i < columns.size(); i++) {
            values.put(columns.get(i), result.getObject(i + 2));
          }
          if (!seen.add(row)) {
            // From the other end: the rest is known. From this end: its page is damaged.
            return "its rows do not follow one another";
          }
          rows.take(row, values);
        }
        return null;
      } catch (SQLException e) {
        return String.valueOf(e.getMessage());
      }
    }

    /// Finds the rows that the indexes know, with their ids where an index has them.
    ///
    /// @return whether there was one that names all rows
    private boolean name(Map<Long, String> named) {
      boolean all = false;
      for (String index : indexes()) {
        for (String order : List.of("", " DESC")) {
          all |= name(index, "''", order, named);
          name(index, "id", order, named);
        }
      }
      return all;
    }

    /// @return whether the index could be read to its end
    private boolean name(String index, String id, String order, Map<Long, String> named) {
      String sql =
          String.format(
              Locale.ROOT,
              "SELECT rowid, %s FROM memories INDEXED BY %s ORDER BY %s%s",
              id,
              quoted(index),
              firstColumn(index),
              order);
      try (Statement statement = database.createStatement();
          ResultSet result = statement.executeQuery(sql)) {
        while (result.next()) {
          String known = result.getString(2) == null ? "" : result.getString(2);
          named.merge(result.getLong(1), known, (a, b) -> a.isEmpty() ? b : a);
        }
        return true;
      } catch (SQLException _) {
        return false; // What it named before is worth having.
      }
    }

    private String firstColumn(String index) {
      try (Statement statement = database.createStatement();
          ResultSet result = statement.executeQuery("PRAGMA index_info(" + quoted(index) + ")")) {
        String name = result.next() ? result.getString("name") : null;
        return name == null ? "rowid" : quoted(name);
      } catch (SQLException _) {
        return "rowid";
      }
    }

    private List<String> indexes() {
      List<String> indexes = new ArrayList<>();
      try (Statement statement = database.createStatement();
          ResultSet result = statement.executeQuery("PRAGMA index_list(memories)")) {
        while (result.next()) {
          indexes.add(result.getString("name"));
        }
      } catch (SQLException e) {
        receiver.note("the file", "its indexes cannot be read: " + e.getMessage());
      }
      return indexes;
    }

    private static String quoted(String name) {
      return '"' + name.replace("\"", "\"\"") + '"';
    }
  }
}
