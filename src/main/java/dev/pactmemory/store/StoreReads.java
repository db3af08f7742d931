package dev.pactmemory.store;

import dev.pactmemory.model.Embedding;
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

/// What can be asked of the store. Deleted memories are not there, but for [#revision].
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

  /// Memories touched after `touch`, in the order touched, deleted ones included.
  List<Touched> touchedAfter(long touch, int limit);

  /// The vectors of the memory's passages by hash.
  Map<String, Embedding> vectors(MemoryId id, String model);

  /// The vectors of these memories' passages by hash; those of a memory without any are left out.
  Map<MemoryId, Map<String, Embedding>> vectors(Collection<MemoryId> ids, String model);

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
}
