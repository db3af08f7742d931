package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// What a follower says of a leader that is silent, talks nonsense or is of another version.
class MisbehavingLeaderTest extends SharingFixture {
  @Test
  void aLeaderThatSaysNothingIsNamed() throws Exception {
    listen(_ -> {});

    assertBusyNaming(OWN_PID);
  }

  @Test
  void aLeaderThatSaysHalfAFrameIsNamed() throws Exception {
    listen(channel ->
        channel.write(ByteBuffer.allocate(6).putInt(100).put((byte) '{').put((byte) ' ').flip()));

    assertBusyNaming(OWN_PID);
  }

  @Test
  void aLeaderThatTalksGarbageIsGivenUp() throws Exception {
    listen(channel -> {
      channel.write(
          ByteBuffer.wrap("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
      channel.close();
    });

    assertThatThrownBy(() -> delete(follower(), "x"))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY));
  }

  @Test
  void aLeaderThatFallsSilentIsNamedAndTheChangeIsCalledUncertain() throws Exception {
    listen(channel -> hello(channel, Wire.PROTOCOL));

    assertThatThrownBy(() -> delete(follower(), "x"))
        .hasMessage(
            "process 4711 holds the memory and does not answer (stopped or hanging?); resume or"
                + " end it, then look whether the change was made");
    assertThatThrownBy(() -> get(follower(), "x"))
        .hasMessage(
            "process 4711 holds the memory and does not answer (stopped or hanging?); resume or"
                + " end it, then ask again");
  }

  @Test
  void aLeaderBeforeWhichTheLineIsFullIsNotWaitedForForEver() throws Exception {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(SocketPath.in(home)), 1);
    open.add(() -> new Stub(server).close(home));
    new LeaderFile(SocketPath.in(home), OWN_PID, "test").write(home);
    fillTheLine();

    assertThatThrownBy(() -> delete(follower(), "x"))
        .hasMessage("another process holds the memory and cannot be reached; ask again, or end it");
  }

  /// Connects as often as the kernel lets one who is never taken.
  private void fillTheLine() throws IOException {
    boolean full = false;
    for (int i = 0; i < 8 && !full; i++) {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      open.add(channel);
      channel.configureBlocking(false);
      full = !isConnected(channel);
    }
    assertThat(full).as("the line is full").isTrue();
  }

  private boolean isConnected(SocketChannel channel) {
    try {
      return channel.connect(UnixDomainSocketAddress.of(SocketPath.in(home)));
    } catch (IOException _) {
      return false; // "Resource temporarily unavailable", on Linux.
    }
  }

  @Test
  void aLeaderOfAnotherVersionIsNamedWithBothVersions() throws Exception {
    listen(channel -> hello(channel, Wire.PROTOCOL + 1));

    assertThatThrownBy(() -> delete(follower(), "x"))
        .hasMessage(
            "process 4711 holds the memory with version 9.9 of this program, this one is test;"
                + " restart the session that is older, so that all run the same version");
  }

  private void assertBusyNaming(long pid) {
    assertThatThrownBy(() -> delete(follower(), "x"))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY))
        .hasMessageStartingWith("process " + pid + " holds the memory and does not answer");
  }
}
