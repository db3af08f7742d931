package dev.pactmemory.store;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.h2.api.ErrorCode;

/// The numbered scripts that make the tables, and the version a database is at: the highest number
/// in its table `schema_changes`.
///
/// A new database runs them all, an old one is migrated as a copy that is then moved into its
/// place: a process that dies meanwhile leaves the old one as it was.
record Schema(List<Script> scripts) {
  static final String CHANGELOG = "schema_changes";
  private static final Pattern STATEMENT_END = Pattern.compile(";\\s*\n");
  static final String MIGRATING = H2.NAME + "-migrating";

  /// Kept in the database. Bodies up to a million characters stay in their rows; the page cache is
  /// in KiB; results are held in memory (the most rows ever asked for are ids), so that no
  /// temporary files appear.
  private static final List<String> SETTINGS =
      List.of(
          "SET MAX_LENGTH_INPLACE_LOB 1000000",
          "SET CACHE_SIZE 16384",
          "SET MAX_MEMORY_ROWS 10000000");

  /// The script after which the parts of memories are made again: it changes what they hold.
  private static final int PARTS_ANEW = 2;

  static final Schema CURRENT =
      new Schema(
          List.of(
              new Script(1, "memories_and_their_parts"),
              new Script(PARTS_ANEW, "since_when_parts_are_so"),
              new Script(3, "passages_cut_otherwise")));

  /// A file beside this class, never edited once released.
  record Script(int number, String title) {
    String text() {
      String name = String.format(Locale.ROOT, "migrations/%04d_%s.sql", number, title);
      try (InputStream in = Script.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("no " + name + " on the class path");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw MemoryException.of(e, "the program's own files could not be read");
      }
    }
  }

  int version() {
    return scripts.getLast().number();
  }

  /// A first connection to a database that is at this schema's version when it returns.
  ///
  /// @param suspect whether parts of the file may be missing, so that what looks half made may hold
  ///   memories
  /// @param beforeMigration run before an older one is migrated
  Connection open(Path directory, boolean suspect, Runnable beforeMigration) throws SQLException {
    H2.makeFile(directory, H2.NAME);
    Connection connection = H2.connect(directory, H2.NAME);
    try {
      int found = version(connection);
      if (found == 0 && suspect) {
        throw Failures.damaged(null, "the store could not be opened");
      } else if (found == 0) {
        create(connection);
      } else if (found > version()) {
        // A usual shutdown would write to the file.
        Sql.update(connection, "SHUTDOWN IMMEDIATELY");
        throw tooNew(found);
      } else if (found < version()) {
        H2.shutdown(connection);
        beforeMigration.run();
        migrate(directory, found);
        return H2.connect(directory, H2.NAME);
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      try {
        H2.shutdown(connection);
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /// 0 for one whose making was not finished: its changelog is filled last.
  private static int version(Connection connection) throws SQLException {
    try {
      return (int) Sql.number(connection, "SELECT MAX(id) FROM " + CHANGELOG);
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1
          || e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1
          || e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2) {
        return 0;
      }
      throw e;
    }
  }

  /// Without the migration library, whose classes cost a first start more than the scripts do.
  private void create(Connection connection) throws SQLException {
    // Half of an earlier attempt; it never held a memory.
    Sql.update(connection, "DROP ALL OBJECTS");
    for (String setting : SETTINGS) {
      Sql.update(connection, setting);
    }
    for (Script script : scripts) {
      for (String statement : STATEMENT_END.split(script.text(), -1)) {
        if (!statement.isBlank()) {
          Sql.update(connection, statement);
        }
      }
    }
    Sql.update(
        connection,
        "INSERT INTO store_state (incarnation, journal_position, last_touch) VALUES (?, 0, 0)",
        UUID.randomUUID().toString());
    Sql.update(
        connection,
        """
        CREATE TABLE schema_changes (
          id NUMERIC(20, 0) NOT NULL PRIMARY KEY,
          applied_at VARCHAR(25) NOT NULL,
          description VARCHAR(255) NOT NULL
        )
        """);
    for (Script script : scripts) {
      Sql.update(
          connection,
          "INSERT INTO schema_changes (id, applied_at, description) VALUES (?, 'at first', ?)",
          (long) script.number(),
          script.title());
    }
    connection.commit();
  }

  private void migrate(Path directory, int found) throws SQLException {
    try {
      Path copy = H2.file(directory, MIGRATING);
      Files.deleteIfExists(copy);
      H2.makeFile(directory, MIGRATING);
      Files.copy(
          H2.file(directory, H2.NAME),
          copy,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      Migration.run(this, () -> H2.connect(directory, MIGRATING));
      Connection migrated = H2.connect(directory, MIGRATING);
      try {
        if (found < PARTS_ANEW) {
          Parts.refill(migrated);
        }
      } finally {
        H2.shutdown(migrated);
      }
      Files.move(copy, H2.file(directory, H2.NAME), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw MemoryException.of(e, "the store could not be brought to this program's version");
    }
  }

  private MemoryException tooNew(int found) {
    return new MemoryException(
        MemoryException.Code.STORE_TOO_NEW,
        String.format(
            Locale.ROOT,
            "the store was written by a newer version of this program (schema %d, this one knows up"
                + " to %d); nothing was touched; update the program",
            found,
            version()));
  }
}
