package dev.pactmemory.tools;

import dev.pactmemory.briefing.Plain;
import dev.pactmemory.briefing.WorkingMemory;
import dev.pactmemory.json.Json;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The memories by URI. As JSON, in which what a memory says stays a string whatever headings,
/// fences or markers it holds; the working memory as Markdown, see [dev.pactmemory.briefing].
final class MemoryResources implements Resources {
  private static final String SCHEME = "memory://";
  private static final String RECENT = SCHEME + "recent";
  private static final String DECISIONS = SCHEME + "decisions";
  private static final String FILE = SCHEME + "file/";
  private static final String JSON = "application/json";
  private static final String MARKDOWN = "text/markdown";
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{6,32}");
  private static final Pattern VARIABLE = Pattern.compile("\\{\\+?(\\w+)}");

  private static final List<Resource> FIXED =
      List.of(
          new Resource(
              RECENT,
              "recent",
              "Recent memories",
              "The newest memories of the current project, brief",
              JSON),
          new Resource(
              WORKING_MEMORY,
              "working-memory",
              "Working memory",
              "The three newest memories of the current project, to begin a session with",
              MARKDOWN),
          new Resource(
              DECISIONS,
              "decisions",
              "Decision log",
              "The newest decisions of the current project, and whether they are in force",
              JSON));

  private static final List<Template> TEMPLATES =
      List.of(
          new Template(
              SCHEME + "{id}", "memory", "Memory", "One whole memory by id or prefix", JSON),
          new Template(
              SCHEME + "project/{project}/recent",
              "project-recent",
              "Recent memories of a project",
              "The newest memories of a project, brief",
              JSON),
          new Template(
              SCHEME + "entity/{name}",
              "entity",
              "Entity",
              "What is known of a component of the current project: notes, neighbours, files",
              JSON),
          new Template(
              FILE + "{+path}",
              "file",
              "Memories of a file",
              "The memories linked to a file or directory of the current project, brief",
              JSON));

  /// What a client may put before every session without asking.
  private static final int RECENT_TOKENS = 500;

  private static final int RECENT_HITS = 10;
  private static final int FILE_TOKENS = 1_500;
  private static final int FILE_HITS = 20;

  /// Of the memories that a client shows in its list of resources.
  private static final int LISTED = 20;

  private static final int TITLE_BYTES = 80;

  /// Of a search for a memory's own decisions: it is among the first.
  private static final int LATER_AMONG = 20;

  private final Setting setting;
  private final Tool decisions;
  private final Tool entities;

  MemoryResources(Setting setting) {
    this.setting = setting;
    this.decisions = new DecisionsTool(setting);
    this.entities = new EntitiesTool(setting);
  }

  /// What a URI of ours names.
  private sealed interface Address {
    record Recent() implements Address {}

    record RecentOf(String project) implements Address {}

    record Working() implements Address {}

    record Whole(String ref) implements Address {}

    record Decisions() implements Address {}

    record Entity(String name) implements Address {}

    record File(String path) implements Address {}
  }

  private static Optional<Address> address(String uri) {
    Optional<String> path = MemoryUri.path(uri, FILE);
    if (path.isPresent()) {
      return path.map(Address.File::new);
    }
    return MemoryUri.segments(uri)
        .flatMap(segments ->
            switch (segments.size()) {
              case 1 ->
                  switch (segments.getFirst()) {
                    case "recent" -> Optional.of(new Address.Recent());
                    case "working-memory" -> Optional.of(new Address.Working());
                    case "decisions" -> Optional.of(new Address.Decisions());
                    case String ref when ID.matcher(ref).matches() ->
                        Optional.of(new Address.Whole(ref));
                    default -> Optional.<Address>empty();
                  };
              case 2 ->
                  segments.getFirst().equals("entity")
                      ? Optional.of(new Address.Entity(segments.getLast()))
                      : Optional.<Address>empty();
              case 3 ->
                  segments.getFirst().equals("project") && segments.getLast().equals("recent")
                      ? Optional.of(new Address.RecentOf(segments.get(1)))
                      : Optional.<Address>empty();
              default -> Optional.<Address>empty();
            });
  }

