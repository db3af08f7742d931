package dev.pactmemory.tools;

import java.util.Map;

/// What a tool came to.
///
/// @param structured in the order to be shown; empty for an error
/// @param error complete in itself: what, which field, what would be right; empty where there is
///   none
public record Answer(Map<String, Object> structured, String error) {
  public static Answer of(Map<String, Object> structured) {
    return new Answer(structured, "");
  }

  public static Answer error(String message) {
    return new Answer(Map.of(), message);
  }

  public boolean isError() {
    return !error.isEmpty();
  }
}
