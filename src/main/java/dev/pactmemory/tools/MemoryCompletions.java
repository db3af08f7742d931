package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Names;
import dev.pactmemory.model.NamesQuery;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Completes the variables of the resource templates and the arguments of the prompts with what the
/// store knows. Entities and files are those of the project named beside them, else of the current
/// one.
final class MemoryCompletions implements Completions {
  private static final Names NONE = new Names(List.of(), 0);

  private final Setting setting;
  private final Prompts prompts;

  MemoryCompletions(Setting setting, Prompts prompts) {
    this.setting = setting;
    this.prompts = prompts;
  }

  @Override
  public Optional<Names> complete(
      Reference of, String argument, String typed, Map<String, String> others, Call call) {
    boolean known =
        switch (of) {
          case Reference.OfTemplate(String uriTemplate) ->
              MemoryResources.variable(uriTemplate).equals(Optional.of(argument));
          case Reference.OfPrompt(String name) ->
              prompts.list().stream()
                  .filter(prompt -> prompt.name().equals(name))
                  .flatMap(prompt -> prompt.arguments().stream())
                  .anyMatch(one -> one.name().equals(argument));
        };
    return known ? Optional.of(values(argument, typed, others, call)) : Optional.empty();
  }

  private Names values(String argument, String typed, Map<String, String> others, Call call) {
    return switch (argument) {
      case "project" -> names(NamesQuery.Kind.PROJECT, typed, others, call);
      case "name", "topic" -> names(NamesQuery.Kind.ENTITY, typed, others, call);
      case "path", "file" -> names(NamesQuery.Kind.FILE, typed, others, call);
      case "id", "memory" -> names(NamesQuery.Kind.MEMORY, typed, others, call);
      default -> NONE; // Free words.
    };
  }

  private Names names(NamesQuery.Kind kind, String typed, Map<String, String> others, Call call) {
    if (typed.length() > Limits.NAME_CHARS) {
      return NONE;
    }
    String project = others.getOrDefault("project", "");
    Scope scope =
        project.isBlank() || kind == NamesQuery.Kind.PROJECT
            ? new Scope.Current(setting.workspace().project())
            : new Scope.Named(project, setting.workspace().project());
    return switch (setting.memories().names(new NamesQuery(kind, typed, scope, MAX_VALUES), call)) {
      case Outcome.Done<Names>(Names names) -> names;
      case Outcome.Refused<Names> _ -> NONE; // A project half typed.
    };
  }
}
