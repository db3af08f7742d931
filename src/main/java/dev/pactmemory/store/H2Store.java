package dev.pactmemory.store;

import static org.h2.api.ErrorCode.DATABASE_IS_CLOSED;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/// The store in a file of H2's. Safe for many threads: readers take a connection each, writers wait
/// for the one that writes. One process: the file is locked while it is open.
///
/// What a reader finds if the process dies at any instruction: the last commits may be missing, all
/// of them from some point on, together with the [#position] they moved; the journal has them (see
/// [Checkpoints] for what that takes). The same is found after a write failed in the file (a full
/// disk): the database is closed then, every call fails, and the store can be opened again once
/// this one is closed.
public final class H2Store extends SqlReads implements MemoryStore {
  /// More than read at once on the machines this is for; those beyond are opened and closed.
  private static final int IDLE_CONNECTIONS = 8;

  private final Path directory;
  private final Connection writer;
  private final UUID incarnation;
  private final OpenMark mark;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final Semaphore idlePlaces = new Semaphore(IDLE_CONNECTIONS);

  /// Held by the running write transaction, which may end on another thread than it began on.
  private final Semaphore writing = new Semaphore(1, true);

  private final Checkpoints checkpoints;

  private volatile boolean suspect;
  private volatile boolean closed;

  private H2Store(
      Path directory, Connection writer, UUID incarnation, OpenMark mark, boolean suspect)
      throws SQLException {
    this.directory = directory;
    this.writer = writer;
    this.incarnation = incarnation;
    this.mark = mark;
    this.suspect = suspect;
    this.checkpoints = new Checkpoints(H2.file(writer), writing);
  }

  /// Opens the store of a directory, or makes it; brings an older one to this program's version.
  ///
  /// @throws MemoryException `STORE_TOO_NEW` for one by a newer program and `BUSY` for one that
  ///   another process has open, both untouched; `DAMAGED` for an unreadable one, see [#moveAside]
  public static H2Store open(Path directory) {
    return open(directory, Schema.CURRENT);
  }

  /// As [#open(Path)].
  ///
  /// @param beforeMigration run before an older store is brought to this program's version; if it
  ///   fails the store stays as it is
  public static H2Store open(Path directory, Runnable beforeMigration) {
    return open(directory, Schema.CURRENT, MachineStart.id(), beforeMigration);
  }

  /// As [#open(Path)], on a machine whose start has this name; empty for one that cannot be told
  /// from other starts, where every store that was not closed is suspect.
  public static H2Store open(Path directory, String machineStart) {
    return open(directory, Schema.CURRENT, machineStart, () -> {});
  }

  static H2Store open(Path directory, Schema schema) {
    return open(directory, schema, () -> {});
  }

  static H2Store open(Path directory, Schema schema, Runnable beforeMigration) {
    return open(directory, schema, MachineStart.id(), beforeMigration);
  }

  private static H2Store open(
      Path directory, Schema schema, String machineStart, Runnable beforeMigration) {
    OpenMark mark = new OpenMark(directory, machineStart);
    boolean marked;
    boolean suspect;
    try {
      H2.makeDirectory(directory);
      marked = mark.isThere();
      suspect = mark.isOfAnotherStart() && H2.isThere(directory);
      if (!suspect) {
        mark.put();
      }
    } catch (IOException e) {
      throw MemoryException.of(e, "the store could not be made");
    }
    try {
      return open(directory, schema, mark, suspect, beforeMigration);
    } catch (RuntimeException e) {
      if (!marked) {
        unmark(mark, directory, e);
      }
      throw suspect ? suspected(e) : e;
    }
  }

  private static H2Store open(
      Path directory, Schema schema, OpenMark mark, boolean suspect, Runnable beforeMigration) {
    String what = "the store could not be opened";
    try {
      Connection writer = schema.open(directory, suspect, beforeMigration);
      try {
        UUID incarnation = StoreState.incarnation(writer);
        writer.commit();
        return new H2Store(directory, writer, incarnation, mark, suspect);
      } catch (SQLException | RuntimeException e) {
        H2.shutdown(writer);
        throw e;
      }
    } catch (SQLException e) {
      throw Failures.translate(e, what);
    }
  }

