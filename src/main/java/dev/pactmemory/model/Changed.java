package dev.pactmemory.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// News: a memory was saved, updated or deleted, by whichever session.
///
/// @param id null when it is not known which one: some news was missed
/// @param project it belongs to; null when it is not known
/// @param appearance true when it is new or gone, so that lists of memories differ
/// @param decisions whether decisions, or what is in force of them, may differ
/// @param entities keys of the entities it has or had
/// @param files comparable paths of the files it is or was linked to
/// @param superseded the memories that it replaces, or did before
public record Changed(
    @Nullable MemoryId id,
    @Nullable Project project,
    boolean appearance,
    boolean decisions,
    Set<String> entities,
    Set<String> files,
    Set<MemoryId> superseded) {
  /// Anything may have changed since the last news.
  public static final Changed ANYTHING = new Changed(null, null, true, true, Set.of(), Set.of());

  public Changed {
    entities = Set.copyOf(entities);
    files = Set.copyOf(files);
    superseded = Set.copyOf(superseded);
  }

  /// News of a memory that replaces no other.
  public Changed(
      @Nullable MemoryId id,
      @Nullable Project project,
      boolean appearance,
      boolean decisions,
      Set<String> entities,
      Set<String> files) {
    this(id, project, appearance, decisions, entities, files, Set.of());
  }

  /// A memory that was not there before, or is not there any more.
  public static Changed appearance(Memory memory) {
    return of(true, memory, memory);
  }

  /// A memory at its next revision.
  public static Changed revision(Memory before, Memory after) {
    return of(false, before, after);
  }

  private static Changed of(boolean appearance, Memory before, Memory after) {
    Set<String> entities = new HashSet<>();
    Set<String> files = new HashSet<>();
    Set<MemoryId> superseded = new HashSet<>();
    for (Memory memory : List.of(before, after)) {
      files.addAll(memory.content().files());
      superseded.addAll(memory.supersedes());
      for (Entity entity : memory.content().entities()) {
        entities.add(entity.key());
        if (entity.isFile()) {
          files.add(entity.name());
        }
      }
    }
    return new Changed(
        after.id(),
        after.project(),
        appearance,
        Stream.of(before, after).anyMatch(Changed::saysWhatIsInForce),
        entities,
        files,
        superseded);
  }

  private static boolean saysWhatIsInForce(Memory memory) {
    return !memory.content().decisions().isEmpty() || !memory.supersedes().isEmpty();
  }

  /// Whether it is not known what changed.
  public boolean isAnything() {
    return id == null || project == null;
  }
}
