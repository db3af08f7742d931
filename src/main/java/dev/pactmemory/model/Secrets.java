package dev.pactmemory.model;

/// What shall become of likely secrets (passwords, keys, tokens) in what is to be stored.
public enum Secrets {
  /// Nothing is stored until the caller has said what to do with them.
  ASK,
  /// Each is replaced by a note of what stood there.
  REDACT,
  /// They are stored, and the receipt warns of them.
  WARN,
  /// They are stored: the caller knows.
  KEEP
}
