package dev.pactmemory.journal;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.MemoryException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// The form of a backup: a zip file with the segments below `journal/`, and at its end
/// `backup.json`, which says what must be found in them.
final class Archive {
  private static final String FORMAT = "pact-memory backup";

  /// Written, and the newest that is read.
  private static final int VERSION = 1;

  private static final String DIRECTORY = "journal/";
  private static final String MANIFEST = "backup.json";

  /// Longer than any manifest.
  private static final int MAX_MANIFEST_BYTES = 65_536;

  private static final int PROGRESS_EVERY = 1_000;

  private Archive() {}

  /// Takes a line of a segment, without its end.
  private interface LineSink {
    void take(byte[] line, boolean ended) throws IOException;
  }

  /// Writes the segments into an existing file, as far as they are whole: a line that is being
  /// written is left out.
  ///
  /// @param progress told a line now and then
  static Backup.Contents write(List<Segment> segments, Path file, Consumer<String> progress)
      throws IOException {
    Backup.Tally tally = new Backup.Tally();
    try (ZipOutputStream zip =
        new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      for (Segment segment : segments) {
        zip.putNextEntry(new ZipEntry(DIRECTORY + segment.name()));
        try (LineReader lines = new LineReader(segment.file(), Long.MAX_VALUE)) {
          tally.begin(segment.name());
          eachLine(
              lines,
              (line, ended) -> {
                if (ended || Line.decode(line) instanceof Line.OfChange) {
                  zip.write(line);
                  zip.write('\n');
                  tally.take(line, true);
                  if (tally.lines() % PROGRESS_EVERY == 0) {
                    progress.accept(tally.lines() + " lines backed up");
                  }
                }
              });
        }
        zip.closeEntry();
      }
      zip.putNextEntry(new ZipEntry(MANIFEST));
      zip.write(manifest(tally.contents()).getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    }
    return tally.contents();
  }

  /// Reads all of it, and compares it with what it says of itself.
  ///
  /// @param progress told a line now and then
  static Backup.Contents read(Path file, Consumer<String> progress) throws IOException {
    Backup.Tally tally = new Backup.Tally();
    try (ZipFile zip = open(file)) {
      Backup.Contents promised = manifest(zip);
      for (ZipEntry entry : segments(zip)) {
        tally.begin(nameOf(entry));
        CheckedInputStream input = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
        try (LineReader lines = new LineReader(input, Long.MAX_VALUE)) {
          eachLine(
              lines,
              (line, ended) -> {
                if (Line.decode(line) instanceof Line.Header header) {
                  header.refuseNewer();
                }
                tally.take(line, ended);
                if (tally.lines() % PROGRESS_EVERY == 0) {
                  progress.accept(tally.lines() + " lines read");
                }
              });
          // The zip file's own reader does not look at its checksums.
          if (input.getChecksum().getValue() != entry.getCrc()) {
            throw damaged(null);
          }
        }
      }
      if (!tally.contents().equals(promised)) {
        throw damaged(null);
      }
      return promised;
    }
  }

  /// Copies the segments into a directory that is made for them.
  static void unpack(Path file, Path directory, Disk disk) throws IOException {
    disk.createDirectories(directory);
    byte[] buffer = new byte[1 << 16];
    try (ZipFile zip = open(file)) {
      for (ZipEntry entry : segments(zip)) {
        try (InputStream input = zip.getInputStream(entry);
            Disk.Output output = disk.open(directory.resolve(nameOf(entry)))) {
          long position = 0;
          for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
            output.write(ByteBuffer.wrap(buffer, 0, read), position);
            position += read;
          }
          output.force();
        }
      }
    }
    disk.forceDirectory(directory);
  }

  private static void eachLine(LineReader lines, LineSink sink) throws IOException {
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      sink.take(line, lines.ended());
    }
  }

  private static ZipFile open(Path file) throws IOException {
    return new ZipFile(file.toFile());
  }

  /// Of a zip file of another origin nothing is read.
  private static List<ZipEntry> segments(ZipFile zip) {
    List<ZipEntry> segments = new ArrayList<>();
    zip.stream()
        .filter(entry -> !entry.getName().equals(MANIFEST))
        .sorted((a, b) -> a.getName().compareTo(b.getName()))
        .forEach(segments::add);
    for (ZipEntry entry : segments) {
      if (!entry.getName().startsWith(DIRECTORY) || !Segment.isName(nameOf(entry))) {
        throw damaged(null);
      }
    }
    return segments;
  }

  private static String nameOf(ZipEntry entry) {
    return entry.getName().substring(Math.min(DIRECTORY.length(), entry.getName().length()));
  }

  private static String manifest(Backup.Contents contents) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", FORMAT);
    map.put("version", VERSION);
    map.put("changes", contents.changes());
    map.put("memories", contents.memories());
    map.put("flaws", contents.flaws());
    return Json.write(map) + "\n";
  }

  private static Backup.Contents manifest(ZipFile zip) throws IOException {
    ZipEntry entry = zip.getEntry(MANIFEST);
    if (entry == null) {
      throw damaged(null);
    }
    try (InputStream input = zip.getInputStream(entry)) {
      String text = new String(input.readNBytes(MAX_MANIFEST_BYTES), StandardCharsets.UTF_8);
      if (Json.parse(text) instanceof Map<?, ?> map
          && FORMAT.equals(map.get("format"))
          && map.get("version") instanceof Integer version) {
        if (version > VERSION) {
          throw new MemoryException(
              MemoryException.Code.STORE_TOO_NEW,
              "the backup was written by a newer version of this program; update the program");
        }
        if (map.get("changes") instanceof Number changes
            && map.get("memories") instanceof Number memories
            && map.get("flaws") instanceof Number flaws) {
          return new Backup.Contents(changes.longValue(), memories.intValue(), flaws.intValue());
        }
      }
      throw damaged(null);
    } catch (IllegalArgumentException e) {
      throw damaged(e);
    }
  }

  static MemoryException damaged(@Nullable Exception cause) {
    return new MemoryException(
        MemoryException.Code.DAMAGED,
        "the file is not a backup of this program, or not a whole one; nothing was changed",
        cause);
  }
}
