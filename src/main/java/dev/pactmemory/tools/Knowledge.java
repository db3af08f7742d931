package dev.pactmemory.tools;

import dev.pactmemory.briefing.Briefing;
import dev.pactmemory.briefing.Lines;
import dev.pactmemory.briefing.Plain;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.DecisionQuery;
import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Got;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.ListQuery;
import dev.pactmemory.model.LoggedDecision;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Page;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.TrackedFile;
import dev.pactmemory.model.Tracking;
import dev.pactmemory.project.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the store knows to one prompt, gathered section by section into a briefing of bounded size.
/// One thread at a time.
final class Knowledge {
  private static final int MEMORIES = 5;
  private static final int DECISIONS = 20;
  private static final int TASKS = 15;
  private static final int RELEVANT_TOKENS = 500;
  private static final int NEWEST_TOKENS = 300;
  private static final int DECISION_TOKENS = 500;
  private static final int TASK_TOKENS = 300;
  private static final int FILE_TOKENS = 150;

  /// Of the caller's own words, said back.
  private static final int ABOUT_BYTES = 600;

  private final Setting setting;
  private final Workspace workspace;
  private final String topic;
  private final String file;
  private final Scope scope;
  private final Call call;
  private final Briefing briefing = new Briefing();
  private String update = "";

  /// @param topic empty for none, like `file` and `project`
  Knowledge(Setting setting, String topic, String file, String project, Call call) {
    this.setting = setting;
    this.workspace = setting.workspace();
    this.topic = topic;
    this.file = file;
    this.scope =
        project.isEmpty()
            ? new Scope.Current(workspace.project())
            : new Scope.Named(project, workspace.project());
    this.call = call;
  }

  /// Takes note of the memory that is to be updated; empty for none.
  Outcome<Boolean> memory(String ref) {
    if (ref.isEmpty()) {
      return Outcome.done(true);
    }
    return setting.memories().get(List.of(ref), OptionalInt.empty(), call).then(got -> named(got));
  }

  private Outcome<Boolean> named(Got got) {
    if (!got.problems().isEmpty()) {
      Problem problem = got.problems().getFirst();
      return Outcome.refused(new Problem(problem.code(), "memory", problem.message()));
    }
    Memory memory = got.memories().getFirst();
    update = memory.id().value();
    briefing.section(
        "The memory to update",
        List.of(Lines.hit(new Hit(memory, memory.id().value(), 0, null, List.of(), null))),
        "",
        RELEVANT_TOKENS);
    return Outcome.done(true);
  }

  /// Refused if the project is not known, or more than one is meant.
  Outcome<Found> checkProject() {
    return list(null, 1);
  }

  /// What the prompt is about, each on a line of its own, in the caller's words.
  List<String> about() {
    List<String> about = new ArrayList<>();
    if (!topic.isEmpty()) {
      about.add("Topic: " + Plain.line(topic, ABOUT_BYTES));
    }
    if (!file.isEmpty()) {
      about.add("File: " + Plain.line(file, ABOUT_BYTES));
    }
    if (!update.isEmpty()) {
      about.add("Memory to update: " + update);
    }
    return about;
  }

  /// Memories near the topic, those of the file among them; without a topic those of the file.
  void addRelevant() {
    if (!topic.isEmpty()) {
      String current = file.isEmpty() ? null : workspace.paths().comparable(file);
      Found found =
          done(
              setting
                  .memories()
                  .search(
                      new SearchQuery(
                          topic, scope, MEMORIES, current, null, null, Set.of(), null, null),
                      call));
      add("Memories to the topic", found, "none comes near; search with other words");
    }
    if (topic.isEmpty() && !file.isEmpty()) {
      String asked = workspace.paths().asked(file);
      Found found =
          done(setting.memories().searchByFile(new FileQuery(asked, scope, MEMORIES, null), call));
      add("Memories of the file, or near it", found, "none");
    }
  }

  /// An answer that could be better says so; an empty one says whether anything is saved at all.
  private void add(String title, Found found, String none) {
    List<String> lines = found.hits().stream().map(Lines::hit).toList();
    boolean empty =
        found.nothing() != null && found.nothing().why() == Found.Nothing.Why.NOTHING_STORED;
    briefing.section(
        title, lines, empty ? "nothing is saved in this project yet" : none, RELEVANT_TOKENS);
    found.degraded().stream().sorted().map(Views::words).forEach(briefing::note);
  }

  /// The newest memories, where nothing else says what is meant.
  void addNewest() {
    if (topic.isEmpty() && file.isEmpty()) {
      Found found = done(list(null, MEMORIES));
      briefing.section(
          "Newest memories",
          found.hits().stream().map(Lines::hit).toList(),
          "none is saved yet",
          NEWEST_TOKENS);
    }
  }

  /// The newest decisions that are in force.
  void addDecisions() {
    Page<LoggedDecision> page =
        done(
            setting
                .memories()
                .decisions(
                    new DecisionQuery(null, null, null, null, null, scope, DECISIONS, null), call));
    List<String> lines =
        page.items().stream()
            .filter(LoggedDecision::isInForce)
            .map(logged ->
                Lines.decision(
                    logged.decision(), logged.shortId() + ", " + Lines.minute(logged.decidedAt())))
            .toList();
    briefing.section("Decisions in force, newest first", lines, "none", DECISION_TOKENS);
  }

  /// Tasks that are not done, in the order of their urgency.
  void addTasks() {
    ListQuery open = new ListQuery(scope, null, null, null, Set.of(), true, TASKS, null);
    List<String> lines =
        done(setting.memories().tasks(open, call)).items().stream()
            .map(task -> Lines.task(task.task(), task.shortId()))
            .toList();
    briefing.section("Open tasks", lines, "none", TASK_TOKENS);
  }

  /// What this session saved.
  void addSession() {
    Found found = done(list(workspace.session(), MEMORIES));
    add("Memories of this session", found, "none yet");
  }

  /// Files told or seen to be touched in this session. Only asked for: nothing is noted.
  void addTracked() {
    Tracking asking =
        new Tracking(workspace.project(), workspace.session(), List.of(), List.of(), false);
    List<TrackedFile> told = done(setting.memories().track(asking, call));
    List<String> lines =
        Stream.concat(
                told.stream().map(TrackedFile::path), setting.touched().in(workspace).stream())
            .distinct()
            .map(Lines::file)
            .toList();
    briefing.section("Files touched in this session", lines, "none", FILE_TOKENS);
  }

  private Outcome<Found> list(@Nullable SessionId session, int limit) {
    return setting
        .memories()
        .list(new ListQuery(scope, session, null, null, Set.of(), false, limit, null), call);
  }

  /// The project was checked before, so there is nothing left to refuse.
  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) ->
          throw new IllegalStateException("refused after it was checked: " + problem.code());
    };
  }

  String text() {
    return briefing.text();
  }
}
