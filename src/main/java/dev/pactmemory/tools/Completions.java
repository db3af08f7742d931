package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Names;
import java.util.Map;
import java.util.Optional;

/// What an argument that is being typed may become. Safe for many threads.
public interface Completions {
  /// The most values one answer may have.
  int MAX_VALUES = 100;

  /// The values; empty where what is completed has no such argument, or is not there.
  ///
  /// @param typed so far
  /// @param others arguments that have their values already
  /// @throws dev.pactmemory.model.MemoryException for what the world refuses
  Optional<Names> complete(
      Reference of, String argument, String typed, Map<String, String> others, Call call);

  /// What the argument belongs to.
  sealed interface Reference {
    record OfPrompt(String name) implements Reference {}

    record OfTemplate(String uriTemplate) implements Reference {}
  }
}
