package dev.pactmemory.journal;

import dev.pactmemory.json.ChangeJson;
import dev.pactmemory.model.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// One pass over the changes.
final class ChangeReader {
  private final long wanted;
  private final Consumer<Change> reader;
  private final List<Flaw> flaws = new ArrayList<>();
  private long previous;

  /// Damaged lines since the last good one; each was a change perhaps.
  private long damaged;

  ChangeReader(long wanted, Consumer<Change> reader) {
    this.wanted = wanted;
    this.reader = reader;
    this.previous = Math.max(0, wanted - 1);
  }

  List<Flaw> flaws() {
    return List.copyOf(flaws);
  }

  void read(Segment segment, long limit) throws IOException {
    try (LineReader lines = new LineReader(segment.file(), limit)) {
      long count = 0;
      for (byte[] bytes = lines.next(); bytes != null; bytes = lines.next()) {
        count++;
        read(segment.name(), count, bytes, lines.ended());
      }
    }
  }

  /// @param segment the name of the file that the line is from
  /// @param number of the line in it
  /// @param ended whether the line had an end
  void read(String segment, long number, byte[] line, boolean ended) {
    switch (Line.decode(line)) {
      case Line.OfChange(String json) -> accept(json, segment, number);
      case Line.Bad() when ended -> flaw(segment, number, "the checksum is wrong");
      case Line.Bad(), Line.Torn(), Line.Header(int _) -> {}
    }
  }

  private void accept(String json, String segment, long line) {
    if (isBefore(json)) {
      return;
    }
    Change change;
    try {
      change = ChangeJson.read(json);
    } catch (IllegalArgumentException e) {
      flaw(segment, line, "not a change: " + e.getMessage());
      return;
    }
    if (change.number() <= previous) {
      flaw(
          segment,
          line,
          String.format(Locale.ROOT, "change %d after %d", change.number(), previous));
      return;
    }
    if (change.number() > previous + 1 + damaged) {
      flaws.add(
          new Flaw(
              segment,
              0,
              String.format(
                  Locale.ROOT,
                  "of the changes %d to %d some are missing",
                  previous + 1,
                  change.number() - 1)));
    }
    previous = change.number();
    damaged = 0;
    reader.accept(change);
  }

  private boolean isBefore(String json) {
    try {
      long number = ChangeJson.number(json);
      return number > 0 && number < wanted;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private void flaw(String segment, long line, String what) {
    damaged++;
    flaws.add(new Flaw(segment, line, what));
  }
}