  private static void unmark(OpenMark mark, Path directory, RuntimeException failure) {
    try {
      mark.remove(H2.file(directory, H2.NAME));
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /// What a failure to open means where blocks may be missing: H2 stumbles in many ways.
  private static RuntimeException suspected(RuntimeException failure) {
    if (failure instanceof MemoryException known) {
      switch (known.code()) {
        case STORE_TOO_NEW, BUSY, READ_ONLY, DISK_FULL -> {
          return known;
        }
        case DAMAGED, IO_ERROR, CLOSED, TIMED_OUT, CANCELLED -> {}
      }
    }
    return Failures.damaged(failure, "the store could not be opened");
  }

  /// The files that are the store of a directory, whether they are there or not; damaged ones that
  /// were moved aside are not among them. For one who takes away a store that is closed.
  public static List<Path> files(Path directory) {
    return List.of(
        H2.file(directory, H2.NAME),
        H2.file(directory, Schema.MIGRATING),
        OpenMark.file(directory));
  }

  /// Moves the file of a damaged store, which must be closed, to a name with the time in it, so
  /// that a new one can be made from the journal. Nothing is deleted.
  ///
  /// @return the new name; empty if there was no file
  public static Optional<String> moveAside(Path directory, InstantSource time) {
    Path file = H2.file(directory, H2.NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String now = time.instant().truncatedTo(ChronoUnit.MILLIS).toString().replace(':', '-');
    Path aside = directory.resolve(file.getFileName() + ".damaged-" + now);
    try {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
      new OpenMark(directory, "").remove(file);
    } catch (IOException e) {
      throw MemoryException.of(e, "the damaged store could not be moved aside");
    }
    return Optional.of(aside.getFileName().toString());
  }

  @Override
  public UUID incarnation() {
    return incarnation;
  }

  @Override
  public boolean isSuspect() {
    return suspect;
  }

  @Override
  public void trust() {
    if (suspect) {
      try {
        mark.put();
        suspect = false;
      } catch (IOException e) {
        throw MemoryException.of(e, "the store could not be opened");
      }
    }
  }

  @Override
  public long position() {
    return read(StoreState::position);
  }

  @Override
  public long lastTouch() {
    return read(StoreState::lastTouch);
  }

  @Override
  public void touchBeyond(long touch) {
    try (SqlTransaction transaction = begin()) {
      transaction.touchBeyond(touch);
      transaction.commit();
    }
  }

  @Override
  public SqlTransaction begin() {
    writing.acquireUninterruptibly();
    try {
      checkOpen();
      return new SqlTransaction(writer, this::ended);
    } catch (SQLException e) {
      writing.release();
      throw Failures.translate(e, "the store could not be written");
    } catch (RuntimeException e) {
      writing.release();
      throw e;
    }
  }

  private void ended() {
    checkpoints.ended();
    writing.release();
  }

  @Override
  <T> T read(Sql.Work<T> work) {
    checkOpen();
    String what = "the store could not be read";
    Connection connection;
    try {
      connection = borrow();
    } catch (SQLException e) {
      throw translate(e, what);
    }
    boolean good = false;
    try {
      T answer = work.on(connection);
      H2.rollback(connection); // Lets go of the state it saw.
      good = true;
      return answer;
    } catch (SQLException e) {
      throw translate(e, what);
    } finally {
      giveBack(connection, good);
    }
  }

  /// Waits for a running write transaction. May be called twice.
  @Override
  public void close() {
    writing.acquireUninterruptibly();
    try {
      if (!closed) {
        closed = true;
        checkpoints.close();
        H2.shutdown(writer);
        if (!suspect) {
          mark.remove(H2.file(directory, H2.NAME));
        }
      }
    } catch (SQLException e) {
      throw Failures.translate(e, "the store could not be closed");
    } catch (IOException e) {
      throw MemoryException.of(e, "the store could not be closed");
    } finally {
      writing.release();
    }
  }

  private Connection borrow() throws SQLException {
    Connection connection = idle.pollFirst();
    if (connection != null) {
      idlePlaces.release();
      return connection;
    }
    Connection fresh = H2.connect(directory, H2.NAME);
    if (!H2.isSameDatabase(fresh, writer)) {
      // A failed write closed ours, and this one opened the file anew: at an earlier position.
      fresh.close();
      throw new SQLException("the database was closed by a failure", "90098", DATABASE_IS_CLOSED);
    }
    return fresh;
  }

  private void giveBack(Connection connection, boolean good) {
    if (good && idlePlaces.tryAcquire()) {
      idle.addFirst(connection);
      return;
    }
    try {
      connection.close();
    } catch (SQLException _) {
      // It has failed already, and its failure is on its way.
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new MemoryException(MemoryException.Code.CLOSED, "the store is closed");
    }
  }

  private RuntimeException translate(SQLException failure, String what) {
    return closed
        ? new MemoryException(MemoryException.Code.CLOSED, "the store is closed", failure)
        : Failures.translate(failure, what);
  }
}
