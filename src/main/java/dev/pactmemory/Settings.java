package dev.pactmemory;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Text;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a user can set, all of it by environment variables, because that is what every client's
/// configuration can carry. A variable that is empty or blank counts as absent.
///
/// Project and session are read where they are decided, in [dev.pactmemory.project.Projects].
///
/// @param home where the data lives; absolute, need not exist
/// @param model a directory with an embedding model, instead of the one that comes along
record Settings(Path home, @Nullable Path model, LogLevel log) {

  /// The variables read here.
  private enum Variable {
    PACT_MEMORY_HOME,
    PACT_MEMORY_MODEL,
    PACT_MEMORY_LOG
  }

  /// How much is said on stderr; each level includes those before it.
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reads the environment; a value that cannot be meant is refused with the variable's name.
  static Outcome<Settings> read(Map<String, String> env, Machine machine) {
    try {
      Path home = directory(env, Variable.PACT_MEMORY_HOME, machine);
      return Outcome.done(
          new Settings(
              home == null ? defaultHome(env, machine) : home,
              directory(env, Variable.PACT_MEMORY_MODEL, machine),
              logLevel(text(env, Variable.PACT_MEMORY_LOG.name()))));
    } catch (Unusable unusable) {
      return Outcome.refused(unusable.problem);
    }
  }

  private static Path defaultHome(Map<String, String> env, Machine machine) {
    if (machine.isWindows()) {
      Path local = absolute(text(env, "LOCALAPPDATA"));
      return (local == null ? machine.userHome().resolve("AppData").resolve("Local") : local)
          .resolve("PACT Memory");
    }
    if (machine.isMac()) {
      return machine.userHome().resolve("Library/Application Support/PACT Memory");
    }
    Path data = absolute(text(env, "XDG_DATA_HOME"));
    return (data == null ? machine.userHome().resolve(".local/share") : data)
        .resolve("pact-memory");
  }

  /// The directory a variable names. `~` is expanded here because no shell reads a client's
  /// configuration. Any other relative path is refused: it would mean another directory in every
  /// project the server is started in.
  private static @Nullable Path directory(
      Map<String, String> env, Variable variable, Machine machine) {
    String text = text(env, variable.name());
    if (text == null) {
      return null;
    }
    if (text.equals("~")) {
      return machine.userHome();
    }
    if (text.startsWith("~/") || text.startsWith("~\\")) {
      return machine.userHome().resolve(text.substring(2)).normalize();
    }
    Path path = absolute(text);
    if (path == null) {
      throw new Unusable(variable, "must be an absolute path (it may begin with ~/)");
    }
    return path;
  }

  /// The path, or null where it is absent or not absolute.
  private static @Nullable Path absolute(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      Path path = Path.of(text);
      return path.isAbsolute() ? path.normalize() : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static LogLevel logLevel(@Nullable String text) {
    if (text == null) {
      return LogLevel.WARN;
    }
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.word().equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new Unusable(
                Variable.PACT_MEMORY_LOG,
                "must be one of "
                    + Arrays.stream(LogLevel.values())
                        .map(LogLevel::word)
                        .collect(Collectors.joining(", "))));
  }

  private static @Nullable String text(Map<String, String> env, String name) {
    return Text.clean(env.get(name));
  }

  /// Carries a problem from the place that sees it to [#read]; never leaves this class.
  private static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Problem problem;

    Unusable(Variable variable, String remedy) {
      super(remedy);
      problem =
          new Problem(
              Problem.Code.INVALID_VALUE,
              variable.name(),
              "the environment variable " + variable.name() + " " + remedy);
    }
  }
}
