package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a memory says as one text, what is most its own first: who reads only the beginning knows
/// most of it. Files are not in it. Pure.
final class Gist {
  private Gist() {}

  static String of(Content content) {
    return Stream.of(
            content.decisions().stream()
                .flatMap(decision -> Stream.of(decision.decision(), decision.rationale())),
            Stream.of(content.context()),
            content.lessonsLearned().stream(),
            Stream.of(content.goal()),
            content.entities().stream().flatMap(entity -> Stream.of(entity.name(), entity.notes())),
            content.activeTasks().stream().map(task -> task.task()),
            content.reasoningChains().stream(),
            content.agreementsReached().stream(),
            content.disagreementsResolved().stream())
        .flatMap(texts -> texts)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("\n"));
  }
}
