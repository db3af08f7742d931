package dev.pactmemory.store;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.TrackedFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The files touched in each session.
final class TrackedFiles {
  private TrackedFiles() {}

  static List<TrackedFile> of(Connection connection, Project project, SessionId session)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT path, first_seen, last_seen FROM tracked_files
        JOIN projects ON projects.num = tracked_files.project
        WHERE project_key = ? AND session = ? ORDER BY place
        """,
        row ->
            new TrackedFile(
                row.getString("path"),
                Sql.instant(row.getLong("first_seen")),
                Sql.instant(row.getLong("last_seen"))),
        project.key(),
        session.value());
  }

  static void replace(Connection connection, Change.Track track) throws SQLException {
    int project = Projects.ensure(connection, track.project());
    String session = track.session().value();
    Sql.update(
        connection,
        "DELETE FROM tracked_files WHERE project = ? AND session = ?",
        project,
        session);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (TrackedFile file : track.files()) {
      rows.add(
          new @Nullable Object[] {
            project, session, rows.size(), file.path(), file.firstSeen(), file.lastSeen()
          });
    }
    Sql.batch(
        connection,
        """
        INSERT INTO tracked_files (project, session, place, path, first_seen, last_seen)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        rows);
  }
}
