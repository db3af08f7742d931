package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.FileQuery.OtherName;
import dev.pactmemory.model.Scope;
import dev.pactmemory.project.Workspace;
import java.util.List;
import java.util.Map;

/// Finds memories by file.
final class SearchByFileTool extends DefinedTool {
  private static final int LIMIT = 10;
  private static final List<String> ALLOWED =
      List.of("path", "limit", "project", "detail", "cursor");

  private final Setting setting;

  SearchByFileTool(Setting setting) {
    super(
        new Definition(
            "memory_search_by_file",
            "Search by file",
            """
            What is known about a file, before you edit it: its memories, then those of files linked with \
            it or beside it.\
            """,
            Schemas.input(
                Schemas.properties(
                    "path", Schemas.text("File, bare name, directory/ or glob"),
                    "limit", Schemas.limit(LIMIT),
                    "project", Schemas.text(),
                    "detail", Schemas.choice("brief", "full"),
                    "cursor", Schemas.text()),
                "path"),
            Schemas.answer("hits", "total"),
            new Hints(true, false, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments = new Arguments(given).allow(ALLOWED);
    String path =
        arguments.required("path", Limits.PATH_CHARS, "{\"path\": \"src/auth/token_manager.py\"}");
    Scope scope = arguments.scope(workspace);
    int limit = arguments.limit(LIMIT);
    boolean full = arguments.detail();
    String cursor = arguments.cursor();
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() -> {
          String comparable = workspace.paths().asked(path);
          List<OtherName> otherNames = setting.renames().of(workspace, comparable);
          return Pages.answer(
              most ->
                  setting
                      .memories()
                      .searchByFile(
                          new FileQuery(comparable, otherNames, scope, most, cursor), call),
              limit,
              full,
              Limits.MAX_TOKENS);
        });
  }
}
