package dev.pactmemory.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A follower that talks nonsense, does not read or is of another version harms nobody.
class MisbehavingFollowerTest extends SharingFixture {
  @Test
  void nothingIsDoneForAFollowerOfAnotherVersion() throws Exception {
    BlockingQueue<String> deleted = new LinkedBlockingQueue<>();
    lead(
        Scripted.deleting((ref, _) -> {
          deleted.add(ref);
          return Outcome.done(new Deleted(ID, 1));
        }));

    try (SocketChannel channel = connect()) {
      Wire.write(channel, Wire.encode(new Frame.Hello(Wire.PROTOCOL + 1, "9.9", 1)));
      assertThat(Wire.read(channel)).isEqualTo(new Frame.Hello(Wire.PROTOCOL, "test", OWN_PID));
      Wire.write(channel, Wire.encode(new Frame.Call(1, "r", 1_000, new Request.Delete("x"))));
      assertThat(Wire.read(channel)).isNull();
    }

    assertThat(deleted).isEmpty();
    assertThat(delete(patient(), "y")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void garbageFromAFollowerHarmsNobody() throws Exception {
    lead(Scripted.deleting((_, _) -> Outcome.done(new Deleted(ID, 1))));

    for (byte[] bytes :
        List.of(
            new byte[] {0, 0, 0, 9, 1, 2},
            new byte[] {0, 0, 0, 2, '{', '}'},
            new byte[] {-1, -1, -1, -1},
            "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      try (SocketChannel channel = connect()) {
        channel.write(ByteBuffer.wrap(bytes));
      }
    }

    assertThat(delete(patient(), "y")).isEqualTo(Outcome.done(new Deleted(ID, 1)));
  }

  @Test
  void aFollowerThatDoesNotReadHoldsUpNobody() throws Exception {
    Memory large = memory("x".repeat(1 << 20));
    Scripted led = Scripted.getting((_, _) -> Outcome.done(new Got(List.of(large), List.of())));
    lead(led);
    try (SocketChannel channel = connect()) {
      Wire.write(channel, Wire.encode(new Frame.Hello(Wire.PROTOCOL, "test", 1)));
      for (int i = 0; i < 100; i++) {
        Request<?> request = new Request.Get(List.of("x"), OptionalInt.empty());
        Wire.write(channel, Wire.encode(new Frame.Call(i, "r" + i, 10_000, request)));
      }

      SharedMemories other = patient();
      BlockingQueue<Changed> heard = new LinkedBlockingQueue<>();
      open.add(other.listen(heard::add));
      led.tell(NEWS);

      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(NEWS);
      assertThat(get(other, "x")).isInstanceOf(Outcome.Done.class);
    }
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(
        UnixDomainSocketAddress.of(LeaderFile.find(home).orElseThrow().socket()));
  }
}
