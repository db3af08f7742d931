package dev.pactmemory.tools;

import dev.pactmemory.model.Call;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.project.FilePaths;
import dev.pactmemory.project.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The files touched in this session.
final class TrackedFilesTool extends DefinedTool {
  private final Setting setting;

  TrackedFilesTool(Setting setting) {
    super(
        new Definition(
            "memory_tracked_files",
            "Session files",
            "The files touched in this session, those git sees changed included; memory_save links"
                + " them.",
            Schemas.input(
                Schemas.properties(
                    "add", Schemas.texts(), "remove", Schemas.texts(), "clear", Schemas.flag())),
            Schemas.answer("files"),
            new Hints(false, true, true)));
    this.setting = setting;
  }

  @Override
  public Answer call(Map<String, Object> given, Call call) {
    Workspace workspace = setting.workspace();
    Arguments arguments = new Arguments(given).allow(List.of("add", "remove", "clear"));
    FilePaths paths = workspace.paths();
    List<String> add = arguments.names("add", Limits.ITEMS);
    List<String> remove = arguments.names("remove", Limits.ITEMS);
    boolean clear = arguments.flag("clear", false);
    return arguments
        .problem()
        .map(Refusals::answer)
        .orElseGet(() -> {
          List<String> removed = remove.stream().map(paths::comparable).toList();
          if (clear) {
            setting.touched().forgetAll(workspace);
          }
          setting.touched().forget(workspace, removed);
          List<String> added =
              Stream.concat(
                      add.stream().map(paths::comparable), setting.touched().in(workspace).stream())
                  .distinct()
                  .toList();
          Tracking tracking =
              new Tracking(workspace.project(), workspace.session(), added, removed, clear);
          return switch (setting.memories().track(tracking, call)) {
            case Outcome.Refused<List<TrackedFile>>(var problem) -> Refusals.answer(problem);
            case Outcome.Done<List<TrackedFile>>(List<TrackedFile> files) -> Answer.of(view(files));
          };
        });
  }

  private static Map<String, Object> view(List<TrackedFile> files) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("files", files.stream().limit(Limits.ITEMS).map(TrackedFile::path).toList());
    if (files.size() > Limits.ITEMS) {
      view.put("total", files.size());
      view.put("cut", String.format(Locale.ROOT, "only the first %d are shown", Limits.ITEMS));
    }
    return view;
  }
}
