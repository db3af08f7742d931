package dev.pactmemory.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The library's results as the maps that go out. Those of every session are made by hand, in a
/// fixed order and without what is absent; the others through data binding.
final class Wire {
  private Wire() {}

  static Map<String, Object> of(Object result) {
    return switch (result) {
      case McpSchema.CallToolResult called when isText(called) -> called(called);
      default ->
          McpJsonDefaults.getMapper()
              .convertValue(result, new TypeRef<LinkedHashMap<String, Object>>() {});
    };
  }

  private static boolean isText(McpSchema.CallToolResult result) {
    return result.content().stream().allMatch(McpSchema.TextContent.class::isInstance);
  }

  private static Map<String, Object> called(McpSchema.CallToolResult result) {
    List<Map<String, Object>> content = new ArrayList<>();
    for (McpSchema.Content block : result.content()) {
      if (block instanceof McpSchema.TextContent text) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("type", "text");
        item.put("text", text.text());
        content.add(item);
      }
    }
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("content", content);
    put(wire, "structuredContent", result.structuredContent());
    if (Boolean.TRUE.equals(result.isError())) {
      wire.put("isError", true);
    }
    put(wire, "_meta", result.meta());
    return wire;
  }

  static Map<String, Object> tool(McpSchema.Tool tool) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("name", tool.name());
    put(wire, "title", tool.title());
    put(wire, "description", tool.description());
    wire.put("inputSchema", tool.inputSchema());
    put(wire, "outputSchema", tool.outputSchema());
    if (tool.annotations() != null) {
      Map<String, Object> annotations = new LinkedHashMap<>();
      put(annotations, "readOnlyHint", tool.annotations().readOnlyHint());
      put(annotations, "destructiveHint", tool.annotations().destructiveHint());
      put(annotations, "idempotentHint", tool.annotations().idempotentHint());
      put(annotations, "openWorldHint", tool.annotations().openWorldHint());
      wire.put("annotations", annotations);
    }
    put(wire, "_meta", tool.meta());
    return wire;
  }

  static Map<String, Object> prompt(McpSchema.Prompt prompt) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("name", prompt.name());
    put(wire, "title", prompt.title());
    put(wire, "description", prompt.description());
    if (prompt.arguments() != null) {
      wire.put("arguments", prompt.arguments().stream().map(Wire::argument).toList());
    }
    put(wire, "_meta", prompt.meta());
    return wire;
  }

  private static Map<String, Object> argument(McpSchema.PromptArgument argument) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("name", argument.name());
    put(wire, "title", argument.title());
    put(wire, "description", argument.description());
    put(wire, "required", argument.required());
    return wire;
  }

  private static void put(Map<String, Object> wire, String name, @Nullable Object value) {
    if (value != null) {
      wire.put(name, value);
    }
  }
}
