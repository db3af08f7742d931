package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.store.StoreReads;
import java.util.Optional;

/// A memory for which others like it are looked for.
///
/// @param text what stands for it in the search
record Example(MemoryId id, String text) {
  /// About what a model reads at once, and as many words as a question may have: of a longer memory
  /// the first, which tell most.
  private static final int MAX_CHARS = 1_000;

  /// The memory whose id, or the unique beginning of it, is all that the query says. What looks
  /// like an id and names no memory, or several, is words.
  static Optional<Example> named(String query, StoreReads reads) {
    return new References(reads).resolve(query, "query", false) instanceof Outcome.Done(MemoryId id)
        ? reads.find(id).map(Example::of)
        : Optional.empty();
  }

  private static Example of(Memory memory) {
    Content content = memory.content();
    String gist = Gist.of(content);
    String text = gist.isBlank() ? String.join("\n", content.files()) : gist;
    return new Example(memory.id(), Titles.cut(text, MAX_CHARS));
  }
}
