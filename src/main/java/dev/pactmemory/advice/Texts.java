package dev.pactmemory.advice;

import dev.pactmemory.model.Content;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/// The texts of a content in which someone wrote something: all but states and paths. Pure.
final class Texts {
  private Texts() {}

  static Set<String> of(Content content) {
    Set<String> texts = new HashSet<>();
    Stream.of(
            Stream.of(content.context(), content.goal()),
            content.activeTasks().stream().map(task -> task.task()),
            content.lessonsLearned().stream(),
            content.decisions().stream()
                .flatMap(decision ->
                    Stream.concat(
                        Stream.of(decision.decision(), decision.rationale()),
                        decision.alternatives().stream())),
            content.entities().stream().flatMap(entity -> Stream.of(entity.name(), entity.notes())),
            content.reasoningChains().stream(),
            content.agreementsReached().stream(),
            content.disagreementsResolved().stream())
        .flatMap(some -> some)
        .filter(Objects::nonNull)
        .forEach(texts::add);
    return texts;
  }
}
