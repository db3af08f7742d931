package dev.pactmemory.store;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one write transaction.
final class SqlTransaction extends SqlReads implements MemoryStore.Transaction {
  private final Connection connection;
  private final Runnable atEnd;
  private long position;
  private long lastTouch;
  private boolean ended;

  /// @param atEnd run once, when the connection is free for the next transaction
  SqlTransaction(Connection connection, Runnable atEnd) throws SQLException {
    this.connection = connection;
    this.atEnd = atEnd;
    this.position = StoreState.position(connection);
    this.lastTouch = StoreState.lastTouch(connection);
  }

  @Override
  public void apply(Change change) {
    if (change.number() <= position) {
      return;
    }
    write(() -> {
      switch (change.effect()) {
        case Change.Put(Memory memory) -> put(change, memory);
        case Change.Remove(MemoryId id, int revision) -> remove(change, id, revision);
        case Change.Track track -> {
          TrackedFiles.replace(connection, track);
          AppliedRequests.add(connection, change.requestId(), change.number(), null, 0);
        }
      }
    });
    position = change.number();
  }

  @Override
  public void putVectors(
      MemoryId id,
      int revision,
      String model,
      Set<String> current,
      Map<String, Embedding> vectors) {
    write(() -> {
      Optional<MemoryRows.State> state = MemoryRows.state(connection, id);
      if (state.isPresent() && !state.get().deleted() && state.get().revision() == revision) {
        Vectors.put(connection, state.get().num(), model, current, vectors);
        MemoryRows.touch(connection, state.get().num(), nextTouch());
      }
    });
  }

  void touchBeyond(long touch) {
    lastTouch = Math.max(lastTouch, touch);
  }

  @Override
  public void commit() {
    write(() -> {
      StoreState.set(connection, position, lastTouch);
      connection.commit();
    });
  }

  @Override
  public void close() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      if (!connection.isClosed()) {
        H2.rollback(connection);
      }
    } catch (SQLException e) {
      throw Failures.translate(e, "the change could not be undone in the store");
    } finally {
      atEnd.run();
    }
  }

  @Override
  <T> T read(Sql.Work<T> work) {
    checkOpen();
    try {
      return work.on(connection);
    } catch (SQLException e) {
      throw Failures.translate(e, "the store could not be read");
    }
  }

  private void put(Change change, Memory memory) throws SQLException {
    int project = Projects.ensure(connection, memory.project());
    MemoryRows.@Nullable State before = MemoryRows.state(connection, memory.id()).orElse(null);
    Timeline timeline = Parts.timeline(connection, memory.id(), before);
    timeline.advance(memory);
    long num = MemoryRows.put(connection, memory, project, nextTouch(), before);
    Parts.replace(connection, num, project, memory, timeline);
    AppliedRequests.add(
        connection, change.requestId(), change.number(), memory.id(), memory.revision());
  }

  private void remove(Change change, MemoryId id, int revision) throws SQLException {
    Optional<MemoryRows.State> state = MemoryRows.state(connection, id);
    if (state.isPresent()) {
      long num = state.get().num();
      MemoryRows.delete(connection, state.get(), revision, change.at(), nextTouch());
      Parts.remove(connection, num);
      Vectors.remove(connection, num);
    }
    AppliedRequests.add(connection, change.requestId(), change.number(), id, revision);
  }

  private long nextTouch() {
    lastTouch++;
    return lastTouch;
  }

  private interface Write {
    void run() throws SQLException;
  }

  private void write(Write write) {
    checkOpen();
    try {
      write.run();
    } catch (SQLException e) {
      throw Failures.translate(e, "the change could not be written to the store");
    }
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
  }
}
