package dev.pactmemory.store;

import dev.pactmemory.model.Project;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The names of what memories are linked to. A row stays when its last link goes, so the links are
/// asked too.
final class Naming {
  private Naming() {}

  static List<String> entities(Connection connection, @Nullable Project project, String part)
      throws SQLException {
    return perProject(
        connection,
        project,
        """
        SELECT name FROM entities
        WHERE project = ? AND LOCATE(?, name_key) > 0
          AND EXISTS (SELECT 1 FROM memory_entities WHERE entity = entities.num)
        """,
        part);
  }

  static List<String> files(Connection connection, @Nullable Project project, String part)
      throws SQLException {
    return perProject(
        connection,
        project,
        """
        SELECT path AS name FROM files
        WHERE project = ? AND LOCATE(?, LOWER(path)) > 0
          AND EXISTS (SELECT 1 FROM memory_files WHERE file = files.num)
        """,
        part);
  }

  private static List<String> perProject(
      Connection connection, @Nullable Project project, String sql, String part)
      throws SQLException {
    List<Integer> projects =
        project == null
            ? Sql.list(connection, "SELECT num FROM projects", row -> row.getInt("num"))
            : Projects.number(connection, project).stream().boxed().toList();
    SortedSet<String> names = new TreeSet<>();
    for (int number : projects) {
      names.addAll(Sql.list(connection, sql, row -> row.getString("name"), number, part));
    }
    return List.copyOf(names);
  }
}
