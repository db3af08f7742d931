package dev.pactmemory.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Tells one start of the machine from another.
final class MachineStart {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private MachineStart() {}

  /// The same as long as the machine runs, another after it was started anew; empty where the
  /// system does not say.
  static String id() {
    try {
      return Files.readString(BOOT_ID).strip();
    } catch (IOException _) {
      // Not Linux. The first process starts with the machine.
      return ProcessHandle.of(1)
          .flatMap(first -> first.info().startInstant())
          .map(Instant::toString)
          .orElse("");
    }
  }
}
