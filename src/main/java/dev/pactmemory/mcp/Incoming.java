package dev.pactmemory.mcp;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a line turns out to be.
sealed interface Incoming {
  /// One that wants an answer.
  ///
  /// @param id a string or an integer
  record Request(Object id, String method, Map<String, Object> params) implements Incoming {}

  record Notification(String method, Map<String, Object> params) implements Incoming {}

  /// An answer to a request of ours.
  ///
  /// @param result empty for an error
  record Response(Object id, Map<String, Object> result) implements Incoming {}

  /// A line that gets an error and nothing else.
  ///
  /// @param id null if it could not be read
  record Refused(@Nullable Object id, int code, String message) implements Incoming {}

  /// Nothing to do: a blank line.
  record Blank() implements Incoming {}

  static Incoming parse(LineReader.Line line, int maxBytes) {
    if (line.tooLong()) {
      return new Refused(
          null, RpcException.INVALID_REQUEST, "the line is longer than " + maxBytes + " bytes");
    }
    byte[] bytes = withoutByteOrderMark(line.bytes());
    if (isBlank(bytes)) {
      return new Blank();
    }
    try {
      return of(Json.read(bytes));
    } catch (Json.MalformedException e) {
      return new Refused(
          null, RpcException.PARSE_ERROR, e.getMessage() == null ? "not JSON" : e.getMessage());
    }
  }

  private static Incoming of(@Nullable Object value) {
    if (value instanceof List) {
      return new Refused(
          null, RpcException.INVALID_REQUEST, "batches are not served: one message per line");
    }
    Map<String, Object> message = Json.asObject(value);
    if (message == null) {
      return new Refused(
          null,
          RpcException.INVALID_REQUEST,
          "a message is a JSON object with \"jsonrpc\":\"2.0\"");
    }
    Object id = message.get("id");
    @Nullable Object readableId = isId(id) ? id : null;
    if (!"2.0".equals(message.get("jsonrpc"))) {
      return new Refused(
          readableId, RpcException.INVALID_REQUEST, "\"jsonrpc\" must be the string \"2.0\"");
    }
    if (!message.containsKey("method")) {
      return response(message, readableId);
    }
    if (message.containsKey("id") && readableId == null) {
      return new Refused(
          null, RpcException.INVALID_REQUEST, "\"id\" must be a string or an integer");
    }
    if (!(message.get("method") instanceof String method)) {
      return new Refused(readableId, RpcException.INVALID_REQUEST, "\"method\" must be a string");
    }
    Map<String, Object> params =
        message.get("params") == null ? Map.of() : Json.asObject(message.get("params"));
    if (readableId == null) {
      return params == null ? new Blank() : new Notification(method, params);
    }
    if (params == null) {
      return new Refused(
          readableId, RpcException.INVALID_PARAMS, "\"params\" must be a JSON object");
    }
    return new Request(readableId, method, params);
  }

  /// Answers to nothing we asked are dropped later, in silence: an error to an answer could be
  /// answered in turn, without end.
  private static Incoming response(Map<String, Object> message, @Nullable Object id) {
    if (id != null && (message.containsKey("result") || message.containsKey("error"))) {
      Map<String, Object> result = Json.asObject(message.get("result"));
      return new Response(id, result == null ? Map.of() : result);
    }
    if (message.containsKey("result") || message.containsKey("error")) {
      return new Blank();
    }
    return new Refused(id, RpcException.INVALID_REQUEST, "\"method\" is missing");
  }

  /// Whether the value can name a request.
  static boolean isId(@Nullable Object id) {
    return id instanceof String
        || id instanceof Integer
        || id instanceof Long
        || id instanceof BigInteger;
  }

  private static byte[] withoutByteOrderMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? java.util.Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
