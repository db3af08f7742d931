package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import java.util.Objects;
import java.util.stream.Stream;

/// A few words that tell a person which memory is meant.
final class Titles {
  /// A line of a list of candidates; five of them fit in a message.
  private static final int MAX_CHARS = 60;

  private Titles() {}

  /// The beginning of the first thing the memory says, on one line, cut at a word with `…`.
  static String of(Memory memory) {
    Content content = memory.content();
    return Stream.of(
            Stream.of(content.context(), content.goal()),
            content.decisions().stream().map(decision -> decision.decision()),
            content.lessonsLearned().stream(),
            content.activeTasks().stream().map(task -> task.task()),
            content.entities().stream().map(entity -> entity.name()),
            content.reasoningChains().stream(),
            content.agreementsReached().stream(),
            content.disagreementsResolved().stream(),
            content.files().stream())
        .flatMap(texts -> texts)
        .filter(Objects::nonNull)
        .findFirst()
        .map(text -> cut(text, MAX_CHARS))
        .orElse("");
  }

  /// The text on one line, at most `limit` characters long.
  static String cut(String text, int limit) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.length() <= limit) {
      return line;
    }
    int end = line.lastIndexOf(' ', limit - 1);
    if (end < limit / 2) {
      end = limit - 1;
    }
    if (Character.isHighSurrogate(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end).stripTrailing() + "…";
  }
}
