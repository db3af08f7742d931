package dev.pactmemory.tools;

import dev.pactmemory.json.Json;
import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.Deleted;
import dev.pactmemory.model.Draft;
import dev.pactmemory.model.EntityQuery;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Finding;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.History;
import dev.pactmemory.model.KnownEntity;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Offer;
import dev.pactmemory.model.OpenTask;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Saved;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.model.Update;
import dev.pactmemory.project.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The tools over a memory that answers what a test tells it to, so that a test sees what was asked
/// of it and how an answer is shown. What the tools come to with the real memory is tested where it
/// is.
final class Bench implements Memories {
  static final Project SHOP = new Project("/work/shop", "shop");
  static final SessionId SESSION = new SessionId("s1");
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final Memory MEMORY =
      new Memory(
          new MemoryId("3f9a2c0011223344556677889900aabb"),
          new Content(
              "Added JWT auth",
              null,
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              List.of()),
          List.of(),
          SHOP,
          SESSION,
          Instant.parse("2026-01-31T14:05:09.123456Z"),
          Instant.parse("2026-01-31T14:05:09.123456Z"),
          1);

  /// What the tools asked, oldest first.
  final List<Object> asked = new ArrayList<>();

  Outcome<Saved> saved = Outcome.done(new Saved(MEMORY, true, 0, List.of(), List.of(), Set.of()));
  Outcome<Found> found = Outcome.done(new Found(List.of(), 0, null, SHOP, Set.of(), null));
  Outcome<Got> got = Outcome.done(new Got(List.of(MEMORY), List.of()));
  Outcome<Page<OpenTask>> tasks = Outcome.done(noPage());
  Outcome<Page<LoggedDecision>> decisions = Outcome.done(noPage());
  Outcome<Page<KnownEntity>> entities = Outcome.done(noPage());
  Outcome<History> history =
      Outcome.done(new History(MEMORY.id(), SHOP, SESSION, false, List.of(), 1));
  Outcome<Deleted> deleted = Outcome.done(new Deleted(MEMORY.id(), 2));
  Outcome<Names> names = Outcome.done(new Names(List.of(), 0));
  Outcome<List<TrackedFile>> tracked = Outcome.done(List.of());
  Status status =
      new Status("1.0.0", "/data", 0, List.of(), 0, 0, 0, null, "loading", "single", Set.of());

  final ToolBox toolBox =
      new ToolBox(
          this,
          () -> new Workspace(SHOP, SESSION, List.of(Path.of("/work/shop"))),
          InstantSource.fixed(NOW));

  /// Calls a tool with the arguments as a client would send them.
  Answer call(String tool, String arguments) {
    return call(tool, object(arguments));
  }

  Answer call(String tool, Map<String, Object> arguments) {
    return toolBox.tools().stream()
        .filter(candidate -> candidate.name().equals(tool))
        .findFirst()
        .orElseThrow()
        .call(arguments, Call.within(Duration.ofMinutes(1)));
  }

  /// The answer as JSON, which must not be an error.
  String answer(String tool, String arguments) {
    Answer answer = call(tool, arguments);
    if (answer.isError()) {
      throw new AssertionError(answer.error());
    }
    return Json.write(answer.structured());
  }

  /// The error's text; nothing may have been asked of the memory.
  String error(String tool, String arguments) {
    Answer answer = call(tool, arguments);
    if (!answer.isError() || !asked.isEmpty()) {
      throw new AssertionError("no error, or not before asking: " + answer + asked);
    }
    return answer.error();
  }

  /// The only thing asked, by a call that came to no error.
  <T> T asked(Class<T> type, String tool, String arguments) {
    asked.clear();
    answer(tool, arguments);
    if (asked.size() != 1) {
      throw new AssertionError("asked " + asked);
    }
    return type.cast(asked.getFirst());
  }

  /// What a save came to ask for.
  Content content(String arguments) {
    return asked(Draft.class, "memory_save", arguments).content();
  }

  @SuppressWarnings("unchecked") // Keys of JSON objects are strings.
  static Map<String, Object> object(String json) {
    if (Json.parse(json) instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new AssertionError("not an object: " + json);
  }

  @Override
  public Outcome<Saved> save(Draft draft, Call call) {
    asked.add(draft);
    return saved;
  }

  @Override
  public Outcome<Found> search(SearchQuery query, Call call) {
    asked.add(query);
    return page(query.limit());
  }

  @Override
  public Outcome<Found> searchByFile(FileQuery query, Call call) {
    asked.add(query);
    return page(query.limit());
  }

  @Override
  public Outcome<Saved> update(Update update, Call call) {
    asked.add(update);
    return saved;
  }

  @Override
  public Outcome<Got> get(List<String> refs, OptionalInt revision, Call call) {
    asked.add(Map.of("refs", refs, "revision", revision));
    return got;
  }

  @Override
  public Outcome<Found> list(ListQuery query, Call call) {
    asked.add(query);
    return page(query.limit());
  }

  /// The first `limit` of the hits told, with a cursor after them.
  private Outcome<Found> page(int limit) {
    return found.then(all ->
        Outcome.done(
            all.hits().size() <= limit
                ? all
                : new Found(
                    all.hits().subList(0, limit),
                    all.total(),
                    "a-page-begins-after-" + limit,
                    all.searched(),
                    all.degraded(),
                    null)));
  }

  @Override
  public Outcome<Page<OpenTask>> tasks(ListQuery query, Call call) {
    asked.add(query);
    return first(tasks, query.limit());
  }

  @Override
  public Outcome<Page<LoggedDecision>> decisions(DecisionQuery query, Call call) {
    asked.add(query);
    return first(decisions, query.limit());
  }

  @Override
  public Outcome<Page<KnownEntity>> entities(EntityQuery query, Call call) {
    asked.add(query);
    return first(entities, query.limit());
  }

  /// The first `limit` of the items told, with a cursor after them.
  private static <T> Outcome<Page<T>> first(Outcome<Page<T>> told, int limit) {
    return told.then(all ->
        Outcome.done(
            all.items().size() <= limit
                ? all
                : new Page<>(
                    all.items().subList(0, limit),
                    all.total(),
                    "after-" + limit,
                    all.searched(),
                    all.degraded())));
  }

  @Override
  public Outcome<History> history(String ref, Call call) {
    asked.add(Map.of("history", ref));
    return history;
  }

  @Override
  public Outcome<Saved> restore(String ref, @Nullable SessionId session, Call call) {
    asked.add(Map.of("restore", ref));
    return saved;
  }

  @Override
  public Outcome<Offer.Result> offer(Offer offer, Call call) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Outcome<Deleted> delete(String ref, Call call) {
    asked.add(ref);
    return deleted;
  }

  @Override
  public Outcome<Names> names(NamesQuery query, Call call) {
    asked.add(query);
    return names;
  }

  @Override
  public Outcome<List<TrackedFile>> track(Tracking tracking, Call call) {
    asked.add(tracking);
    return tracked;
  }

  @Override
  public List<Finding> examine(Call call) {
    return List.of();
  }

  @Override
  public Status status(Call call) {
    return status;
  }

  @Override
  public AutoCloseable listen(Consumer<Changed> listener) {
    return () -> {};
  }

  @Override
  public void close() {}

  private static <T> Page<T> noPage() {
    return new Page<>(List.of(), 0, null, SHOP, Set.of());
  }

  static Problem problem(Problem.Code code, String field, String message) {
    return new Problem(code, field, message);
  }
}
