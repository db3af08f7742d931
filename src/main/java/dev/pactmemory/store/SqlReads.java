package dev.pactmemory.store;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The questions, asked over whichever connection: a reader's, or the one that writes.
abstract class SqlReads implements StoreReads {
  /// Runs a question on one committed state (or on that plus the transaction's own writes).
  abstract <T> T read(Sql.Work<T> work);

  @Override
  public Optional<Memory> find(MemoryId id) {
    return read(connection -> MemoryRows.find(connection, id));
  }

  @Override
  public Map<MemoryId, Memory> find(Collection<MemoryId> ids) {
    return read(connection -> MemoryRows.find(connection, ids));
  }

  @Override
  public Optional<Memory> revision(MemoryId id, int revision) {
    return read(connection -> MemoryRows.revision(connection, id, revision));
  }

  @Override
  public List<MemoryId> idsStartingWith(String prefix, boolean includeDeleted, int limit) {
    return read(connection -> Ids.startingWith(connection, prefix, includeDeleted, limit));
  }

  @Override
  public int countStartingWith(String prefix, boolean includeDeleted) {
    return read(connection -> Ids.countStartingWith(connection, prefix, includeDeleted));
  }

  @Override
  public Map<MemoryId, String> shortIds(Collection<MemoryId> ids, int minLength) {
    return read(connection -> Ids.shortest(connection, ids, minLength));
  }

  @Override
  public Map<MemoryId, List<MemoryId>> replacing(Collection<MemoryId> ids) {
    return read(connection -> Parts.replacing(connection, ids));
  }

  @Override
  public Optional<AppliedRequest> applied(String requestId) {
    return read(connection -> AppliedRequests.find(connection, requestId));
  }

  @Override
  public List<Status.ProjectCount> projects() {
    return read(Projects::all);
  }

  @Override
  public int count() {
    return read(Projects::memories);
  }

  @Override
  public List<TrackedFile> tracked(Project project, SessionId session) {
    return read(connection -> TrackedFiles.of(connection, project, session));
  }

  @Override
  public MemoryPage list(ListFilter filter, @Nullable After after, int limit) {
    return read(connection -> Listing.page(connection, filter, after, limit));
  }

  @Override
  public List<FileMatch> linkedTo(@Nullable Project project, String path) {
    return read(connection -> FileSearch.linkedTo(connection, project, path));
  }

  @Override
  public List<String> entityNames(@Nullable Project project, String part) {
    return read(connection -> Naming.entities(connection, project, part));
  }

  @Override
  public List<String> filePaths(@Nullable Project project, String part) {
    return read(connection -> Naming.files(connection, project, part));
  }

  @Override
  public List<Memory> revisions(MemoryId id, int newest) {
    return read(connection -> MemoryRows.revisions(connection, id, newest));
  }

  @Override
  public Optional<Deletion> deletion(MemoryId id) {
    return read(connection -> MemoryRows.deletion(connection, id));
  }

  @Override
  public DecisionPage decisions(DecisionFilter filter, @Nullable DecisionPlace after, int limit) {
    return read(connection -> DecisionRows.page(connection, filter, after, limit));
  }

  @Override
  public List<DecisionRow> decisionsOf(Collection<MemoryId> memories) {
    return read(connection -> DecisionRows.of(connection, memories));
  }

  @Override
  public TaskPage openTasks(ListFilter filter, @Nullable TaskPlace after, int limit) {
    return read(connection -> TaskRows.open(connection, filter, after, limit));
  }

  @Override
  public EntityPage entities(
      @Nullable Project project, @Nullable String type, @Nullable EntityPlace after, int limit) {
    return read(connection -> EntityRows.page(connection, project, type, after, limit));
  }

  @Override
  public List<EntityRow> entitiesNamed(@Nullable Project project, String key) {
    return read(connection -> EntityRows.named(connection, project, key));
  }

  @Override
  public List<EntityRow> allEntities(@Nullable Project project) {
    return read(connection -> EntityRows.all(connection, project));
  }

  @Override
  public EntityDetails entity(EntityRow entity) {
    return read(connection -> EntityRows.details(connection, entity.place().num()));
  }

  @Override
  public List<Touched> touchedAfter(long touch, int limit) {
    return read(connection -> MemoryRows.touchedAfter(connection, touch, limit));
  }

  @Override
  public Map<String, Embedding> vectors(MemoryId id, String model) {
    return read(connection -> Vectors.of(connection, id, model));
  }

  @Override
  public List<Memory> withoutVectors(String model, int limit) {
    return read(connection -> Vectors.missing(connection, model, limit));
  }

  @Override
  public int countWithVectors(String model) {
    return read(connection -> Vectors.countComplete(connection, model));
  }

  @Override
  public List<MemoryId> allIds() {
    return read(Ids::all);
  }
}
