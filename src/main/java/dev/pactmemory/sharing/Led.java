package dev.pactmemory.sharing;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Changed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this process leads: the memory in it, and those who are told of it.
///
/// @param port null if others cannot reach it
record Led(Memories memories, AutoCloseable news, @Nullable LeaderPort port)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Led.class);

  static Led begin(
      Path home,
      Path temporary,
      String version,
      Waits waits,
      Memories memories,
      Consumer<Changed> listener) {
    LeaderPort port = null;
    try {
      port = LeaderPort.open(home, temporary, version, waits, memories);
    } catch (IOException e) {
      LOG.error("this process leads, but others cannot reach it", e);
    }
    return new Led(memories, memories.listen(listener), port);
  }

  /// Answers the followers' calls in flight, then closes the memory.
  @Override
  public void close() {
    if (port != null) {
      port.close();
    }
    memories.close();
    try {
      news.close();
    } catch (Exception e) {
      LOG.warn("a listener did not end", e);
    }
  }
}
