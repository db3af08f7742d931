package dev.pactmemory.tools;

import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.model.Text;
import dev.pactmemory.project.Workspace;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The arguments of one call: strict on keys, lenient in form. After the first mistake every read
/// answers with a harmless stand-in; ask [#problem] before acting on what was read. Confined to one
/// call.
final class Arguments {
  private final Map<?, ?> given;
  private final FirstProblem problems = new FirstProblem();
  private final Values values = new Values(problems);

  Arguments(Map<String, Object> given) {
    this.given = given;
  }

  private Arguments(Map<?, ?> given, Arguments from) {
    this.given = given;
    from.problem().ifPresent(p -> problems.report(p.code(), p.field(), p.message()));
  }

  /// The same with what stands in the object `wrapper` beside the rest: agents like to send
  /// `{"memory": {…}}`. A field given in both places is a mistake.
  Arguments unwrapped(String wrapper) {
    if (!has(wrapper)) {
      return this;
    }
    Map<Object, @Nullable Object> flat = new LinkedHashMap<>(given);
    flat.remove(wrapper);
    values
        .object(wrapper, given.get(wrapper))
        .forEach((key, value) -> {
          if (flat.containsKey(key)) {
            problems.report(
                Problem.Code.INVALID_VALUE,
                Values.shown(String.valueOf(key)),
                "given twice, inside " + wrapper + " and beside it; give it once");
          }
          flat.put(key, value);
        });
    return new Arguments(flat, this);
  }

  /// Refuses every key that is in neither.
  ///
  /// @param tolerated passed over in silence: what an answer says beside what can be asked
  Arguments allow(Collection<String> allowed, Collection<String> tolerated) {
    Map<Object, @Nullable Object> asked = new LinkedHashMap<>(given);
    asked.keySet().removeAll(tolerated);
    values.allow("", asked, allowed);
    return this;
  }

  Arguments allow(Collection<String> allowed) {
    return allow(allowed, List.of());
  }

  /// Refuses a key that others give a meaning to, with the reason.
  Arguments refuse(String key, String reason) {
    if (has(key)) {
      problems.report(Problem.Code.UNKNOWN_FIELD, key, reason);
    }
    return this;
  }

  /// Whether the key was given a value other than null.
  boolean has(String key) {
    return given.get(key) != null;
  }

  /// Whether the key was given, be it as null.
  boolean names(String key) {
    return given.containsKey(key);
  }

  @Nullable Object raw(String key) {
    return given.get(key);
  }

  Values values() {
    return values;
  }

  void report(Problem.Code code, @Nullable String field, String message) {
    problems.report(code, field, message);
  }

  Optional<Problem> problem() {
    return problems.problem();
  }

  /// The text without white space at its ends; null if absent. An empty one is a mistake.
  @Nullable String name(String key, int maxChars) {
    String text = values.text(key, given.get(key));
    if (text == null) {
      return null;
    }
    String name = Text.clean(text);
    if (name == null) {
      problems.report(Problem.Code.INVALID_VALUE, key, "it is empty; leave it out or fill it");
      return null;
    }
    if (name.length() > maxChars) {
      problems.report(
          Problem.Code.TOO_LONG,
          key,
          String.format(
              Locale.ROOT, "%,d characters came; it may have %,d", name.length(), maxChars));
      return null;
    }
    return name;
  }

  /// As [#name], but absence is a mistake too.
  String required(String key, int maxChars, String example) {
    if (!has(key)) {
      missing(key, example);
      return "";
    }
    if (given.get(key) instanceof String text && text.isBlank()) {
      problems.report(Problem.Code.INVALID_VALUE, key, "it is empty; fill it, like " + example);
      return "";
    }
    return Objects.requireNonNullElse(name(key, maxChars), "");
  }

  /// What is searched for, of any length: it is not kept, so what no text can have (NUL, half a
  /// surrogate pair) stands for a space. Absent or empty, it is a mistake.
  String question(String key, String example) {
    if (given.get(key) instanceof String text) {
      String question = Text.clean(Values.readable(text));
      if (question != null) {
        return question;
      }
    }
    return required(key, Limits.QUERY_CHARS, example);
  }

  /// At least one name.
  List<String> requiredNames(String key, int max, String example) {
    List<String> names = names(key, max);
    if (names.isEmpty()) {
      missing(key, example);
    }
    return names;
  }

