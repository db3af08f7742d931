package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A memory cut into the stretches that are searched: the context; the goal; each lesson; each
/// decision with its rationale and alternatives; each entity with its notes; the entities without
/// notes together; the tasks together; each chain, agreement and disagreement. Pure.
///
/// What is embedded begins with what the memory is about, so that a lesson of five words still
/// stands near the questions it answers. Not so context and decisions, which say it themselves: the
/// memories of one task share its goal to the letter, and would all be alike. No label of ours is
/// in the text: a question for "rationale" must not find every decision.
final class Passages {
  /// Of the goal or context, put in front of a passage.
  private static final int LEAD_CHARS = 100;

  private final @Nullable String lead;
  private final List<Passage> passages = new ArrayList<>();

  private Passages(@Nullable String lead) {
    this.lead = lead;
  }

  /// The passages, without vectors, in the order of the fields; no two with the same hash. What
  /// changes them wants a migration that has all memories embedded anew.
  static List<Passage> of(Memory memory) {
    Content content = memory.content();
    String about = content.goal() == null ? content.context() : content.goal();
    Passages made = new Passages(about == null ? null : Titles.cut(about, LEAD_CHARS));
    made.addAll(content);
    return Text.distinct(made.passages, Passage::hash);
  }

  /// Those of a decision, which are the same in every memory.
  static List<Passage> of(Decision decision) {
    Passages made = new Passages(null);
    made.addAlone(Field.DECISIONS, text(decision));
    return List.copyOf(made.passages);
  }

  private void addAll(Content content) {
    addAlone(Field.CONTEXT, content.context());
    addAlone(Field.GOAL, content.goal());
    content.lessonsLearned().forEach(lesson -> add(Field.LESSONS_LEARNED, lesson));
    content.decisions().forEach(decision -> addAlone(Field.DECISIONS, text(decision)));
    content.entities().stream()
        .filter(entity -> entity.notes() != null)
        .forEach(entity -> add(Field.ENTITIES, text(entity)));
    add(
        Field.ENTITIES,
        lines(
            content.entities().stream()
                .filter(entity -> entity.notes() == null)
                .map(Passages::text)));
    add(Field.ACTIVE_TASKS, lines(content.activeTasks().stream().map(Passages::text)));
    content.reasoningChains().forEach(chain -> add(Field.REASONING_CHAINS, chain));
    content.agreementsReached().forEach(one -> add(Field.AGREEMENTS_REACHED, one));
    content.disagreementsResolved().forEach(one -> add(Field.DISAGREEMENTS_RESOLVED, one));
  }

  private static String text(Decision decision) {
    return lines(
        Stream.concat(
            Stream.of(decision.decision(), decision.rationale()),
            decision.alternatives().stream()));
  }

  private static String text(Entity entity) {
    String name =
        entity.type() == null ? entity.name() : entity.name() + " (" + entity.type() + ")";
    return entity.notes() == null ? name : name + ": " + entity.notes();
  }

  private static String text(Task task) {
    String state = task.priority() == null ? task.status() : task.status() + ", " + task.priority();
    return task.task() + " (" + state + ")";
  }

  private static String lines(Stream<? extends @Nullable String> parts) {
    StringBuilder lines = new StringBuilder();
    parts.forEach(part -> {
      if (part != null) {
        lines.append(lines.isEmpty() ? "" : "\n").append(part);
      }
    });
    return lines.toString();
  }

  private void add(Field field, String text) {
    for (String piece : Sentences.pieces(text)) {
      put(field, piece, lead == null ? piece : lead + "\n" + piece);
    }
  }

  /// Adds what says itself what it is about.
  private void addAlone(Field field, @Nullable String text) {
    for (String piece : text == null ? List.<String>of() : Sentences.pieces(text)) {
      put(field, piece, piece);
    }
  }

  private void put(Field field, String text, String embedded) {
    passages.add(new Passage(field, text, embedded, Fingerprint.of(embedded, 16), null));
  }
}
