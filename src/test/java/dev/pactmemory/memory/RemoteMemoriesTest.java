package dev.pactmemory.memory;

import dev.pactmemory.sharing.LeaderAndFollower;
import java.nio.file.Path;
import java.util.Random;

/// What every memory does, seen by a follower through a socket.
class RemoteMemoriesTest extends MemoriesContract {
  @Override
  Memories open(Path home, FakeClock clock) {
    return LeaderAndFollower.over(
        LocalMemories.open(home, WordEmbedder.ready(), clock, new Random(7), "test"),
        home,
        directory);
  }

  @Override
  void checkInvariants(Path home) {
    LocalMemoriesTest.assertIndexEqualsStore(home, clock);
  }
}
