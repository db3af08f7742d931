package dev.pactmemory.mcp;

import org.jspecify.annotations.Nullable;

/// A request that is refused, as the protocol says it: a code, one sentence, and data where the
/// code has some. Carries no stack: it is an answer, not a fault.
final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  static final int PARSE_ERROR = -32700;
  static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  static final int INTERNAL_ERROR = -32603;

  /// Ours, from the range left to implementations: too many requests are waiting.
  static final int BUSY = -32000;

  /// Legacy only; modern clients get `INVALID_PARAMS`.
  static final int LEGACY_RESOURCE_NOT_FOUND = -32002;

  static final int UNSUPPORTED_VERSION = -32022;

  private final int code;
  private final transient @Nullable Object data;

  RpcException(int code, String message) {
    this(code, message, null);
  }

  RpcException(int code, String message, @Nullable Object data) {
    super(message, null, false, false);
    this.code = code;
    this.data = data;
  }

  static RpcException invalidParams(String message) {
    return new RpcException(INVALID_PARAMS, message);
  }

  /// What the client sent, short enough to be said back.
  static String quote(String text) {
    return "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "'";
  }

  int code() {
    return code;
  }

  @Nullable Object data() {
    return data;
  }
}
