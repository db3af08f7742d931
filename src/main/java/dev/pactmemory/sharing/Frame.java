package dev.pactmemory.sharing;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What one process says to another: a length in four bytes (big-endian), then this as JSON.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
sealed interface Frame {
  /// Both sides' first frame.
  ///
  /// @param protocol see [Wire#PROTOCOL]
  /// @param version of the program, for people
  record Hello(int protocol, String version, long pid) implements Frame {}

  /// A follower wants something carried out.
  ///
  /// @param id unique on the connection; the answer carries it
  /// @param requestId unique everywhere; the same one is applied once
  record Call(long id, String requestId, long remainingMs, Request<?> request) implements Frame {}

  /// The follower's caller took the call back. No answer need come.
  record Cancel(long id) implements Frame {}

  /// What a call came to.
  record Done(long id, @Nullable JsonNode value) implements Frame {}

  record Refused(long id, Problem problem) implements Frame {}

  record Failed(long id, MemoryException.Code code, String message) implements Frame {}

  /// A memory changed, whoever asked for it.
  record News(Changed changed) implements Frame {}

  /// Is the other side alive? Answered at once, whatever else it does.
  record Ping() implements Frame {}

  record Pong() implements Frame {}
}
