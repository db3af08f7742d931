package dev.pactmemory.store;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.Driver;
import org.h2.api.ErrorCode;
import org.h2.engine.Constants;
import org.h2.engine.Database;
import org.h2.engine.Session;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.message.DbException;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the database's file is, and connections to it.
final class H2 {
  private static final Logger LOG = LoggerFactory.getLogger(H2.class);

  static final String NAME = "store";
  private static final String SUFFIX = ".mv.db";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /// No log file beside the database, nothing on stdout; closed by us, not by the virtual machine.
  /// Locks are waited for in milliseconds: there is one writer, so one that does not get a lock
  /// meets what a killed process left, and the sooner it says so, the sooner the store is made
  /// anew.
  private static final String SETTINGS =
      ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;QUERY_CACHE_SIZE=128"
          + ";LOCK_TIMEOUT=500";

  private H2() {}

  static Path file(Path directory, String name) {
    return directory.resolve(name + SUFFIX);
  }

  /// Whether there is a database that may hold something.
  static boolean isThere(Path directory) throws IOException {
    Path file = file(directory, NAME);
    return Files.exists(file) && Files.size(file) > 0;
  }

  /// Makes the directory and an empty file for the owner only, where they are not there; H2 would
  /// make them for everyone.
  static void makeFile(Path directory, String name) {
    try {
      makeDirectory(directory);
      makeFile(file(directory, name));
    } catch (IOException e) {
      throw MemoryException.of(e, "the store could not be made");
    }
  }

  static void makeDirectory(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, ownerOnly("rwx------"));
    }
  }

  /// An empty file for the owner only; one that is there is left as it is.
  static void makeFile(Path file) throws IOException {
    try {
      Files.createFile(file, ownerOnly("rw-------"));
    } catch (FileAlreadyExistsException _) {
      // An older life of it.
    }
  }

  /// Forces the list of files to the device, where a directory can be opened.
  static void forceDirectory(Path directory) throws IOException {
    if (POSIX) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /// A connection without auto-commit whose every transaction sees one committed state. The
  /// database is written when [Checkpoints] or its end say so, or when it holds too much unwritten.
  static Connection connect(Path directory, String name) throws SQLException {
    String path = directory.toAbsolutePath().resolve(name).toString();
    if (path.indexOf(';') >= 0) {
      throw new MemoryException(
          MemoryException.Code.IO_ERROR,
          "the data directory has a semicolon in its path, which the database cannot open; set"
              + " PACT_MEMORY_HOME to another one");
    }
    Properties login = new Properties();
    login.setProperty("user", "sa");
    login.setProperty("password", "");
    // Not by DriverManager, which would load every driver on the class path.
    Connection connection = new Driver().connect("jdbc:h2:file:" + path + SETTINGS, login);
    if (connection == null) {
      throw new IllegalStateException("H2 does not take its own URL");
    }
    connection.setTransactionIsolation(Constants.TRANSACTION_SNAPSHOT);
    connection.setAutoCommit(false);
    Checkpoints.stopThreadOf(file(connection));
    return connection;
  }

  /// Whether the connections are to one opening of the file.
  static boolean isSameDatabase(Connection one, Connection other) throws SQLException {
    return database(one) == database(other);
  }

  /// Undoes what is not committed, and lets go of the state that was seen.
  ///
  /// A write that fails in the background fails the next commit or rollback, of whichever
  /// connection: H2 tells of it once, and does nothing else then. Here that is told to the log.
  static void rollback(Connection connection) throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      if (connection.isClosed()) {
        throw e;
      }
      LOG.warn("the store could not be written in the background", e);
      connection.rollback();
    }
  }

  /// Closes the database for every connection. Without effect where a failure closed it before.
  static void shutdown(Connection connection) throws SQLException {
    if (connection.isClosed()) {
      return;
    }
    try {
      rollback(connection); // H2 would commit it.
      Sql.update(connection, "SHUTDOWN");
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.DATABASE_IS_CLOSED) {
        return;
      }
      try {
        // Lets go of the file without writing to it.
        Sql.update(connection, "SHUTDOWN IMMEDIATELY");
      } catch (SQLException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  /// What the database writes to.
  static MVStore file(Connection connection) throws SQLException {
    return database(connection).getStore().getMvStore();
  }

  static Database database(Connection connection) throws SQLException {
    Session session = connection.unwrap(JdbcConnection.class).getSession();
    try {
      return ((SessionLocal) session).getDatabase();
    } catch (DbException e) {
      throw DbException.toSQLException(e); // It is closed.
    }
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
