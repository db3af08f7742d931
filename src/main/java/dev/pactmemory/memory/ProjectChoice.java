package dev.pactmemory.memory;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Status;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which of the known projects a scope means. The store is asked only for a project that is named.
///
/// A name is looked for among the keys, then as the current project's name, then among all names,
/// then as the last part of a key (`shop` or `work/shop` for `/home/me/work/shop`).
final class ProjectChoice {
  private static final int MAX_NAMES = 5;
  private static final int MAX_NAME_CHARS = 40;

  private final StoreReads reads;

  ProjectChoice(StoreReads reads) {
    this.reads = reads;
  }

  /// The project chosen.
  ///
  /// @param project null for all projects
  /// @param hint what may have been meant instead; null where all is plain
  record Chosen(@Nullable Project project, @Nullable String hint) {}

  Outcome<Chosen> forReading(Scope scope) {
    return switch (scope) {
      case Scope.Current(Project project) -> Outcome.done(new Chosen(project, null));
      case Scope.All() -> Outcome.done(new Chosen(null, null));
      case Scope.Named named -> {
        List<Project> found = find(named);
        yield found.isEmpty() ? Outcome.refused(unknown(named.name())) : one(named.name(), found);
      }
    };
  }

  /// As for reading, but that an unknown name makes a new project.
  Outcome<Chosen> forSaving(Scope scope) {
    return switch (scope) {
      case Scope.Current(Project project) -> Outcome.done(new Chosen(project, null));
      case Scope.All() ->
          Outcome.refused(
              new Problem(
                  Problem.Code.INVALID_VALUE,
                  "project",
                  "a memory is saved in one project; name it, or leave project out for the current"
                      + " one"));
      case Scope.Named named -> {
        List<Project> found = find(named);
        yield found.isEmpty() ? created(named.name()) : one(named.name(), found);
      }
    };
  }

  private List<Project> find(Scope.Named scope) {
    String name = scope.name().strip();
    List<Project> candidates =
        Stream.concat(
                Stream.of(scope.current()),
                reads.projects().stream().map(Status.ProjectCount::project))
            .toList();
    List<Project> byKey =
        candidates.stream().filter(project -> project.key().equals(name)).toList();
    if (!byKey.isEmpty()) {
      return byKey.subList(0, 1);
    }
    String key = Text.key(name);
    if (Text.key(scope.current().name()).equals(key)) {
      return List.of(scope.current());
    }
    List<Project> byName =
        distinct(candidates.stream().filter(project -> Text.key(project.name()).equals(key)));
    return byName.isEmpty()
        ? distinct(candidates.stream().filter(project -> endsWith(project, key)))
        : byName;
  }

  private static List<Project> distinct(Stream<Project> projects) {
    return Text.distinct(projects.toList(), Project::key);
  }

  private static boolean endsWith(Project project, String path) {
    return Text.key(project.key()).replace('\\', '/').endsWith("/" + path.replace('\\', '/'));
  }

  private static Outcome<Chosen> one(String name, List<Project> found) {
    if (found.size() == 1) {
      return Outcome.done(new Chosen(found.getFirst(), null));
    }
    List<String> tails = found.stream().limit(MAX_NAMES).map(ProjectChoice::tail).toList();
    return Outcome.refused(
        new Problem(
            Problem.Code.AMBIGUOUS_PROJECT,
            "project",
            found.size()
                + " projects are named "
                + Titles.cut(name, MAX_NAME_CHARS)
                + "; say which: "
                + String.join(", ", tails)));
  }

  /// The last two names of the key's path: no home directory, and mostly enough to tell two apart.
  private static String tail(Project project) {
    String[] names = project.key().replace('\\', '/').split("/");
    int from = Math.max(0, names.length - 2);
    return String.join("/", List.of(names).subList(from, names.length));
  }

  private Problem unknown(String name) {
    List<String> near = near(name);
    String remedy =
        near.isEmpty()
            ? reads.projects().isEmpty()
                ? "nothing is stored yet in any project"
                : "known are " + String.join(", ", names().limit(MAX_NAMES).toList())
            : "did you mean " + String.join(" or ", near) + "?";
    return new Problem(
        Problem.Code.UNKNOWN_PROJECT,
        "project",
        "no project is named "
            + Titles.cut(name, MAX_NAME_CHARS)
            + "; "
            + remedy
            + " (leave project out for the current one, \"*\" is all)");
  }

  private Outcome<Chosen> created(String given) {
    String name = given.strip();
    if (name.isEmpty()) {
      return Outcome.refused(
          new Problem(
              Problem.Code.INVALID_VALUE,
              "project",
              "project is blank; name it, or leave it out for the current one"));
    }
    List<String> near = near(name);
    String hint =
        near.isEmpty()
            ? null
            : "project "
                + Titles.cut(name, MAX_NAME_CHARS)
                + " is new; there is also "
                + String.join(" and ", near);
    return Outcome.done(new Chosen(named(name), hint));
  }

  private static Project named(String name) {
    boolean isPath = name.startsWith("/") || name.matches("[A-Za-z]:[\\\\/].*");
    if (!isPath) {
      return Project.named(name);
    }
    List<String> names = Stream.of(name.split("[/\\\\]")).filter(part -> !part.isBlank()).toList();
    return names.isEmpty() ? Project.named(name) : new Project(name, names.getLast());
  }

  private Stream<String> names() {
    return reads.projects().stream()
        .map(count -> Titles.cut(count.project().name(), MAX_NAME_CHARS))
        .distinct();
  }

  private List<String> near(String name) {
    List<String> near = new ArrayList<>();
    names().filter(other -> NearMiss.isNear(name, other)).limit(3).forEach(near::add);
    return near;
  }
}
