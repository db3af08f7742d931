package dev.pactmemory.sharing;

import dev.pactmemory.memory.Memories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// A leader of some memories, and the memories as a follower sees them over a real socket.
public final class LeaderAndFollower {
  private LeaderAndFollower() {}

  /// What the follower sees. Closing it closes the leader's memories too.
  public static Memories over(Memories led, Path home, Path temporary) {
    try {
      LeaderPort port = LeaderPort.open(home, temporary, "test", Waits.REAL, led);
      SharedMemories follower =
          new SharedMemories(
              home,
              temporary,
              "test",
              Waits.REAL,
              SeatElection.NEVER,
              () -> {
                throw new IllegalStateException("a follower opens nothing");
              });
      return new Following(follower, port, led);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
