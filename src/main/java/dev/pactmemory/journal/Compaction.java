package dev.pactmemory.journal;

import dev.pactmemory.json.ChangeJson;
import dev.pactmemory.model.Change;
import dev.pactmemory.model.MemoryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/// A journal written once more beside itself, without some of its changes. Those that stay are
/// numbered anew from 1, so that the result is a journal like any other, and a store made from the
/// old one does not fit it.
///
/// One thread; nobody may append to the journal meanwhile.
public final class Compaction {
  /// Changes that share a write and a force.
  private static final int BATCH = 200;

  private static final int PROGRESS_EVERY = 1_000;

  private final Predicate<Change> stays;
  private final Consumer<String> progress;
  private final List<Change> batch = new ArrayList<>();
  private final CRC32C written = new CRC32C();
  private long count;

  private Compaction(Predicate<Change> stays, Consumer<String> progress) {
    this.stays = stays;
    this.progress = progress;
  }

  /// Writes the changes that stay into a directory that is not there yet, and reads them back; on
  /// return they are on the device.
  ///
  /// @param progress told a line now and then
  /// @return how many stay
  /// @throws MemoryException if something cannot be read or written, or does not read back
  public static long write(
      Path journal, Path to, Predicate<Change> stays, Disk disk, Consumer<String> progress) {
    Compaction compaction = new Compaction(stays, progress);
    try {
      disk.createDirectories(to);
    } catch (IOException e) {
      throw MemoryException.of(e, "the journal could not be written anew");
    }
    try (Journal from = Journal.open(journal, disk);
        Journal target = Journal.open(to, disk)) {
      var _ = from.readFrom(1, change -> compaction.take(change, target));
      compaction.append(target);
    }
    progress.accept("reading them back");
    compaction.check(to, disk);
    return compaction.count;
  }

  private void take(Change change, Journal target) {
    if (stays.test(change)) {
      count++;
      Change renumbered = new Change(count, change.at(), change.requestId(), change.effect());
      add(written, renumbered);
      batch.add(renumbered);
      if (batch.size() == BATCH) {
        append(target);
      }
      if (count % PROGRESS_EVERY == 0) {
        progress.accept(count + " changes written anew");
      }
    }
  }

  private void append(Journal target) {
    target.append(batch);
    batch.clear();
  }

  private void check(Path to, Disk disk) {
    CRC32C read = new CRC32C();
    try (Journal again = Journal.open(to, disk)) {
      List<Flaw> flaws = again.readFrom(1, change -> add(read, change));
      if (!flaws.isEmpty()
          || again.lastNumber() != count
          || read.getValue() != written.getValue()) {
        throw new MemoryException(
            MemoryException.Code.IO_ERROR,
            "the journal does not read back as it was written anew; nothing was changed");
      }
    }
  }

  private static void add(CRC32C sum, Change change) {
    sum.update(ChangeJson.write(change).getBytes(StandardCharsets.UTF_8));
  }
}
