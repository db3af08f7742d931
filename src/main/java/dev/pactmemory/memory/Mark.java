package dev.pactmemory.memory;

import java.util.UUID;

/// What an index notes of its source, in the 128 bits of its checkpoint: one half tells the store,
/// the other the model whose vectors it holds (0: some or all memories may lack theirs).
record Mark(UUID value) {
  static Mark of(UUID value) {
    return new Mark(value);
  }

  boolean isOf(UUID store) {
    return value.getMostSignificantBits() == half(store);
  }

  boolean hasNoVectors() {
    return value.getLeastSignificantBits() == 0;
  }

  boolean hasVectorsOf(String model) {
    return value.getLeastSignificantBits() == half(model);
  }

  Mark withoutVectors() {
    return new Mark(new UUID(value.getMostSignificantBits(), 0));
  }

  Mark withVectorsOf(String model) {
    return new Mark(new UUID(value.getMostSignificantBits(), half(model)));
  }

  /// The mark of a fresh index of the store.
  static Mark fresh(UUID store) {
    return new Mark(new UUID(half(store), 0));
  }

  private static long half(UUID store) {
    return store.getMostSignificantBits() ^ store.getLeastSignificantBits();
  }

  private static long half(String model) {
    // Never 0, which stands for none.
    return Long.parseUnsignedLong(Fingerprint.of(model, 8), 16) | 1;
  }
}
