package dev.pactmemory.advice;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import java.util.Map;
import java.util.Objects;

/// Contents written as JSON.
final class Contents {
  private Contents() {}

  static Content of(String json) {
    return of((Map<?, ?>) Objects.requireNonNull(Json.parse(json)));
  }

  static Content of(Map<?, ?> json) {
    return MemoryJson.content(json);
  }
}
