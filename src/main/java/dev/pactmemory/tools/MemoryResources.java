package dev.pactmemory.tools;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/// The memories by URI, as JSON: what a memory says stays a string there, whatever headings, fences
/// or markers it holds, and cannot be taken for part of the frame around it.
final class MemoryResources implements Resources {
  private static final String SCHEME = "memory://";
  private static final String RECENT = SCHEME + "recent";
  private static final String JSON = "application/json";
  private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{6,32}");

  /// What a client may put before every session without asking.
  private static final int RECENT_TOKENS = 500;

  private static final int RECENT_HITS = 10;

  private final Setting setting;

  MemoryResources(Setting setting) {
    this.setting = setting;
  }

  @Override
  public List<Resource> list(Call call) {
    return List.of(
        new Resource(
            RECENT,
            "recent",
            "Recent memories",
            "The newest memories of the current project, brief",
            JSON));
  }

  @Override
  public List<Template> templates() {
    return List.of(
        new Template(SCHEME + "{id}", "memory", "Memory", "One whole memory by id or prefix", JSON),
        new Template(
            SCHEME + "project/{project}/recent",
            "project-recent",
            "Recent memories of a project",
            "The newest memories of a project, brief",
            JSON));
  }

  @Override
  public Optional<Contents> read(String uri, Call call) {
    return MemoryUri.segments(uri)
        .flatMap(segments ->
            switch (segments.size()) {
              case 1 ->
                  segments.getFirst().equals("recent")
                      ? recent(new Scope.Current(setting.workspace().project()), call)
                      : memory(segments.getFirst(), call);
              case 3 ->
                  segments.getFirst().equals("project") && segments.getLast().equals("recent")
                      ? recent(
                          new Scope.Named(segments.get(1), setting.workspace().project()), call)
                      : Optional.<String>empty();
              default -> Optional.<String>empty();
            })
        .map(text -> new Contents(uri, JSON, text));
  }

  private Optional<String> recent(Scope scope, Call call) {
    Answer answer =
        Pages.answer(
            most ->
                setting
                    .memories()
                    .list(
                        new ListQuery(scope, null, null, null, Set.of(), false, most, null), call),
            RECENT_HITS,
            false,
            RECENT_TOKENS);
    return answer.isError() ? Optional.empty() : Optional.of(Json.write(answer.structured()));
  }

  private Optional<String> memory(String ref, Call call) {
    if (!ID.matcher(ref).matches()) {
      return Optional.empty();
    }
    return switch (setting.memories().get(List.of(ref), OptionalInt.empty(), call)) {
      case Outcome.Refused<Got> _ -> Optional.empty();
      case Outcome.Done<Got>(Got got) ->
          got.memories().stream().findFirst().map(memory -> Json.write(Views.whole(memory)));
    };
  }

  @Override
  public List<String> touchedBy(Changed change) {
    MemoryId id = change.id();
    Project project = change.project();
    if (id == null || project == null) {
      return List.of();
    }
    List<String> uris = new ArrayList<>();
    if (project.equals(setting.workspace().project())) {
      uris.add(RECENT);
    }
    uris.add(SCHEME + id);
    uris.add(SCHEME + "project/" + MemoryUri.encoded(project.name()) + "/recent");
    return uris;
  }
}
