package dev.pactmemory.index;

import dev.pactmemory.index.Matches.Evidence;
import dev.pactmemory.index.Matches.Match;
import dev.pactmemory.index.SearchIndex.Checkpoint;
import dev.pactmemory.model.MemoryId;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A real index in a directory of its own.
abstract class IndexFixture {
  static final UUID STORE = new UUID(7, 7);

  @TempDir Path home;
  Path directory;
  LuceneIndex index;

  @BeforeEach
  void open() {
    directory = home.resolve("index");
    index = LuceneIndex.open(directory);
  }

  @AfterEach
  void close() {
    index.close();
  }

  void reopen() {
    index.close();
    index = LuceneIndex.open(directory);
  }

  void put(TestMemories.Draft... memories) {
    long next = index.checkpoint().touch() + memories.length;
    index.apply(
        Arrays.stream(memories).map(TestMemories.Draft::entry).toList(),
        List.of(),
        new Checkpoint(STORE, next));
  }

  List<MemoryId> found(TestMemories.Ask ask) {
    return search(ask).matches().stream().map(Match::id).toList();
  }

  List<MemoryId> found(String text) {
    return found(TestMemories.ask(text));
  }

  Match first(TestMemories.Ask ask) {
    return search(ask).matches().getFirst();
  }

  /// Why the first one matches.
  Evidence evidence(TestMemories.Ask ask) {
    MemoryId first = first(ask).id();
    try (SearchIndex.Asked asked = index.ask(ask.query())) {
      asked.matches(ask.vector());
      return Objects.requireNonNull(asked.evidence(List.of(first)).get(first));
    }
  }

  Matches search(TestMemories.Ask ask) {
    return search(index, ask);
  }

  static Matches search(SearchIndex index, TestMemories.Ask ask) {
    try (SearchIndex.Asked asked = index.ask(ask.query())) {
      return asked.matches(ask.vector());
    }
  }
}
