package dev.pactmemory.index;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Project;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The search view of the store. Searching is safe for many threads, also while another one
/// applies; applying and committing is for one thread at a time.
public interface SearchIndex extends AutoCloseable {
  /// What the index has seen: of which store, and up to which touch.
  ///
  /// @param incarnation of the store; all zero for an empty index
  record Checkpoint(UUID incarnation, long touch) {
    public static final Checkpoint NONE = new Checkpoint(new UUID(0, 0), 0);
  }

  /// A memory with all its passages.
  record Entry(Memory memory, List<Passage> passages) {}

  /// The point reached by what was applied; on opening, by what was committed.
  Checkpoint checkpoint();

  /// Puts and takes out memories; searches that begin after the return see it. Applying the same
  /// again changes nothing.
  void apply(List<Entry> puts, List<MemoryId> removals, Checkpoint reached);

  /// Forces what was applied to disk together with the checkpoint.
  void commit();

  /// Forgets everything, also the checkpoint.
  void clear();

  /// A question put to one state of the index, whatever is applied meanwhile. Its words are looked
  /// up when it is put, so that its vector can be made at the same time. For one thread; holds on
  /// to files until it is closed.
  interface Asked extends AutoCloseable {
    /// Ranked candidates, best first; equal scores by newest update, then by id.
    ///
    /// @param vector of the text, unit length; null for a search by words only
    Matches matches(@Nullable Embedding vector);

    /// Why these memories match; of one that is not in, nothing. Asked for after the matches.
    Map<MemoryId, Matches.Evidence> evidence(Collection<MemoryId> ids);

    /// The vectors of these memories' passages of these fields, by the model of the question's
    /// vector; empty without that. Asked for after the matches.
    Map<MemoryId, List<Embedding>> vectors(Collection<MemoryId> ids, Set<Field> fields);

    @Override
    void close();
  }

  Asked ask(IndexQuery query);

  /// The memories of a project that have the rarest words of the text, those with most of them
  /// first; for finding what may say the same. Cheap: a bounded number of words is looked at.
  List<MemoryId> alike(Project project, String text, int count);

  /// How many memories are in.
  int size();

  /// All ids, in order. For comparing the index with the store.
  List<MemoryId> allIds();

  @Override
  void close();
}
