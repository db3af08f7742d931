package dev.pactmemory.memory;

import dev.pactmemory.json.Json;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/// Lines as [Export] writes them, taken in one by one. What is there already is passed over, so a
/// file can be taken in again, also after half of it. A line that cannot be taken in is told and
/// passed over.
final class Import {
  private static final int PROGRESS_EVERY = 500;

  private final Function<Memory, Importing.Result> taker;
  private final Consumer<String> progress;
  private int memories;
  private int revisions;
  private int alreadyThere;
  private int skipped;

  /// @param taker takes one revision in; when it returns, that is on disk
  Import(Function<Memory, Importing.Result> taker, Consumer<String> progress) {
    this.taker = taker;
    this.progress = progress;
  }

  /// @param lines each byte as the character of its number, so that a text that is not UTF-8 spoils
  ///   no other line than its own
  Imported read(BufferedReader lines) throws IOException {
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank()) {
        try {
          take(history(decode(line)));
        } catch (IllegalArgumentException e) {
          skipped++;
          progress.accept(
              String.format(Locale.ROOT, "line %d is left out: %s", number, e.getMessage()));
        }
      }
      if (number % PROGRESS_EVERY == 0) {
        progress.accept(String.format(Locale.ROOT, "%d lines read", number));
      }
    }
    return new Imported(memories, revisions, alreadyThere, skipped);
  }

  private void take(List<Memory> history) {
    int added = 0;
    for (Memory memory : history) {
      switch (taker.apply(memory)) {
        case ADDED -> added++;
        case ALREADY_THERE -> {}
        case DIFFERS ->
            throw new IllegalArgumentException(
                "memory " + memory.id() + " is here with another history");
        case DELETED_HERE ->
            throw new IllegalArgumentException("memory " + memory.id() + " was deleted here");
      }
    }
    revisions += added;
    memories += added > 0 ? 1 : 0;
    alreadyThere += added > 0 ? 0 : 1;
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
        history.add(storable(MemoryJson.fromMap(revision)));
      }
    }
    history.add(storable(MemoryJson.fromMap(map)));
    for (int i = 1; i < history.size(); i++) {
      if (!history.get(i).id().equals(history.getFirst().id())
          || history.get(i).revision() <= history.get(i - 1).revision()) {
        throw new IllegalArgumentException("its revisions do not follow one another");
      }
    }
    return history;
  }

  private static Memory storable(Memory memory) {
    String content = Json.write(MemoryJson.toMap(memory.content()));
    if (content.getBytes(StandardCharsets.UTF_8).length > Limits.MEMORY_BYTES) {
      throw new IllegalArgumentException("it is larger than a memory may be");
    }
    // JSON can say what is no text.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(MemoryJson.write(memory))) {
      throw new IllegalArgumentException("a text holds half a character");
    }
    return memory;
  }

  private static String decode(String bytes) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
              .toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }
}
