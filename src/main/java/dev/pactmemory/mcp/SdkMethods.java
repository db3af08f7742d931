package dev.pactmemory.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The methods that the protocol library answers: tools and prompts. What it takes without
/// complaint, or refuses without saying what, is checked before. Safe for many threads.
///
/// The library is loaded at the first of these calls, not at the start.
final class SdkMethods {
  /// What the library is to serve.
  record Features(List<SyncToolSpecification> tools, List<SyncPromptSpecification> prompts) {}

  private record Loaded(
      SdkServer server,
      List<Map<String, Object>> tools,
      Set<String> toolNames,
      List<Map<String, Object>> prompts,
      Map<String, McpSchema.Prompt> promptsByName) {}

  private final McpEndpoint.Identity identity;
  private final Supplier<Features> features;
  private final Pages pages;
  private volatile @Nullable Loaded loaded;

  /// @param features asked once, at the first call
  SdkMethods(McpEndpoint.Identity identity, Supplier<Features> features, Pages pages) {
    this.identity = identity;
    this.features = features;
    this.pages = pages;
  }

  Map<String, Dispatcher.Method> toolMethods() {
    return Map.of("tools/list", this::listTools, "tools/call", this::callTool);
  }

  Map<String, Dispatcher.Method> promptMethods() {
    return Map.of("prompts/list", this::listPrompts, "prompts/get", this::getPrompt);
  }

  /// Loads the library, if nothing did yet.
  void load() {
    loaded();
  }

  private Loaded loaded() {
    Loaded present = loaded;
    if (present != null) {
      return present;
    }
    synchronized (this) {
      if (loaded == null) {
        loaded = build(features.get());
      }
      return Objects.requireNonNull(loaded);
    }
  }

  private Loaded build(Features features) {
    List<McpSchema.Prompt> prompts =
        features.prompts().stream().map(SyncPromptSpecification::prompt).toList();
    return new Loaded(
        new SdkServer(identity, features.tools(), features.prompts()),
        features.tools().stream().map(tool -> Wire.tool(tool.tool())).toList(),
        features.tools().stream()
            .map(tool -> tool.tool().name())
            .collect(Collectors.toUnmodifiableSet()),
        prompts.stream().map(Wire::prompt).toList(),
        prompts.stream().collect(Collectors.toUnmodifiableMap(McpSchema.Prompt::name, p -> p)));
  }

  private Map<String, Object> listTools(Map<String, Object> params, Exchange exchange) {
    return pages.page("tools", "name", loaded().tools(), params);
  }

  private Map<String, Object> callTool(Map<String, Object> params, Exchange exchange) {
    String name = string(params, "name");
    if (!loaded().toolNames().contains(name)) {
      throw RpcException.invalidParams(
          "unknown tool " + RpcException.quote(name) + "; tools/list names them");
    }
    Map<String, Object> known = new LinkedHashMap<>(params);
    known.put("arguments", arguments(params));
    return Wire.of(loaded().server().answer("tools/call", known, exchange));
  }

  private Map<String, Object> listPrompts(Map<String, Object> params, Exchange exchange) {
    return pages.page("prompts", "name", loaded().prompts(), params);
  }

  private Map<String, Object> getPrompt(Map<String, Object> params, Exchange exchange) {
    String name = string(params, "name");
    McpSchema.Prompt prompt = loaded().promptsByName().get(name);
    if (prompt == null) {
      throw RpcException.invalidParams(
          "unknown prompt " + RpcException.quote(name) + "; prompts/list names them");
    }
    Map<String, Object> arguments = arguments(params);
    Set<String> missing = new TreeSet<>();
    if (prompt.arguments() != null) {
      for (McpSchema.PromptArgument argument : prompt.arguments()) {
        if (Boolean.TRUE.equals(argument.required())
            && !(arguments.get(argument.name()) instanceof String)) {
          missing.add(argument.name());
        }
      }
    }
    if (!missing.isEmpty()) {
      throw RpcException.invalidParams(
          "prompt " + name + " needs the arguments " + String.join(", ", missing) + " as strings");
    }
    arguments.forEach((argument, value) -> {
      if (!(value instanceof String text) || Json.loneSurrogate(text, "") != null) {
        throw RpcException.invalidParams(
            "argument " + RpcException.quote(argument) + " of prompt " + name + " must be a text");
      }
    });
    Map<String, Object> known = new LinkedHashMap<>(params);
    known.put("arguments", arguments);
    return Wire.of(loaded().server().answer("prompts/get", known, exchange));
  }

  private static String string(Map<String, Object> params, String name) {
    if (params.get(name) instanceof String value) {
      return value;
    }
    throw RpcException.invalidParams("params." + name + " must be a string");
  }

  private static Map<String, Object> arguments(Map<String, Object> params) {
    Object arguments = params.get("arguments");
    Map<String, Object> object = arguments == null ? Map.of() : Json.asObject(arguments);
    if (object == null) {
      throw RpcException.invalidParams("params.arguments must be a JSON object");
    }
    return object;
  }
}
