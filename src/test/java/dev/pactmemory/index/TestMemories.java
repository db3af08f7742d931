package dev.pactmemory.index;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Memories, passages and questions in few words, for the tests of this package.
final class TestMemories {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final Project SHOP = new Project("/src/shop", "shop");
  static final Project BLOG = new Project("/src/blog", "blog");

  /// A floor as of a real model.
  static final float FLOOR = 0.75f;

  private TestMemories() {}

  static MemoryId id(int number) {
    return new MemoryId("%032x".formatted(number));
  }

  static Draft memory(int number) {
    return new Draft(number);
  }

  /// A unit vector of four components whose cosine with `axis()` is `cosine`.
  static Embedding at(double cosine) {
    return new Embedding(
        new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine), 0, 0});
  }

  static Embedding axis() {
    return at(1);
  }

  static Passage passage(Field field, String text, @Nullable Embedding vector) {
    return new Passage(field, text, text, "hash of " + text, vector);
  }

  static Ask ask(String text) {
    return new Ask(text);
  }

  /// A memory being written down.
  static final class Draft {
    private final int number;
    private final List<Passage> passages = new ArrayList<>();
    private Content content = Content.EMPTY;
    private Project project = SHOP;
    private Instant updated = NOON;

    private Draft(int number) {
      this.number = number;
    }

    Draft context(String text) {
      return with(Content.EMPTY, text, null);
    }

    Draft goal(String text) {
      return with(Content.EMPTY, null, text);
    }

    Draft lessons(String... texts) {
      return lists(List.of(texts), List.of(), List.of(), List.of(), List.of());
    }

    Draft decision(String decision, @Nullable String rationale, String... alternatives) {
      Decision made = new Decision(decision, rationale, List.of(alternatives));
      return lists(List.of(), List.of(made), List.of(), List.of(), List.of());
    }

    Draft entity(String name) {
      return lists(List.of(), List.of(), List.of(new Entity(name)), List.of(), List.of());
    }

    Draft task(String task) {
      return lists(List.of(), List.of(), List.of(), List.of(new Task(task)), List.of());
    }

    Draft file(String path) {
      return lists(List.of(), List.of(), List.of(), List.of(), List.of(path));
    }

    Draft in(Project project) {
      this.project = project;
      return this;
    }

    Draft updated(Instant time) {
      this.updated = time;
      return this;
    }

    Draft passage(Field field, String text, @Nullable Embedding vector) {
      passages.add(TestMemories.passage(field, text, vector));
      return this;
    }

    SearchIndex.Entry entry() {
      return new SearchIndex.Entry(
          new Memory(
              id(number), content, List.of(), project, new SessionId("s"), updated, updated, 1),
          List.copyOf(passages));
    }

    private Draft with(Content other, @Nullable String context, @Nullable String goal) {
      content =
          new Content(
              context == null ? content.context() : context,
              goal == null ? content.goal() : goal,
              both(content.activeTasks(), other.activeTasks()),
              both(content.lessonsLearned(), other.lessonsLearned()),
              both(content.decisions(), other.decisions()),
              both(content.entities(), other.entities()),
              List.of(),
              List.of(),
              List.of(),
              both(content.files(), other.files()));
      return this;
    }

    private Draft lists(
        List<String> lessons,
        List<Decision> decisions,
        List<Entity> entities,
        List<Task> tasks,
        List<String> files) {
      return with(
          new Content(
              null, null, tasks, lessons, decisions, entities, List.of(), List.of(), List.of(),
              files),
          null,
          null);
    }

    private static <T> List<T> both(List<T> first, List<T> second) {
      List<T> both = new ArrayList<>(first);
      both.addAll(second);
      return both;
    }
  }

  /// A question being put.
  static final class Ask {
    private final String text;
    private @Nullable Embedding vector;
    private @Nullable Project project;
    private @Nullable Instant since;
    private @Nullable Instant until;
    private Set<Field> fields = Set.of();
    private @Nullable String entity;
    private Map<MemoryId, Double> boosts = Map.of();
    private @Nullable MemoryId except;
    private int count = 10;
    private float floor = FLOOR;

    private Ask(String text) {
      this.text = text;
    }

    Ask vector(Embedding vector) {
      this.vector = vector;
      return this;
    }

    Ask in(Project project) {
      this.project = project;
      return this;
    }

    Ask since(Instant since) {
      this.since = since;
      return this;
    }

    Ask until(Instant until) {
      this.until = until;
      return this;
    }

    Ask fields(Field... fields) {
      this.fields = Set.of(fields);
      return this;
    }

    Ask entity(String entity) {
      this.entity = entity;
      return this;
    }

    Ask boosts(Map<MemoryId, Double> boosts) {
      this.boosts = boosts;
      return this;
    }

    /// The cosine of what is unrelated.
    Ask floor(float floor) {
      this.floor = floor;
      return this;
    }

    Ask except(MemoryId except) {
      this.except = except;
      return this;
    }

    Ask count(int count) {
      this.count = count;
      return this;
    }

    @Nullable Embedding vector() {
      return vector;
    }

    IndexQuery query() {
      return new IndexQuery(
          text, floor, project, since, until, fields, entity, boosts, except, count);
    }
  }
}