  /// The variable of one of the templates; empty for what is none of them.
  static Optional<String> variable(String uriTemplate) {
    return TEMPLATES.stream()
        .filter(template -> template.uriTemplate().equals(uriTemplate))
        .flatMap(template -> VARIABLE.matcher(template.uriTemplate()).results())
        .map(variable -> variable.group(1))
        .findFirst();
  }

  @Override
  public List<Resource> list(Call call) {
    return Stream.concat(
            FIXED.stream(),
            newest(LISTED, call).hits().stream()
                .map(hit ->
                    new Resource(
                        SCHEME + hit.memory().id(),
                        hit.shortId(),
                        title(hit),
                        "Saved " + Dates.minute(hit.memory().createdAt()),
                        JSON)))
        .toList();
  }

  private static String title(Hit hit) {
    return Plain.line(Views.beginning(hit.memory().content()).snippet(), TITLE_BYTES);
  }

  private Found newest(int limit, Call call) {
    Scope current = new Scope.Current(setting.workspace().project());
    return switch (list(current, limit, call)) {
      case Outcome.Done<Found>(Found found) -> found;
      case Outcome.Refused<Found>(Problem problem) ->
          throw new IllegalStateException("the current project is refused: " + problem.code());
    };
  }

  private Outcome<Found> list(Scope scope, int limit, Call call) {
    return setting
        .memories()
        .list(new ListQuery(scope, null, null, null, Set.of(), false, limit, null), call);
  }

  @Override
  public List<Template> templates() {
    return TEMPLATES;
  }

  @Override
  public Optional<Contents> read(String uri, Call call) {
    Project current = setting.workspace().project();
    return address(uri)
        .flatMap(address ->
            switch (address) {
              case Address.Recent() -> recent(uri, new Scope.Current(current), call);
              case Address.RecentOf(String project) ->
                  recent(uri, new Scope.Named(project, current), call);
              case Address.Working() ->
                  Optional.of(
                      new Contents(
                          uri,
                          MARKDOWN,
                          WorkingMemory.render(
                              current,
                              newest(WorkingMemory.MEMORIES, call).hits(),
                              WorkingMemory.TOKENS)));
              case Address.Whole(String ref) -> memory(uri, ref, call);
              case Address.Decisions() -> json(uri, decisions.call(Map.of(), call));
              case Address.Entity(String name) -> entity(uri, name, call);
              case Address.File(String path) -> file(uri, path, call);
            });
  }

  private Optional<Contents> recent(String uri, Scope scope, Call call) {
    return json(
        uri, Pages.answer(most -> list(scope, most, call), RECENT_HITS, false, RECENT_TOKENS));
  }

  private static Optional<Contents> json(String uri, Answer answer) {
    return answer.isError()
        ? Optional.empty()
        : Optional.of(new Contents(uri, JSON, Json.write(answer.structured())));
  }

  private Optional<Contents> memory(String uri, String ref, Call call) {
    return switch (setting.memories().get(List.of(ref), OptionalInt.empty(), call)) {
      case Outcome.Refused<Got> _ -> Optional.empty();
      case Outcome.Done<Got>(Got got) ->
          got.memories().stream()
              .findFirst()
              .map(memory -> {
                Map<String, Object> view = Views.whole(memory, got);
                if (!view.containsKey("superseded_by")) {
                  later(memory, call).ifPresent(later -> view.put("note", Views.note(later)));
                }
                return new Contents(uri, JSON, Json.write(view));
              });
    };
  }

  /// What came after a memory on the matter of its decisions: what a search for them says of it.
  private Optional<Hit.Later> later(Memory memory, Call call) {
    String decided =
        memory.content().decisions().stream()
            .map(Decision::decision)
            .collect(Collectors.joining("\n"));
    if (decided.isEmpty()) {
      return Optional.empty();
    }
    Scope scope = new Scope.Named(memory.project().key(), setting.workspace().project());
    SearchQuery query =
        new SearchQuery(
            Views.cut(decided, Limits.QUERY_CHARS),
            scope,
            LATER_AMONG,
            null,
            null,
            null,
            Set.of(),
            null,
            null);
    return switch (setting.memories().search(query, call)) {
      case Outcome.Refused<Found> _ -> Optional.empty();
      case Outcome.Done<Found>(Found found) ->
          found.hits().stream()
              .filter(hit -> hit.memory().id().equals(memory.id()))
              .findFirst()
              .flatMap(hit -> Optional.ofNullable(hit.later()));
    };
  }

