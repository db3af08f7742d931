package dev.pactmemory.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pactmemory.model.MemoryException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTest {
  @TempDir Path directory;

  @Test
  void aHeldLockIsRefusedAfterTheWaitAndFreeOnceItIsClosed() {
    Path file = directory.resolve("lock");
    HomeLock held = HomeLock.take(file, Duration.ZERO);

    assertThatThrownBy(() -> HomeLock.take(file, Duration.ofMillis(120)))
        .isInstanceOfSatisfying(
            MemoryException.class, e -> assertThat(e.code()).isEqualTo(MemoryException.Code.BUSY))
        .hasMessageContaining("another process holds the memory");
    held.close();

    try (HomeLock taken = HomeLock.take(file, Duration.ZERO)) {
      assertThat(taken).isNotNull();
    }
  }
}
