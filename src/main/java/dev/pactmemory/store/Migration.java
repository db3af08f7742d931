package dev.pactmemory.store;

import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.ibatis.migration.Change;
import org.apache.ibatis.migration.ConnectionProvider;
import org.apache.ibatis.migration.MigrationException;
import org.apache.ibatis.migration.MigrationLoader;
import org.apache.ibatis.migration.operations.UpOperation;
import org.apache.ibatis.migration.options.DatabaseOperationOption;
import org.jspecify.annotations.Nullable;

/// Brings a database up to a schema with MyBatis Migrations. Loaded for an old database only.
final class Migration {
  private Migration() {}

  /// Runs the scripts the database has not had.
  ///
  /// @param connections the connection it asks for is closed
  static void run(Schema schema, ConnectionProvider connections) {
    DatabaseOperationOption options = new DatabaseOperationOption();
    options.setChangelogTable(Schema.CHANGELOG);
    options.setStopOnError(true);
    options.setEscapeProcessing(false);
    try {
      new UpOperation()
          .operate(
              connections,
              new Scripts(schema),
              options,
              new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    } catch (MigrationException e) {
      throw Failures.damaged(e, "the store could not be brought to this program's version");
    }
  }

  private record Scripts(Schema schema) implements MigrationLoader {
    @Override
    public List<Change> getMigrations() {
      List<Change> changes = new ArrayList<>();
      for (Schema.Script script : schema.scripts()) {
        Change change = new Change(BigDecimal.valueOf(script.number()), null, script.title());
        change.setFilename(script.title());
        changes.add(change);
      }
      return changes;
    }

    @Override
    public Reader getScriptReader(Change change, boolean undo) {
      return schema.scripts().stream()
          .filter(script -> script.number() == change.getId().intValueExact())
          .findFirst()
          .map(script -> new StringReader(undo ? "" : script.text()))
          .orElseThrow();
    }

    @Override
    public @Nullable Reader getBootstrapReader() {
      return null;
    }

    @Override
    public @Nullable Reader getOnAbortReader() {
      return null;
    }
  }
}
