package dev.pactmemory.tools;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Small JSON Schemas in a fixed order, of keywords that every client knows. They say what is
/// right; what is taken besides (see [Values]) they keep to themselves.
final class Schemas {
  private Schemas() {}

  /// The properties in the order given: name, schema, name, schema …
  static Map<String, Object> properties(Object... namesAndSchemas) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (int i = 0; i < namesAndSchemas.length; i += 2) {
      properties.put((String) namesAndSchemas[i], namesAndSchemas[i + 1]);
    }
    return properties;
  }

  static Map<String, Object> input(Map<String, Object> properties, String... required) {
    Map<String, Object> schema = object(properties, required);
    schema.put("additionalProperties", false);
    return schema;
  }

  static Map<String, Object> object(Map<String, Object> properties, String... required) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    if (required.length > 0) {
      schema.put("required", List.of(required));
    }
    return schema;
  }

  static Map<String, Object> text() {
    return type("string");
  }

  static Map<String, Object> text(String description) {
    return described(text(), description);
  }

  static Map<String, Object> choice(String... words) {
    Map<String, Object> schema = text();
    schema.put("enum", List.of(words));
    return schema;
  }

  static Map<String, Object> texts() {
    return list(text());
  }

  static Map<String, Object> texts(String description) {
    return described(texts(), description);
  }

  static Map<String, Object> list(Map<String, Object> items) {
    Map<String, Object> schema = type("array");
    schema.put("items", items);
    return schema;
  }

  static Map<String, Object> anyObject() {
    return type("object");
  }

  static Map<String, Object> flag() {
    return type("boolean");
  }

  static Map<String, Object> flag(String description) {
    return described(flag(), description);
  }

  static Map<String, Object> flag(boolean otherwise) {
    Map<String, Object> schema = flag();
    schema.put("default", otherwise);
    return schema;
  }

  static Map<String, Object> integer() {
    return type("integer");
  }

  static Map<String, Object> limit(int otherwise) {
    Map<String, Object> schema = integer();
    schema.put("default", otherwise);
    return schema;
  }

  static Map<String, Object> described(Map<String, Object> schema, String description) {
    schema.put("description", description);
    return schema;
  }

  /// The content fields, in the words a model needs to fill them.
  static Map<String, Object> content() {
    return properties(
        "context", text("What, where, state, in sentences"),
        "goal", text(),
        "active_tasks",
            list(object(properties("task", text(), "status", text(), "priority", text()), "task")),
        "lessons_learned", texts("Each with its because"),
        "decisions",
            list(
                object(
                    properties(
                        "decision", text(),
                        "rationale", text(),
                        "alternatives", texts("Rejected, why")),
                    "decision")),
        "entities",
            list(
                object(
                    properties(
                        "name", text(),
                        "type", text("service, class, table, file"),
                        "notes", text()),
                    "name")),
        "reasoning_chains", texts("X because Y"),
        "agreements_reached", texts(),
        "disagreements_resolved", texts(),
        "files", texts());
  }

  /// The content fields for a model that knows them from saving.
  static Map<String, Object> contentAgain() {
    Map<String, Object> properties =
        properties("context", text(), "goal", text(), "active_tasks", list(anyObject()));
    properties.put("lessons_learned", texts());
    properties.put("decisions", list(anyObject()));
    properties.put("entities", list(anyObject()));
    properties.put("reasoning_chains", texts());
    properties.put("agreements_reached", texts());
    properties.put("disagreements_resolved", texts());
    properties.put("files", texts());
    return properties;
  }

  /// An answer that always has these members; what they are, the tool's description says. An answer
  /// explains itself, and a schema of it is paid for in every session.
  static Map<String, Object> answer(String... members) {
    Map<String, Object> schema = anyObject();
    schema.put("required", List.of(members));
    return schema;
  }

  private static Map<String, Object> type(String type) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    return schema;
  }
}
