package dev.pactmemory;

import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Status;
import dev.pactmemory.sharing.SharedMemories;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at everything: the machine, the files, who leads, and through the leader at each memory.
/// Joins as any session does, so that what a session mends by itself is mended here too.
final class Doctor {
  private static final double MEBIBYTE = 1 << 20;

  /// For reading all of a large memory.
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /// For the model, and for an index that lags behind.
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private static final Duration MOMENT = Duration.ofMillis(50);

  private final Path home;
  private final String version;
  private final InstantSource clock;
  private final Supplier<? extends Memories> opener;

  /// @param opener opens the memory as a session does
  Doctor(Path home, String version, InstantSource clock, Supplier<? extends Memories> opener) {
    this.home = home;
    this.version = version;
    this.clock = clock;
    this.opener = opener;
  }

  void examine(boolean fix, Consumer<Finding> found) {
    found.accept(program());
    LocalMemories.examineFiles(home, fix).forEach(found);
    if (!Files.isDirectory(home)) {
      return;
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    SharedMemories.examine(home, temporary, version, fix).forEach(found);
    try {
      List<Finding> inside = inside();
      (fix && mend(inside, found) ? inside() : inside).forEach(found);
    } catch (MemoryException e) {
      found.accept(Finding.bad("memory", String.valueOf(e.getMessage()), ""));
    }
  }

  /// Makes again what disagrees with what it is made from; false if there was nothing to do, or
  /// another process holds the memory.
  private boolean mend(List<Finding> inside, Consumer<Finding> found) {
    try {
      if (isBad(inside, "store")) {
        LocalMemories.forgetStore(home, clock);
        found.accept(Finding.mended("store", "moved aside and built again from the journal"));
        return true;
      }
      if (isBad(inside, "index")) {
        LocalMemories.forgetIndex(home, clock);
        found.accept(Finding.mended("index", "emptied and filled again from the store"));
        return true;
      }
    } catch (MemoryException e) {
      found.accept(Finding.note("fix", String.valueOf(e.getMessage()), ""));
    }
    return false;
  }

  private Finding program() {
    return Finding.good(
        "program",
        String.format(
            Locale.ROOT,
            "version %s on Java %s (%s), %.0f MB heap at most",
            version,
            Runtime.version(),
            System.getProperty("java.vendor"),
            Runtime.getRuntime().maxMemory() / MEBIBYTE));
  }

  private static boolean isBad(List<Finding> findings, String subject) {
    return findings.stream()
        .anyMatch(finding ->
            finding.subject().equals(subject) && finding.verdict() == Finding.Verdict.BAD);
  }

  private List<Finding> inside() {
    try (Memories memories = opener.get()) {
      Call call = Call.within(LIMIT);
      for (long waited = 0;
          waited < SETTLING.toNanos() && isSettling(memories.status(call));
          waited += MOMENT.toNanos()) {
        LockSupport.parkNanos(MOMENT.toNanos());
      }
      return memories.examine(call);
    }
  }

  private static boolean isSettling(Status status) {
    return status.degraded().contains(Degradation.MODEL_LOADING)
        || status.degraded().contains(Degradation.INDEX_CATCHING_UP)
        || status.degraded().contains(Degradation.VECTORS_PENDING);
  }
}
