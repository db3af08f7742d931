package dev.pactmemory.model;

/// A part that does less than it could at the moment; said in every answer it touches.
public enum Degradation {
  /// The embedding model is being loaded: words are searched, meaning is not yet.
  MODEL_LOADING,
  /// The embedding model cannot be used on this machine: words only.
  MODEL_UNAVAILABLE,
  /// Some memories have no vectors yet: those are found by words only.
  VECTORS_PENDING,
  /// The index is being rebuilt or is behind the store: some memories are not found yet.
  INDEX_CATCHING_UP
}
