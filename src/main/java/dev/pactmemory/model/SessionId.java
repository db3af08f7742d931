package dev.pactmemory.model;

/// Names one session of one client; an opaque text.
public record SessionId(String value) {
  public SessionId {
    value = Text.required(value, "session id");
  }

  @Override
  public String toString() {
    return value;
  }
}
