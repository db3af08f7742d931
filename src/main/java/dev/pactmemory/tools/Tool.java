package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import java.util.Map;

/// One thing an agent can ask for. It parses, makes one call on `Memories`, and renders; it decides
/// nothing. Safe for many threads.
public interface Tool {
  /// The name on the wire; part of the contract with agents.
  String name();

  /// A few words for a person.
  String title();

  /// For a model that has never seen us: what it does, when to use it, what comes back.
  String description();

  /// A JSON Schema (2020-12) with root type `object`, in the order it is to be shown.
  Map<String, Object> inputSchema();

  /// A JSON Schema (2020-12) with root type `object` that every answer without error conforms to.
  Map<String, Object> outputSchema();

  Hints hints();

  /// Carries it out. The caller's mistakes come back as an [Answer] with `isError`.
  ///
  /// @param arguments as parsed from JSON: `Map`, `List`, `String`, `Number`, `Boolean`, null
  /// @throws dev.pactmemory.model.MemoryException for what the world refuses
  Answer call(Map<String, Object> arguments, Call call);

  /// What a client may assume of a tool (the annotations of the protocol). Where it only reads, the
  /// other two mean nothing and need not be sent.
  record Hints(boolean readOnly, boolean destructive, boolean idempotent) {}
}
