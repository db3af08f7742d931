package dev.pactmemory.project;

import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Text;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out where a process works.
///
/// The first of these that says something decides: `PACT_MEMORY_PROJECT` (a name, or an absolute
/// directory), the roots a client names, `CLAUDE_PROJECT_DIR`, the working directory. From a
/// directory, the repository around it is the project: its subdirectories and linked worktrees are
/// one project, a submodule is its own, two repositories of one name are two. A directory without
/// repository is a project of its own name. The home directory, what contains it, and where
/// programs are installed tell nothing: a desktop client starts there. That is [Project#DEFAULT].
///
/// Safe for many threads. What is found on disk is read anew by every call.
public final class Projects {
  /// Where Windows and its programs live, from which a desktop client may start a process.
  private static final List<String> INSTALL_DIRECTORIES =
      List.of("SystemRoot", "ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA", "APPDATA");

  private final Map<String, String> environment;
  private final Path workingDirectory;
  private final Path home;
  private final SessionId session;

  /// @param random names the session where the environment does not
  public Projects(
      Map<String, String> environment, Path workingDirectory, Path home, RandomGenerator random) {
    this.environment = Map.copyOf(environment);
    this.workingDirectory = workingDirectory;
    this.home = real(home).orElse(home.toAbsolutePath());
    this.session = session(random);
  }

  /// `PACT_MEMORY_SESSION`, else the session Claude Code names to what it starts, else one of this
  /// process alone.
  private SessionId session(RandomGenerator random) {
    return Stream.of("PACT_MEMORY_SESSION", "CLAUDE_CODE_SESSION_ID")
        .flatMap(name -> variable(name).stream())
        .findFirst()
        .map(SessionId::new)
        .orElseGet(() -> new SessionId(MemoryId.random(random).value()));
  }

  /// The workspace of a client that names no roots.
  public Workspace workspace() {
    return workspace(List.of());
  }

  /// The workspace of a client.
  ///
  /// @param clientRoots URIs in the client's order; the first that is a directory here counts
  public Workspace workspace(List<String> clientRoots) {
    Optional<String> named = variable("PACT_MEMORY_PROJECT");
    Optional<Path> directory = named.flatMap(this::absoluteDirectory);
    if (directory.isPresent()) {
      return around(directory.get());
    }
    Workspace found =
        Stream.of(
                clientRoots.stream().flatMap(root -> ofUri(root).stream()),
                variable("CLAUDE_PROJECT_DIR").flatMap(this::absoluteDirectory).stream(),
                Stream.of(workingDirectory))
            .flatMap(candidates -> candidates)
            .filter(Files::isDirectory)
            .findFirst()
            .map(this::around)
            .orElseGet(this::unknown);
    return named
        .map(name -> new Workspace(Project.named(lastName(name)), session, found.roots(), home))
        .orElse(found);
  }

  /// The name itself; of a directory that is not there, its last name, for a path is no name.
  private static String lastName(String name) {
    return path(name)
        .filter(Path::isAbsolute)
        .map(Path::getFileName)
        .map(Path::toString)
        .orElse(name);
  }

  private Workspace around(Path directory) {
    Optional<Path> start = real(directory);
    if (start.isEmpty()) {
      return unknown();
    }
    GitLayout layout =
        GitLayout.around(start.get(), home).orElse(new GitLayout(start.get(), start.get()));
    Path root = layout.mainRoot();
    Path name = root.getFileName();
    if (name == null || home.startsWith(root) || isInstallDirectory(root)) {
      return unknown();
    }
    return new Workspace(
        new Project(Text.nfc(root.toString()), Text.nfc(name.toString())),
        session,
        spellings(layout, start.get(), directory.toAbsolutePath().normalize()),
        home);
  }

  /// The roots, and the worktree also as it was named: through a link, paths arrive in that form.
  private static List<Path> spellings(GitLayout layout, Path start, Path named) {
    Set<Path> roots = new LinkedHashSet<>();
    roots.add(layout.worktree());
    int above = start.getNameCount() - layout.worktree().getNameCount();
    Path upper = named;
    for (int i = 0; i < above && upper != null; i++) {
      upper = upper.getParent();
    }
    if (upper != null && real(upper).equals(Optional.of(layout.worktree()))) {
      roots.add(upper);
    }
    roots.add(layout.mainRoot());
    return new ArrayList<>(roots);
  }

  private boolean isInstallDirectory(Path root) {
    for (Path element : root) {
      if (element.toString().endsWith(".app")) {
        return true;
      }
    }
    return INSTALL_DIRECTORIES.stream()
        .flatMap(name -> variable(name).flatMap(this::absoluteDirectory).stream())
        .anyMatch(root::startsWith);
  }

  private Workspace unknown() {
    return new Workspace(Project.DEFAULT, session, List.of(), home);
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(Text.clean(environment.get(name)));
  }

  private Optional<Path> absoluteDirectory(String text) {
    return path(text.startsWith("~/") ? home + text.substring(1) : text)
        .filter(path -> path.isAbsolute() && Files.isDirectory(path));
  }

  private static Optional<Path> path(String text) {
    try {
      return Optional.of(Path.of(text));
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Optional<Path> ofUri(String text) {
    try {
      URI uri = new URI(text);
      return "file".equalsIgnoreCase(uri.getScheme())
          ? Optional.of(Path.of(new URI("file", null, uri.getPath(), null)))
          : Optional.empty();
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException _) {
      return Optional.empty();
    }
  }

  private static Optional<Path> real(@Nullable Path path) {
    try {
      return path == null ? Optional.empty() : Optional.of(path.toRealPath());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
