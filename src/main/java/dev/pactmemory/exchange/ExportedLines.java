package dev.pactmemory.exchange;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the command `export` prints: each line a memory, its earlier revisions as `history`.
record ExportedLines(Path file) implements Source {
  @Override
  public void read(Receiver receiver) throws IOException {
    Lines.of(
        file, (number, line) -> receiver.history(Lines.where(number), history(line)), receiver);
  }

  /// All revisions in a line, oldest first.
  private static List<Memory> history(String line) {
    if (!(Json.parse(line) instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("not an object");
    }
    List<Memory> history = new ArrayList<>();
    if (map.get("history") instanceof List<?> older) {
      for (Object one : older) {
        if (!(one instanceof Map<?, ?> revision)) {
          throw new IllegalArgumentException("a revision is not an object");
        }
        history.add(MemoryJson.fromMap(revision));
      }
    }
    history.add(MemoryJson.fromMap(map));
    return history;
  }
}
