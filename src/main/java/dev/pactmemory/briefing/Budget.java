package dev.pactmemory.briefing;

import java.util.ArrayList;
import java.util.List;

/// Lines that together cost no more than was granted. One thread at a time.
final class Budget {
  /// Of a token of English or code, on average.
  static final int BYTES_PER_TOKEN = 4;

  private final List<String> lines = new ArrayList<>();
  private int left;

  Budget(int bytes) {
    this.left = bytes;
  }

  /// Takes the line if it fits with its line end; whether it did.
  boolean take(String line) {
    int cost = Plain.bytes(line) + 1;
    if (cost > left) {
      return false;
    }
    left -= cost;
    lines.add(line);
    return true;
  }

  /// Sets bytes apart for what must come last.
  void reserve(int bytes) {
    left -= bytes;
  }

  /// Makes bytes set apart free again.
  void release(int bytes) {
    left += bytes;
  }

  int left() {
    return left;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
