package dev.pactmemory.store;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.h2.Driver;
import org.h2.engine.Constants;

/// Where the database's file is, and connections to it.
final class H2 {
  static final String NAME = "store";
  private static final String SUFFIX = ".mv.db";
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  /// No log file beside the database, nothing on stdout; closed by us, not by the virtual machine.
  private static final String SETTINGS =
      ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;QUERY_CACHE_SIZE=128";

  private H2() {}

  static Path file(Path directory, String name) {
    return directory.resolve(name + SUFFIX);
  }

  /// Makes the directory and an empty file for the owner only, where they are not there; H2 would
  /// make them for everyone.
  static void makeFile(Path directory, String name) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, ownerOnly("rwx------"));
      }
      try {
        Files.createFile(file(directory, name), ownerOnly("rw-------"));
      } catch (FileAlreadyExistsException _) {
        // An older life of it.
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the store could not be made");
    }
  }

  /// A connection without auto-commit whose every transaction sees one committed state.
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
    return connection;
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}
