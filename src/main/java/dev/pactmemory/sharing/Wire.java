package dev.pactmemory.sharing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.pactmemory.model.Scope;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Frames to bytes and back. Safe for many threads.
final class Wire {
  /// Raised whenever a frame, a request or a record of the model in one changes its form; processes
  /// that differ do not share.
  static final int PROTOCOL = 9;

  /// Longer than any answer a client would read; keeps a broken peer from filling the heap.
  static final int MAX_FRAME_BYTES = 32 << 20;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .addMixIn(Scope.class, ByName.class)
          .build();

  private Wire() {}

  /// Names the case of a sealed type of the model.
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "of")
  private interface ByName {}

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /// @throws IOException if the tree is no such value
  static <R> R value(@Nullable JsonNode tree, TypeReference<R> type) throws IOException {
    try {
      return MAPPER.treeToValue(tree, MAPPER.constructType(type));
    } catch (JacksonException e) {
      throw new IOException("an answer that cannot be read", e);
    }
  }

  /// @throws FrameTooLong if it is longer than a reader would take
  static ByteBuffer encode(Frame frame) throws FrameTooLong {
    byte[] json = MAPPER.writeValueAsBytes(frame);
    if (json.length > MAX_FRAME_BYTES) {
      throw new FrameTooLong(json.length);
    }
    return ByteBuffer.allocate(4 + json.length).putInt(json.length).put(json).flip();
  }

  static void write(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// The next frame; null at a clean end.
  ///
  /// @throws IOException for an end within a frame, a length out of bounds, or no frame
  static @Nullable Frame read(ReadableByteChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(4);
    if (channel.read(head) < 0) {
      return null;
    }
    fill(channel, head);
    int length = head.flip().getInt();
    if (length <= 0 || length > MAX_FRAME_BYTES) {
      throw new IOException("a frame of " + length + " bytes");
    }
    ByteBuffer body = ByteBuffer.allocate(length);
    fill(channel, body);
    try {
      return MAPPER.readValue(body.array(), Frame.class);
    } catch (JacksonException e) {
      throw new IOException("a frame that cannot be read", e);
    }
  }

  private static void fill(ReadableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the peer ended within a frame");
      }
    }
  }

  /// An answer no peer would read.
  static final class FrameTooLong extends IOException {
    private static final long serialVersionUID = 1L;

    FrameTooLong(int bytes) {
      super("a frame of " + bytes + " bytes");
    }
  }
}
