package dev.pactmemory.store;

import dev.pactmemory.model.Project;
import dev.pactmemory.model.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Projects, each with the number of its memories kept beside it.
final class Projects {
  private Projects() {}

  static List<Status.ProjectCount> all(Connection connection) throws SQLException {
    return Sql.list(
        connection,
        "SELECT project_key, name, memories FROM projects ORDER BY memories DESC, project_key",
        row ->
            new Status.ProjectCount(
                new Project(row.getString("project_key"), row.getString("name")),
                row.getInt("memories")));
  }

  static Map<Integer, Project> byNumber(Connection connection) throws SQLException {
    Map<Integer, Project> projects = new HashMap<>();
    Sql.list(
            connection,
            "SELECT num, project_key, name FROM projects",
            row ->
                Map.entry(
                    row.getInt("num"),
                    new Project(row.getString("project_key"), row.getString("name"))))
        .forEach(entry -> projects.put(entry.getKey(), entry.getValue()));
    return projects;
  }

  static int memories(Connection connection) throws SQLException {
    return (int) Sql.number(connection, "SELECT SUM(memories) FROM projects");
  }

  /// The number of its row; empty for a project that was never written to.
  static OptionalInt number(Connection connection, Project project) throws SQLException {
    // Numbers begin at 1.
    int num =
        (int)
            Sql.number(connection, "SELECT num FROM projects WHERE project_key = ?", project.key());
    return num == 0 ? OptionalInt.empty() : OptionalInt.of(num);
  }

  /// The number of its row, which is made if it is not there. The name last used is the name.
  static int ensure(Connection connection, Project project) throws SQLException {
    OptionalInt known = number(connection, project);
    if (known.isPresent()) {
      Sql.update(
          connection,
          "UPDATE projects SET name = ? WHERE num = ? AND name <> ?",
          project.name(),
          known.getAsInt(),
          project.name());
      return known.getAsInt();
    }
    return (int)
        Sql.insert(
            connection,
            "INSERT INTO projects (project_key, name, memories) VALUES (?, ?, 0)",
            project.key(),
            project.name());
  }

  static void count(Connection connection, int project, int difference) throws SQLException {
    Sql.update(
        connection,
        "UPDATE projects SET memories = memories + ? WHERE num = ?",
        difference,
        project);
  }
}
