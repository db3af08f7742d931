package dev.pactmemory.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which of the two protocols a request speaks.
enum Era {
  /// Up to 2025-11-25: opened by `initialize`.
  LEGACY,
  /// 2026-07-28: every request says the revision and what the client can do.
  MODERN;

  /// Newest last.
  static final List<String> LEGACY_VERSIONS =
      List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  static final List<String> MODERN_VERSIONS = List.of("2026-07-28");

  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

  /// The era that the request's own words put it in. A request that says nothing is legacy: whether
  /// it may be, the handshake decides.
  ///
  /// @throws RpcException for a modern request that is incomplete or of a revision not served
  static Era of(Map<String, Object> params) {
    Object meta = params.get("_meta");
    if (meta == null) {
      return LEGACY;
    }
    Map<String, Object> keys = Json.asObject(meta);
    if (keys == null) {
      throw RpcException.invalidParams("params._meta must be a JSON object");
    }
    if (!keys.containsKey(VERSION) && !keys.containsKey(CAPABILITIES)) {
      return LEGACY;
    }
    requireModern(keys);
    return MODERN;
  }

  private static void requireModern(Map<String, Object> keys) {
    List<String> wrong = new ArrayList<>();
    if (!(keys.get(VERSION) instanceof String)) {
      wrong.add(VERSION + " (a string)");
    }
    if (Json.asObject(keys.get(CAPABILITIES)) == null) {
      wrong.add(CAPABILITIES + " (an object)");
    }
    if (!wrong.isEmpty()) {
      throw RpcException.invalidParams("params._meta must have " + String.join(" and ", wrong));
    }
    if (keys.get(VERSION) instanceof String version && !MODERN_VERSIONS.contains(version)) {
      throw new RpcException(
          RpcException.UNSUPPORTED_VERSION,
          "protocol version " + RpcException.quote(version) + " is not served",
          Map.of("supported", MODERN_VERSIONS, "requested", version));
    }
  }

  /// What a request that names no revision gets while there was no handshake.
  static RpcException unannounced() {
    return RpcException.invalidParams(
        "send initialize first, or name the protocol version in params._meta: "
            + VERSION
            + " and "
            + CAPABILITIES);
  }
}
