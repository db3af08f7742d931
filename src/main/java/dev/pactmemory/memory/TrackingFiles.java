package dev.pactmemory.memory;

import dev.pactmemory.model.Change;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.store.StoreReads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of a session noted, or forgotten.
record TrackingFiles(Tracking tracking, Instant now) implements Write<List<TrackedFile>> {
  /// More files than a person touches; the longest untouched are forgotten first. Keeps one journal
  /// line from growing without end.
  private static final int MAX_FILES = 1_000;

  /// A file noted again sooner is not written again: a burst of edits is one sighting.
  private static final Duration SIGHTING = Duration.ofMinutes(1);

  /// Whether there is anything to do beyond asking.
  static boolean asksOnly(Tracking tracking) {
    return !tracking.clear() && tracking.add().isEmpty() && tracking.remove().isEmpty();
  }

  @Override
  public Decision<List<TrackedFile>> decide(StoreReads reads) {
    List<TrackedFile> before = reads.tracked(tracking.project(), tracking.session());
    List<TrackedFile> after = after(before);
    return after.equals(before)
        ? new Decision.Answer<>(Outcome.done(before))
        : new Decision.Apply<>(
            new Change.Track(tracking.project(), tracking.session(), after),
            stored -> stored.tracked(tracking.project(), tracking.session()),
            null);
  }

  private List<TrackedFile> after(List<TrackedFile> before) {
    Map<String, TrackedFile> files = new LinkedHashMap<>();
    if (!tracking.clear()) {
      before.forEach(file -> files.put(file.path(), file));
    }
    tracking.remove().forEach(files::remove);
    for (String path : tracking.add()) {
      files.merge(path, new TrackedFile(path, now, now), this::seenAgain);
    }
    return files.size() <= MAX_FILES ? List.copyOf(files.values()) : newest(files);
  }

  private TrackedFile seenAgain(TrackedFile known, TrackedFile seen) {
    return seen.lastSeen().isBefore(known.lastSeen().plus(SIGHTING))
        ? known
        : new TrackedFile(known.path(), known.firstSeen(), seen.lastSeen());
  }

  private static List<TrackedFile> newest(Map<String, TrackedFile> files) {
    List<TrackedFile> kept = new ArrayList<>(files.values());
    kept.sort(Comparator.comparing(TrackedFile::lastSeen).reversed());
    List<TrackedFile> newest = kept.subList(0, MAX_FILES);
    return files.values().stream().filter(newest::contains).toList();
  }

  @Override
  public List<TrackedFile> again(StoreReads reads, StoreReads.AppliedRequest before) {
    return reads.tracked(tracking.project(), tracking.session());
  }
}
