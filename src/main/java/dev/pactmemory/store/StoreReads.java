package dev.pactmemory.store;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be asked of the store. Deleted memories are not there, but for [#revision],
/// [#revisions] and [#deletion].
public interface StoreReads {
  Optional<Memory> find(MemoryId id);

  /// The memories of these ids that are there.
  Map<MemoryId, Memory> find(Collection<MemoryId> ids);

  /// One revision, also of a deleted memory; empty for the revision that is a deletion.
  Optional<Memory> revision(MemoryId id, int revision);

  /// The ids that start with `prefix` (lowercase hex), in order.
  ///
  /// @param includeDeleted whether memories that were deleted count
  List<MemoryId> idsStartingWith(String prefix, boolean includeDeleted, int limit);

  int countStartingWith(String prefix, boolean includeDeleted);

  /// For each id a prefix that names it alone in this store, of at least `minLength` digits.
  Map<MemoryId, String> shortIds(Collection<MemoryId> ids, int minLength);

  /// For each of these memories that others say to replace: those that do and are there, newest
  /// first. One step, not the steps after it.
  Map<MemoryId, List<MemoryId>> replacing(Collection<MemoryId> ids);

  /// What the request of this id changed; empty if none is known. The oldest are forgotten after
  /// some tens of thousands.
  Optional<AppliedRequest> applied(String requestId);

  /// All projects that have or had memories or tracked files, with the number of memories now, most
  /// first, then by key.
  List<Status.ProjectCount> projects();

  int count();

  /// The session's tracked files in the order first seen; empty where none or unknown.
  List<TrackedFile> tracked(Project project, SessionId session);

  /// Newest first: by creation, then by id.
  MemoryPage list(ListFilter filter, @Nullable After after, int limit);

  /// Memories linked to a file that `path` names, then those linked to a file that shares a memory
  /// with one of those, then those linked to a file in the same directory; within each newest
  /// updated first, then by id. A memory is named once, at its best.
  ///
  /// @param project null for all
  /// @param path see [dev.pactmemory.model.FileQuery#path]
  List<FileMatch> linkedTo(@Nullable Project project, String path);

  /// The names, as first written, of the entities that some memory has and whose key contains
  /// `part`.
  ///
  /// @param project null for all
  /// @param part a key, or a part of one; empty for any
  List<String> entityNames(@Nullable Project project, String part);

  /// The paths that some memory is linked to and that contain `part`, upper or lower case.
  ///
  /// @param project null for all
  /// @param part in lower case; empty for any
  List<String> filePaths(@Nullable Project project, String part);

  /// The newest revisions of a memory, also of a deleted one, oldest first; those that are
  /// deletions are not among them.
  ///
  /// @param newest how many revisions to go back, deletions included
  List<Memory> revisions(MemoryId id, int newest);

  /// The deletion of a memory that is deleted now.
  Optional<Deletion> deletion(MemoryId id);

  /// Every wording that decisions had, newest first: by time, then by memory, newest revision
  /// first.
  DecisionPage decisions(DecisionFilter filter, @Nullable DecisionPlace after, int limit);

  /// Every wording that the decisions of these memories had, in the same order.
  List<DecisionRow> decisionsOf(Collection<MemoryId> memories);

  /// Open tasks of the memories that the filter lets through: by urgency, then oldest first.
  TaskPage openTasks(ListFilter filter, @Nullable TaskPlace after, int limit);

  /// Entities that memories name now, most named first, then in the order first named.
  ///
  /// @param project null for all
  /// @param type in the form of [dev.pactmemory.model.Text#key]; only entities that a memory gives
  ///   this type; null for any
  EntityPage entities(
      @Nullable Project project, @Nullable String type, @Nullable EntityPlace after, int limit);

  /// The entities of this key (one in each project), in the same order.
  List<EntityRow> entitiesNamed(@Nullable Project project, String key);

  /// All entities that memories name now, in the same order. For finding a name by less than it.
  List<EntityRow> allEntities(@Nullable Project project);

  EntityDetails entity(EntityRow entity);

  /// Memories touched after `touch`, in the order touched, deleted ones included.
  List<Touched> touchedAfter(long touch, int limit);

  /// The vectors of the memory's passages by hash.
  Map<String, Embedding> vectors(MemoryId id, String model);

  /// Memories not all of whose passages have vectors of this model, oldest touched first.
  List<Memory> withoutVectors(String model, int limit);

  int countWithVectors(String model);

  /// Ids of all memories, in order. For comparing an index with the store.
  List<MemoryId> allIds();

  /// What a list shall contain; all conditions hold at once, null or empty means any.
  ///
  /// @param since updated at or after
  /// @param until updated before or at
  record ListFilter(
      @Nullable Project project,
      @Nullable SessionId session,
      @Nullable Instant since,
      @Nullable Instant until,
      Set<dev.pactmemory.model.Field> has,
      boolean openTasks) {}

  /// Where a page ended: the last memory on it.
  record After(Instant createdAt, MemoryId id) {}

  /// One page and the number of memories on all pages.
  record MemoryPage(List<Memory> memories, int total, boolean more) {}

  /// A memory that a write was about.
  ///
  /// @param memory null when it is deleted
  record Touched(MemoryId id, long touch, @Nullable Memory memory) {}

  /// The change a request made.
  ///
  /// @param revision after the change
  record AppliedRequest(String requestId, long number, @Nullable MemoryId id, int revision) {}

  /// A memory and the file that connects it to the question.
  record FileMatch(MemoryId id, Relation relation, String path, Instant updatedAt) {
    /// How near, nearest first.
    public enum Relation {
      DIRECT,
      CO_LINKED,
      SAME_DIRECTORY
    }
  }

  /// The revision that is a deletion.
  record Deletion(int revision, Instant at) {}

  /// What a page of decisions shall contain; all conditions hold at once, null means any.
  ///
  /// @param since decided at or after
  /// @param until decided before or at
  /// @param entity the key of an entity that the memory has
  record DecisionFilter(
      @Nullable Project project,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable String entity) {}

  /// Where a decision stands in the order, newest first.
  ///
  /// @param memory the number of the memory in this store
  /// @param revision the one that first said it so
  record DecisionPlace(Instant decidedAt, long memory, int revision, int place) {}

  /// One wording of a decision.
  ///
  /// @param endedRevision the revision that no longer says it; null while the memory says it
  record DecisionRow(
      MemoryId memory,
      Project project,
      dev.pactmemory.model.Decision decision,
      DecisionPlace place,
      @Nullable Integer endedRevision) {}

  /// One page and the number of decisions on all pages.
  record DecisionPage(List<DecisionRow> decisions, int total, boolean more) {}

  /// Where a task stands in the order, most urgent first.
  ///
  /// @param memory the number of the memory in this store
  record TaskPlace(int urgency, Instant since, long memory, int place) {}

  /// An open task.
  record TaskRow(
      MemoryId memory, Project project, dev.pactmemory.model.Task task, TaskPlace place) {}

  /// One page and the number of tasks on all pages.
  record TaskPage(List<TaskRow> tasks, int total, boolean more) {}

  /// Where an entity stands in the order, most named first.
  ///
  /// @param num its number in this store
  record EntityPlace(int memories, long num) {}

  /// An entity that memories name.
  record EntityRow(String name, Project project, EntityPlace place) {}

  /// One page and the number of entities on all pages.
  record EntityPage(List<EntityRow> entities, int total, boolean more) {}

  /// What memories say of an entity; see [KnownEntity].
  ///
  /// @param notes newest first
  record EntityDetails(
      List<KnownEntity.Counted> types,
      List<EntityNote> notes,
      List<KnownEntity.Counted> neighbours,
      List<KnownEntity.Counted> files) {}

  /// What one memory says of an entity.
  ///
  /// @param since when it first said it so
  record EntityNote(MemoryId memory, Instant since, @Nullable String type, @Nullable String text) {}
}
