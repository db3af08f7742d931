package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.FileQuery.OtherName;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.project.Workspace;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds memories by words and meaning.
final class SearchTool extends DefinedTool {
  private static final int LIMIT = 5;

  /// What it takes to say that the beginning of a question was read.
  private static final int CUT_TOKENS = 20;

  private static final List<String> ALLOWED =
      List.of(
          "query",
          "limit",
          "current_file",
          "project",
          "since",
          "until",
          "fields",
          "entity",
          "detail",
          "max_tokens",
          "cursor");

  private final Setting setting;

  SearchTool(Setting setting) {
    super(
        new Definition(
            "memory_search",
            "Search memories",
            """
            Find memories of earlier sessions by words and meaning: before starting work, before a \
            decision, in unfamiliar code, before saving. Example: {"query": "token refresh race \
            AuthService"}. Brief hits, best first; memory_get reads one whole.\
            """,
            Schemas.input(
                Schemas.properties(
                    "query", Schemas.text("Words, names, or an id: memories like it"),
                    "limit", Schemas.limit(LIMIT),
                    "current_file", Schemas.text("Ranks its memories up"),
                    "project", Schemas.text("Default: this one; * = all"),
                    "since", Schemas.text("2026-01-31 or 7d (ago)"),
                    "until", Schemas.text(),
                    "fields", Schemas.texts("Search only these, e.g. decisions"),
                    "entity", Schemas.text("Only memories of this"),
                    "detail", Schemas.choice("brief", "full"),
                    "max_tokens", Schemas.integer(),
                    "cursor", Schemas.text()),
                "query"),
            Schemas.answer("hits", "total"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    String question = arguments.question("query", "{\"query\": \"token refresh\"}");
    String text = Views.cut(question, Limits.QUERY_CHARS);
    boolean isWhole = text.equals(question);
    Scope scope = arguments.scope(workspace);
    int limit = arguments.limit(LIMIT);
    String file = arguments.name("current_file", Limits.PATH_CHARS);
    String currentFile = file == null ? null : workspace.paths().comparable(file);
    Instant now = setting.clock().instant();
    @Nullable Instant since = arguments.since(now);
    @Nullable Instant until = arguments.until(now, since);
    Set<Field> fields = EnumSet.noneOf(Field.class);
    arguments
        .choices("fields", ContentArguments.NAMES)
        .forEach(name -> fields.add(Field.named(name).orElseThrow()));
    String entity = arguments.name("entity", Limits.NAME_CHARS);
    boolean full = arguments.detail();
    int maxTokens = arguments.maxTokens();
    String cursor = arguments.cursor();
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() -> {
          List<OtherName> otherNames =
              currentFile == null ? List.of() : setting.renames().of(workspace, currentFile);
          Answer answer =
              Pages.answer(
                  most ->
                      setting
                          .memories()
                          .search(
                              new SearchQuery(
                                  text,
                                  scope,
                                  most,
                                  currentFile,
                                  otherNames,
                                  since,
                                  until,
                                  fields,
                                  entity,
                                  cursor),
                              call),
                  limit,
                  full,
                  isWhole ? maxTokens : maxTokens - CUT_TOKENS);
          return isWhole ? answer : cut(answer, question);
        });
  }

  private static Answer cut(Answer answer, String question) {
    if (answer.isError()) {
      return answer;
    }
    Map<String, Object> told = new LinkedHashMap<>(answer.structured());
    String note =
        String.format(
            Locale.ROOT,
            "of the query's %,d characters the first %,d were read",
            question.codePointCount(0, question.length()),
            Limits.QUERY_CHARS);
    told.merge("cut", note, (other, _) -> other + "; " + note);
    return Answer.of(told);
  }
}
