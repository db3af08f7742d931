package dev.pactmemory.exchange;

import dev.pactmemory.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/// Which form a file has, told by how it begins, not by its name alone.
final class Detection {
  private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ZIP = {'P', 'K', 3, 4};

  /// Broken lines at the beginning do not hide what the others are.
  private static final int LINES_LOOKED_AT = 100;

  private Detection() {}

  /// @throws Source.Unreadable if it is none that can be taken in
  static Format of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      return Format.CLAUDE;
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(SQLITE.length);
    }
    if (Arrays.equals(head, SQLITE)) {
      return Format.PACT;
    }
    if (Arrays.equals(Arrays.copyOf(head, ZIP.length), ZIP)) {
      throw new Source.Unreadable("this is a zip file; the command restore takes in a backup");
    }
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = lines.readLine();
      for (int i = 0; i < LINES_LOOKED_AT && line != null; i++) {
        if (object(line) instanceof Map<?, ?> map) {
          if ("entity".equals(map.get("type")) || "relation".equals(map.get("type"))) {
            return Format.SERVER_MEMORY;
          }
          if (map.containsKey("id") && map.containsKey("created_at")) {
            return Format.EXPORT;
          }
        }
        line = lines.readLine();
      }
    }
    if (String.valueOf(file.getFileName()).endsWith(".md")) {
      return Format.CLAUDE;
    }
    if (head.length == 0) {
      return Format.EXPORT; // Of a home without memories.
    }
    throw new Source.Unreadable(
        "this file looks like none that can be taken in; say which it is with --from ("
            + Format.names()
            + ")");
  }

  private static Object object(String line) {
    try {
      return line.strip().startsWith("{") && Json.parse(line) instanceof Map<?, ?> map ? map : "";
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
