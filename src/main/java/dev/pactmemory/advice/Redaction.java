package dev.pactmemory.advice;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The likely secrets in what is to be stored, and the same without them. Pure.
///
/// What is found is told by place and kind; no method gives the secret itself. Paths are left
/// alone: a redacted path would link nothing.
///
/// @param content with a note in the place of each secret, like `[redacted: GitHub token]`
/// @param findings in the order of the fields; empty where nothing was found
public record Redaction(Content content, List<Finding> findings) {
  /// A likely secret.
  ///
  /// @param field path of the text it stands in, like `decisions[0].rationale`
  /// @param kind in words for people, like `GitHub token`
  public record Finding(String field, String kind) {}

  public Redaction {
    findings = List.copyOf(findings);
  }

  /// Looks for secrets in the texts of the content.
  ///
  /// @param stored a content whose texts are passed over where they come again
  public static Redaction of(Content content, Content stored) {
    Search search = new Search(Texts.of(stored));
    Content redacted =
        new Content(
            search.text("context", content.context()),
            search.text("goal", content.goal()),
            search.items(
                "active_tasks",
                content.activeTasks(),
                (at, task) ->
                    new Task(
                        search.required(at + ".task", task.task()),
                        task.status(),
                        task.priority())),
            search.texts("lessons_learned", content.lessonsLearned()),
            search.items(
                "decisions",
                content.decisions(),
                (at, decision) ->
                    new Decision(
                        search.required(at + ".decision", decision.decision()),
                        search.text(at + ".rationale", decision.rationale()),
                        search.texts(at + ".alternatives", decision.alternatives()))),
            search.items(
                "entities",
                content.entities(),
                (at, entity) ->
                    new Entity(
                        search.required(at + ".name", entity.name()),
                        entity.type(),
                        search.text(at + ".notes", entity.notes()))),
            search.texts("reasoning_chains", content.reasoningChains()),
            search.texts("agreements_reached", content.agreementsReached()),
            search.texts("disagreements_resolved", content.disagreementsResolved()),
            content.files());
    return new Redaction(search.findings.isEmpty() ? content : redacted, search.findings);
  }

  /// One walk through the texts.
  private static final class Search {
    private final Set<String> known;
    private final List<Finding> findings = new ArrayList<>();

    Search(Set<String> known) {
      this.known = known;
    }

    List<String> texts(String field, List<String> texts) {
      return items(field, texts, this::required);
    }

    <T> List<T> items(String field, List<T> items, BiFunction<String, T, T> redacted) {
      List<T> all = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        all.add(redacted.apply(field + "[" + i + "]", items.get(i)));
      }
      return all;
    }

    @Nullable String text(String field, @Nullable String text) {
      return text == null ? null : required(field, text);
    }

    String required(String field, String text) {
      if (known.contains(text)) {
        return text;
      }
      List<SecretShapes.Span> spans = SecretShapes.in(text);
      if (spans.isEmpty()) {
        return text;
      }
      StringBuilder redacted = new StringBuilder();
      int at = 0;
      for (SecretShapes.Span span : spans) {
        findings.add(new Finding(field, span.kind()));
        redacted
            .append(text, at, span.start())
            .append("[redacted: ")
            .append(span.kind())
            .append(']');
        at = span.end();
      }
      return redacted.append(text, at, text.length()).toString();
    }
  }
}
