package dev.pactmemory.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One file of the journal, named by the number of the change it begins with.
record Segment(Path file, long first) {
  private static final Pattern NAME = Pattern.compile("(\\d{19})\\.journal");

  static Segment in(Path directory, long first) {
    return new Segment(
        directory.resolve(String.format(Locale.ROOT, "%019d.journal", first)), first);
  }

  /// All segments of the directory by their first numbers; none if it is not there.
  static List<Segment> all(Path directory) throws IOException {
    List<Segment> segments = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Matcher name = NAME.matcher(file.getFileName().toString());
          if (name.matches()) {
            segments.add(new Segment(file, Long.parseLong(name.group(1))));
          }
        }
      }
    }
    segments.sort(Comparator.comparingLong(Segment::first));
    return segments;
  }

  /// Whether a file of this name would be a segment.
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /// Refuses a segment whose first line says that a newer program wrote it.
  void checkVersion() throws IOException {
    try (LineReader lines = new LineReader(file, Long.MAX_VALUE)) {
      byte[] line = lines.next();
      if (line != null && Line.decode(line) instanceof Line.Header header) {
        header.refuseNewer();
      }
    }
  }

  String name() {
    return file.getFileName().toString();
  }
}