  /// Names without repetitions.
  List<String> names(String key, int max) {
    List<String> names = Text.cleanList(values.texts(key, given.get(key)));
    if (names.size() > max) {
      problems.report(
          Problem.Code.TOO_LONG,
          key,
          String.format(Locale.ROOT, "%,d came; one call may have %,d", names.size(), max));
    }
    for (String name : names) {
      if (name.length() > Limits.PATH_CHARS) {
        problems.report(
            Problem.Code.TOO_LONG,
            key,
            String.format(
                Locale.ROOT,
                "one has %,d characters; it may have %,d",
                name.length(),
                Limits.PATH_CHARS));
      }
    }
    return names;
  }

  int integer(String key, int otherwise, int min, int max) {
    return Objects.requireNonNullElse(integer(key, min, max), otherwise);
  }

  @Nullable Integer integer(String key, int min, int max) {
    return values.integer(key, given.get(key), min, max);
  }

  int limit(int otherwise) {
    return integer("limit", otherwise, 1, Limits.HITS);
  }

  boolean flag(String key, boolean otherwise) {
    return Objects.requireNonNullElse(values.flag(key, given.get(key)), otherwise);
  }

  /// One of the words, in any case.
  String choice(String key, String otherwise, List<String> words) {
    String word = name(key, Limits.NAME_CHARS);
    return word == null ? otherwise : word(key, word, words);
  }

  /// What shall become of likely secrets.
  Secrets secrets(Secrets otherwise) {
    return switch (choice("secrets", "", List.of("redact", "keep"))) {
      case "redact" -> Secrets.REDACT;
      case "keep" -> Secrets.KEEP;
      default -> otherwise;
    };
  }

  /// Some of the words.
  List<String> choices(String key, List<String> words) {
    return names(key, Limits.ITEMS).stream().map(word -> word(key, word, words)).toList();
  }

  private String word(String key, String given, List<String> words) {
    for (String word : words) {
      if (Text.key(given).equals(word)) {
        return word;
      }
    }
    String guess =
        NearMiss.of(given, words).map(meant -> "did you mean " + meant + "? ").orElse("");
    problems.report(
        Problem.Code.INVALID_VALUE,
        key,
        "\"" + Values.shown(given) + "\": " + guess + "One of " + String.join(", ", words));
    return words.getFirst();
  }

  /// The moment from which on.
  @Nullable Instant since(Instant now) {
    return instant("since", now, false);
  }

  /// The moment up to which; a date alone includes the day. Before `since` it is a mistake.
  @Nullable Instant until(Instant now, @Nullable Instant since) {
    Instant until = instant("until", now, true);
    if (since != null && until != null && until.isBefore(since)) {
      problems.report(
          Problem.Code.INVALID_VALUE, "until", "it lies before since; swap them, or leave one out");
    }
    return until;
  }

  private @Nullable Instant instant(String key, Instant now, boolean endOfDay) {
    String text = name(key, Limits.NAME_CHARS);
    if (text == null) {
      return null;
    }
    Instant instant = Dates.parse(text, now, endOfDay).orElse(null);
    if (instant == null) {
      problems.report(
          Problem.Code.INVALID_VALUE,
          key,
          "\"" + Values.shown(text) + "\" came; " + Dates.EXPECTED);
    }
    return instant;
  }

  /// The project to read from; `*` is all.
  Scope scope(Workspace workspace) {
    String project = project();
    if ("*".equals(project)) {
      return new Scope.All();
    }
    return project == null
        ? new Scope.Current(workspace.project())
        : new Scope.Named(project, workspace.project());
  }

  /// The project to write to.
  Scope writeScope(Workspace workspace) {
    Scope scope = scope(workspace);
    if (scope instanceof Scope.All) {
      problems.report(
          Problem.Code.INVALID_VALUE,
          "project",
          "a memory belongs to one project; name it, or leave it out for "
              + Values.shown(workspace.project().name()));
    }
    return scope;
  }

  private @Nullable String project() {
    if (given.get("project") instanceof String text && text.isBlank()) {
      problems.report(
          Problem.Code.INVALID_VALUE,
          "project",
          "it is empty; leave it out for the current project, or give a name, or \"*\" to read"
              + " all");
      return null;
    }
    return name("project", Limits.PATH_CHARS);
  }

  /// Whether the whole is asked for.
  boolean detail() {
    return choice("detail", "brief", List.of("brief", "full")).equals("full");
  }

  int maxTokens() {
    return integer("max_tokens", Limits.MAX_TOKENS, Limits.MIN_TOKENS, Limits.MAX_TOKENS);
  }

  @Nullable String cursor() {
    return name("cursor", Limits.NAME_CHARS);
  }

  private void missing(String key, String example) {
    problems.report(Problem.Code.MISSING_FIELD, key, "it is required, like " + example);
  }
}
