package dev.pactmemory;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.model.Text;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
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
/// @param secrets what becomes of likely secrets where a call does not say
record Settings(Path home, @Nullable Path model, LogLevel log, Secrets secrets) {

  /// The variables read here.
  private enum Variable {
    PACT_MEMORY_HOME,
    PACT_MEMORY_MODEL,
    PACT_MEMORY_LOG,
    PACT_MEMORY_SECRETS
  }

  private static final List<LogLevel> LEVELS = List.of(LogLevel.values());

  /// To keep them untold is for one who knows of one, not for all that may come.
  private static final List<Secrets> SECRETS = List.of(Secrets.ASK, Secrets.REDACT, Secrets.WARN);

  /// How much is said on stderr; each level includes those before it.
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  /// Reads the environment; a value that cannot be meant is refused with the variable's name.
  static Outcome<Settings> read(Map<String, String> env, Machine machine) {
    try {
      Path home = directory(env, Variable.PACT_MEMORY_HOME, machine);
      return Outcome.done(
          new Settings(
              home == null ? defaultHome(env, machine) : home,
              directory(env, Variable.PACT_MEMORY_MODEL, machine),
              choice(env, Variable.PACT_MEMORY_LOG, LEVELS, LogLevel.WARN),
              choice(env, Variable.PACT_MEMORY_SECRETS, SECRETS, Secrets.ASK)));
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

  private static <E extends Enum<E>> E choice(
      Map<String, String> env, Variable variable, List<E> choices, E otherwise) {
    String text = text(env, variable.name());
    if (text == null) {
      return otherwise;
    }
    return choices.stream()
        .filter(choice -> word(choice).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new Unusable(
                variable,
                "must be one of "
                    + choices.stream().map(Settings::word).collect(Collectors.joining(", "))));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
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
