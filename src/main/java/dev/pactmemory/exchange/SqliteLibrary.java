package dev.pactmemory.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.sqlite.JDBC;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/// SQLite, which is a native library. It is unpacked by us instead of by itself, so that it lands
/// in the cache and nowhere else; and only when a SQLite file is to be read.
final class SqliteLibrary {
  private SqliteLibrary() {}

  /// Opens a file; whoever asked closes it.
  ///
  /// @param cache where the library is unpacked once
  static Connection open(Path file, Path cache) throws IOException {
    unpack(cache);
    try {
      // Not by DriverManager, which would load every driver on the class path.
      return JDBC.createConnection(JDBC.PREFIX + file, new Properties());
    } catch (SQLException e) {
      throw new Source.Unreadable("the file cannot be opened by SQLite: " + e.getMessage(), e);
    }
  }

  private static void unpack(Path cache) throws IOException {
    String platform = LibraryLoaderUtil.getNativeLibResourcePath();
    String name = LibraryLoaderUtil.getNativeLibName();
    Path directory =
        cache.resolve(
            "sqlite-"
                + SQLiteJDBCLoader.getVersion()
                + platform.substring("/org/sqlite/native".length()).replace('/', '-'));
    Path library = directory.resolve(name);
    try (InputStream in = JDBC.class.getResourceAsStream(platform + "/" + name)) {
      if (in == null) {
        throw new Source.Unreadable("there is no SQLite for this machine in this program");
      }
      byte[] bytes = in.readAllBytes();
      if (!Files.exists(library) || Files.size(library) != bytes.length) {
        Files.createDirectories(directory);
        Path beside = Files.createTempFile(directory, name, ".unfinished");
        Files.write(beside, bytes);
        Files.move(beside, library, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    System.setProperty("org.sqlite.lib.path", directory.toAbsolutePath().toString());
    System.setProperty("org.sqlite.lib.name", name);
  }
}
