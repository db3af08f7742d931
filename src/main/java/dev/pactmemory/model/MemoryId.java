package dev.pactmemory.model;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names one memory: 32 lowercase hexadecimal digits (16 random bytes).
public record MemoryId(String value) implements Comparable<MemoryId> {
  /// The shortest prefix that may name a memory.
  public static final int MIN_PREFIX = 6;

  private static final int LENGTH = 32;

  public MemoryId {
    if (!isFull(value)) {
      throw new IllegalArgumentException("not a memory id: 32 lowercase hex digits expected");
    }
  }

  /// Whether the text is a whole id in canonical form.
  public static boolean isFull(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  public static MemoryId random(RandomGenerator random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return new MemoryId(HexFormat.of().formatHex(bytes));
  }

  @Override
  public int compareTo(MemoryId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
