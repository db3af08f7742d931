package dev.pactmemory.index;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The stretches of a memory that words are searched in, and how much an occurrence in each weighs
/// against one in running text (BM25F). What is said in few words on purpose weighs more. Names of
/// keys, states and priorities are not text of the memory and are left out.
enum TextField {
  ENTITY_NAMES(Field.ENTITIES, 3),
  CONTEXT(Field.CONTEXT, 2),
  GOAL(Field.GOAL, 3),
  DECISIONS(Field.DECISIONS, 2),
  LESSONS(Field.LESSONS_LEARNED, 1.5f),
  TASKS(Field.ACTIVE_TASKS, 1),
  REASONS(Field.DECISIONS, 1),
  ENTITY_NOTES(Field.ENTITIES, 1),
  CHAINS(Field.REASONING_CHAINS, 1),
  AGREEMENTS(Field.AGREEMENTS_REACHED, 1),
  DISAGREEMENTS(Field.DISAGREEMENTS_RESOLVED, 1),
  FILES(Field.FILES, 1);

  /// Makes whole numbers of all weights.
  static final int POINT = 2;

  private final Field field;
  private final float weight;

  TextField(Field field, float weight) {
    this.field = field;
    this.weight = weight;
  }

  /// The content field it is a stretch of.
  Field field() {
    return field;
  }

  /// At least 1, which Lucene's BM25F asks for.
  float weight() {
    return weight;
  }

  /// Its weight in whole points, for counting: [#POINT] of them are a weight of 1.
  int points() {
    return Math.round(weight * POINT);
  }

  /// Its name in the index.
  String indexName() {
    return "text_" + name().toLowerCase(Locale.ROOT);
  }

  List<String> texts(Content content) {
    return switch (this) {
      case ENTITY_NAMES -> each(content.entities(), Entity::name);
      case CONTEXT -> listOf(content.context());
      case GOAL -> listOf(content.goal());
      case DECISIONS -> each(content.decisions(), Decision::decision);
      case LESSONS -> content.lessonsLearned();
      case TASKS -> each(content.activeTasks(), Task::task);
      case REASONS -> reasons(content);
      case ENTITY_NOTES -> notes(content);
      case CHAINS -> content.reasoningChains();
      case AGREEMENTS -> content.agreementsReached();
      case DISAGREEMENTS -> content.disagreementsResolved();
      case FILES -> content.files();
    };
  }

  private static <T> List<String> each(List<T> items, Function<T, String> text) {
    return items.stream().map(text).toList();
  }

  private static List<String> listOf(@Nullable String text) {
    return text == null ? List.of() : List.of(text);
  }

  private static List<String> reasons(Content content) {
    List<String> reasons = new ArrayList<>();
    for (Decision decision : content.decisions()) {
      reasons.addAll(listOf(decision.rationale()));
      reasons.addAll(decision.alternatives());
    }
    return reasons;
  }

  private static List<String> notes(Content content) {
    List<String> notes = new ArrayList<>();
    for (Entity entity : content.entities()) {
      notes.addAll(listOf(entity.type()));
      notes.addAll(listOf(entity.notes()));
    }
    return notes;
  }
}