  /// The entity of that name, not those that are called nearly so.
  private Optional<Contents> entity(String uri, String name, Call call) {
    Answer answer = entities.call(Map.of("name", name), call);
    if (answer.isError()
        || !(answer.structured().get("entities") instanceof List<?> found)
        || found.isEmpty()
        || !(found.getFirst() instanceof Map<?, ?> first)
        || !(first.get("name") instanceof String known)
        || !Text.key(known).equals(Text.key(name))) {
      return Optional.empty();
    }
    Map<String, Object> alone = new LinkedHashMap<>(answer.structured());
    alone.put("entities", List.of(first));
    return json(uri, Answer.of(alone));
  }

  private Optional<Contents> file(String uri, String path, Call call) {
    return switch (linked(path, call)) {
      case Outcome.Refused<Found> _ -> Optional.empty();
      case Outcome.Done<Found>(Found linked) when linked.hits().isEmpty() -> Optional.empty();
      case Outcome.Done<Found>(Found linked) ->
          json(
              uri,
              Pages.answer(
                  most -> Outcome.done(first(linked, most)), FILE_HITS, false, FILE_TOKENS));
    };
  }

  /// The memories linked to the file itself, not those near it: what is shown changes with these
  /// alone, so that whoever follows the file hears of nothing else.
  private Outcome<Found> linked(String path, Call call) {
    String asked = setting.workspace().paths().asked(path);
    Scope current = new Scope.Current(setting.workspace().project());
    return setting
        .memories()
        .searchByFile(new FileQuery(asked, current, Limits.HITS, null), call)
        .then(found -> {
          List<Hit> direct = found.hits().stream().filter(MemoryResources::isLinked).toList();
          boolean all = direct.size() < found.hits().size() || found.cursor() == null;
          return Outcome.done(
              new Found(
                  direct,
                  all ? direct.size() : found.total(),
                  null,
                  found.searched(),
                  found.degraded(),
                  null));
        });
  }

  private static boolean isLinked(Hit hit) {
    return hit.reasons().stream().anyMatch(reason -> reason.kind() == Hit.Reason.Kind.FILE);
  }

  private static Found first(Found found, int most) {
    return new Found(
        found.hits().subList(0, Math.min(most, found.hits().size())),
        found.total(),
        null,
        found.searched(),
        found.degraded(),
        null);
  }

  @Override
  public boolean touches(String uri, Changed change) {
    Project project = change.project();
    if (project == null) {
      return false;
    }
    boolean here = project.equals(setting.workspace().project());
    return address(uri)
        .filter(address ->
            switch (address) {
              case Address.Recent(), Address.Working() -> here;
              case Address.RecentOf(String name) -> isNamed(project, name);
              case Address.Whole(String ref) ->
                  Stream.concat(Stream.ofNullable(change.id()), change.superseded().stream())
                      .anyMatch(id -> id.value().startsWith(ref.toLowerCase(Locale.ROOT)));
              case Address.Decisions() -> here && change.decisions();
              case Address.Entity(String name) ->
                  here && change.entities().contains(Text.key(name));
              case Address.File(String path) -> here && isAbout(change, path);
            })
        .isPresent();
  }

  /// Whether the project may be meant by the name; the store knows for sure.
  private static boolean isNamed(Project project, String name) {
    String key = Text.key(name).replace('\\', '/');
    return Text.key(project.name()).equals(key)
        || ("/" + Text.key(project.key()).replace('\\', '/')).endsWith("/" + key);
  }

  private boolean isAbout(Changed change, String path) {
    String asked = setting.workspace().paths().asked(path);
    boolean pattern = asked.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
    String key = Text.key(asked);
    String tail = key.startsWith("/") ? key : "/" + key;
    String directory = tail.endsWith("/") ? tail : tail + "/";
    return change.files().stream()
        .map(file -> "/" + Text.key(file))
        .anyMatch(file -> pattern || file.endsWith(tail) || file.contains(directory));
  }
}
