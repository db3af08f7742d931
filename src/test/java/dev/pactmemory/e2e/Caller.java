package dev.pactmemory.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Whoever can call tools: the SDK's client, or a bare pipe.
interface Caller {
  Reply call(String tool, Map<String, Object> arguments);

  default JsonNode done(String tool, @Nullable Object... keysAndValues) {
    return call(tool, Json.object(keysAndValues)).done();
  }

  default String refused(String tool, @Nullable Object... keysAndValues) {
    return call(tool, Json.object(keysAndValues)).refused();
  }

  /// Saves into a project and answers the full id.
  default String save(String project, @Nullable Object... keysAndValues) {
    Map<String, Object> arguments = new LinkedHashMap<>(Json.object(keysAndValues));
    arguments.put("project", project);
    return idOf(call("memory_save", arguments).done());
  }

  /// The full id behind the id of an answer.
  default String idOf(JsonNode answer) {
    return get(answer.path("id").asString()).path("id").asString();
  }

  default JsonNode get(String id) {
    return done("memory_get", "ids", List.of(id)).path("memories").path(0);
  }

  /// Whether a memory is there.
  default boolean has(String id) {
    Reply reply = call("memory_get", Json.object("ids", List.of(id)));
    return !reply.isError() && !reply.structured().path("memories").isEmpty();
  }

  /// All hits of a search, short ids.
  default List<String> search(String project, String query) {
    JsonNode found = done("memory_search", "query", query, "project", project, "limit", 50);
    return Json.texts(found.path("hits"), "id");
  }

  /// How many memories there are in all projects.
  default int count() {
    return done("memory_list", "project", "*", "limit", 1).path("total").asInt();
  }
}
