package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import dev.pactmemory.model.Update;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requests with little in them.
final class Sample {
  static final Project SHOP = new Project("/work/shop", "shop");
  static final Project BANK = new Project("/work/bank", "bank");
  static final SessionId SESSION = new SessionId("session-1");
  static final SessionId LATER = new SessionId("session-2");

  private Sample() {}

  /// One that no store has given an id.
  static Memory memory(Content content) {
    return new Memory(
        new MemoryId("0123456789abcdef0123456789abcdef"),
        content,
        List.of(),
        SHOP,
        SESSION,
        Instant.EPOCH,
        Instant.EPOCH,
        1);
  }

  static Content context(String context) {
    return content(context, List.of(), List.of(), List.of(), List.of(), List.of());
  }

  static Content lessons(String... lessons) {
    return content(null, List.of(), List.of(lessons), List.of(), List.of(), List.of());
  }

  static Content tasks(Task... tasks) {
    return content(null, List.of(tasks), List.of(), List.of(), List.of(), List.of());
  }

  static Content decisions(Decision... decisions) {
    return content(null, List.of(), List.of(), List.of(decisions), List.of(), List.of());
  }

  static Content entities(Entity... entities) {
    return content(null, List.of(), List.of(), List.of(), List.of(entities), List.of());
  }

  static Content files(@Nullable String context, String... files) {
    return content(context, List.of(), List.of(), List.of(), List.of(), List.of(files));
  }

  static Content content(
      @Nullable String context,
      List<Task> tasks,
      List<String> lessons,
      List<Decision> decisions,
      List<Entity> entities,
      List<String> files) {
    return new Content(
        context, null, tasks, lessons, decisions, entities, List.of(), List.of(), List.of(), files);
  }

  /// As the memories of one task share it: the goal, and how it goes on.
  static Content ofTask(@Nullable String context, @Nullable String goal, Decision... decisions) {
    return new Content(
        context,
        goal,
        List.of(),
        List.of(),
        List.of(decisions),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  static Draft draft(Content content) {
    return draft(content, SHOP);
  }

  static Draft draft(Content content, Project project) {
    return new Draft(content, List.of(), new Scope.Current(project), SESSION, true);
  }

  /// An update that merges what the content has.
  static Update merge(String ref, Content values) {
    return update(ref, values, Update.Mode.MERGE);
  }

  static Update replace(String ref, Content values) {
    return update(ref, values, Update.Mode.REPLACE);
  }

  static Update remove(String ref, Content removals) {
    return new Update(
        ref, Content.EMPTY, Set.of(), Update.Mode.MERGE, removals, List.of(), OptionalInt.empty());
  }

  static Update clear(String ref, Field field) {
    return new Update(
        ref,
        Content.EMPTY,
        Set.of(field),
        Update.Mode.REPLACE,
        Content.EMPTY,
        List.of(),
        OptionalInt.empty());
  }

  private static Update update(String ref, Content values, Update.Mode mode) {
    return new Update(
        ref, values, said(values), mode, Content.EMPTY, List.of(), OptionalInt.empty());
  }

  static Update at(int revision, Update update) {
    return new Update(
        update.ref(),
        update.values(),
        update.named(),
        update.mode(),
        update.removals(),
        update.supersedes(),
        OptionalInt.of(revision));
  }

  /// The update as one session asks for it.
  static Update in(SessionId session, Update update) {
    return new Update(
        update.ref(),
        update.values(),
        update.named(),
        update.mode(),
        update.removals(),
        update.supersedes(),
        update.ifRevision(),
        update.secrets(),
        session);
  }

  private static Set<Field> said(Content content) {
    Set<Field> said = EnumSet.noneOf(Field.class);
    if (content.context() != null) {
      said.add(Field.CONTEXT);
    }
    if (content.goal() != null) {
      said.add(Field.GOAL);
    }
    if (!content.activeTasks().isEmpty()) {
      said.add(Field.ACTIVE_TASKS);
    }
    if (!content.lessonsLearned().isEmpty()) {
      said.add(Field.LESSONS_LEARNED);
    }
    if (!content.decisions().isEmpty()) {
      said.add(Field.DECISIONS);
    }
    if (!content.entities().isEmpty()) {
      said.add(Field.ENTITIES);
    }
    if (!content.files().isEmpty()) {
      said.add(Field.FILES);
    }
    return said;
  }

  static SearchQuery query(String text) {
    return query(text, new Scope.Current(SHOP), 5, null, null);
  }

  static SearchQuery query(
      String text, Scope scope, int limit, @Nullable String currentFile, @Nullable String cursor) {
    return new SearchQuery(text, scope, limit, currentFile, null, null, Set.of(), null, cursor);
  }

  static FileQuery file(String path) {
    return new FileQuery(path, new Scope.Current(SHOP), 10, null);
  }

  static ListQuery list(int limit, @Nullable String cursor) {
    return new ListQuery(new Scope.Current(SHOP), null, null, null, Set.of(), false, limit, cursor);
  }
}
