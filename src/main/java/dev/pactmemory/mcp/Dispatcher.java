package dev.pactmemory.mcp;

import dev.pactmemory.model.MemoryException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds a method and answers it as the era wants it; knows no transport. Safe for many threads.
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// One method of the protocol, the same in both eras.
  interface Method {
    /// The result, as a legacy client gets it.
    ///
    /// @throws RpcException when it is refused
    Map<String, Object> answer(Map<String, Object> params, Exchange exchange);
  }

  /// How long a modern client may keep a result, and whether others may see it.
  private enum Caching {
    /// The same for everyone, as long as this program runs.
    FIXED(3_600_000, "public"),
    /// The user's own, and it may change with the next call.
    FRESH(0, "private");

    private final int ttlMs;
    private final String scope;

    Caching(int ttlMs, String scope) {
      this.ttlMs = ttlMs;
      this.scope = scope;
    }
  }

  private final McpEndpoint.Identity identity;
  private final Map<String, Object> capabilities;
  private final Map<String, Method> methods;

  /// @param methods beyond `initialize`, `ping` and `server/discover`
  Dispatcher(
      McpEndpoint.Identity identity,
      Map<String, Object> capabilities,
      Map<String, Method> methods) {
    this.identity = identity;
    this.capabilities = capabilities;
    this.methods = methods;
  }

  /// The whole response; never throws.
  Map<String, Object> respond(Incoming.Request request, Exchange exchange) {
    return guarded(
        request,
        () -> {
          Map<String, Object> result =
              method(request.method(), exchange.era()).answer(request.params(), exchange);
          return exchange.era() == Era.MODERN ? dressed(request.method(), result) : result;
        });
  }

  /// The whole response made of the result of `work`, or of its failure.
  Map<String, Object> guarded(Incoming.Request request, Supplier<Map<String, Object>> work) {
    try {
      return result(request.id(), work.get());
    } catch (RpcException e) {
      return error(request.id(), e.code(), e.getMessage(), e.data());
    } catch (MemoryException e) {
      boolean busy = e.code() == MemoryException.Code.BUSY;
      return error(
          request.id(),
          busy ? RpcException.BUSY : RpcException.INTERNAL_ERROR,
          e.getMessage(),
          null);
    } catch (RuntimeException | Error e) {
      LOG.error("Answering {} failed", loggable(request.method()), e);
      return error(request.id(), RpcException.INTERNAL_ERROR, "internal error", null);
    }
  }

  /// @throws RpcException if the era has no such method
  void requireServed(String method, Era era) {
    method(method, era);
  }

  private Method method(String name, Era era) {
    Method method =
        switch (name) {
          case "initialize" -> era == Era.LEGACY ? this::initialize : null;
          case "ping" -> era == Era.LEGACY ? (_, _) -> Map.of() : null;
          case "server/discover" -> era == Era.MODERN ? (_, _) -> discover() : null;
          default -> methods.get(name);
        };
    if (method == null) {
      throw new RpcException(
          RpcException.METHOD_NOT_FOUND, "method " + RpcException.quote(name) + " is not served");
    }
    return method;
  }

  /// Only names of ours reach the log.
  private String loggable(String method) {
    return methods.containsKey(method) ? method : "a request";
  }

  private Map<String, Object> initialize(Map<String, Object> params, Exchange exchange) {
    if (!(params.get("protocolVersion") instanceof String wanted)) {
      throw RpcException.invalidParams("params.protocolVersion must be a string");
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put(
        "protocolVersion",
        Era.LEGACY_VERSIONS.contains(wanted) ? wanted : Era.LEGACY_VERSIONS.getLast());
    result.put("capabilities", capabilities);
    result.put("serverInfo", serverInfo());
    result.put("instructions", identity.instructions());
    return result;
  }

  private Map<String, Object> discover() {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("supportedVersions", Era.MODERN_VERSIONS);
    result.put("capabilities", capabilities);
    result.put("instructions", identity.instructions());
    return result;
  }

  private Map<String, Object> serverInfo() {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", identity.name());
    info.put("title", identity.title());
    info.put("version", identity.version());
    return info;
  }

  /// What every modern result carries besides itself.
  private Map<String, Object> dressed(String method, Map<String, Object> result) {
    Map<String, Object> dressed = new LinkedHashMap<>(result);
    dressed.putIfAbsent("resultType", "complete");
    Caching caching =
        switch (method) {
          case "server/discover", "tools/list", "prompts/list", "resources/templates/list" ->
              Caching.FIXED;
          case "resources/list", "resources/read" -> Caching.FRESH;
          default -> null;
        };
    if (caching != null) {
      dressed.put("ttlMs", caching.ttlMs);
      dressed.put("cacheScope", caching.scope);
    }
    dressed.put("_meta", meta(Json.asObject(result.get("_meta"))));
    return dressed;
  }

  Map<String, Object> meta(@Nullable Map<String, Object> own) {
    Map<String, Object> meta = new LinkedHashMap<>();
    if (own != null) {
      meta.putAll(own);
    }
    meta.put("io.modelcontextprotocol/serverInfo", serverInfo());
    return meta;
  }

  static Map<String, Object> result(Object id, Map<String, Object> result) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("jsonrpc", "2.0");
    response.put("id", id);
    response.put("result", result);
    return response;
  }

  /// @param id null if it could not be read; the answer then has none
  static Map<String, Object> error(
      @Nullable Object id, int code, @Nullable String message, @Nullable Object data) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message == null ? "refused" : message);
    if (data != null) {
      error.put("data", data);
    }
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("jsonrpc", "2.0");
    if (id != null) {
      response.put("id", id);
    }
    response.put("error", error);
    return response;
  }

  static Map<String, Object> notification(String method, Map<String, Object> params) {
    Map<String, Object> notification = new LinkedHashMap<>();
    notification.put("jsonrpc", "2.0");
    notification.put("method", method);
    if (!params.isEmpty()) {
      notification.put("params", params);
    }
    return notification;
  }
}
