package dev.pactmemory.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files that were changed since the session began, as git sees them. Nobody has to report
/// them.
///
/// Two things count. What differs from the last commit, or is new and not ignored, and was written
/// since (for a deleted file: its directory was). And what was committed since in this worktree, by
/// the reflog, which tells a commit from a rebase, a pull and a switch of branches: those bring
/// files that nobody here worked on, and so does a merge that is not finished.
///
/// Without git, without a repository, or where git is slow there are none, or fewer. Safe for many
/// threads.
public final class TouchedFiles {
  /// Beyond this a session generated files rather than worked on them.
  private static final int MAX_FILES = 500;

  private static final String MAX_REFLOG = "500";

  /// More than one session commits.
  private static final int MAX_COMMITS = 200;

  /// File systems stamp a file with the time of the last clock tick.
  private static final Duration TICK = Duration.ofMillis(10);

  /// A commit, the second it was noted in, and what did it.
  private static final Pattern NOTED =
      Pattern.compile("([0-9a-f]{40,64}) \\S*@\\{(\\d+)} (.*)", Pattern.DOTALL);

  private static final Pattern COMMITTED = Pattern.compile("(?:commit|cherry-pick|revert)\\b.*");

  /// What lies in a repository while a merge or its like is not finished.
  private static final List<String> UNFINISHED =
      List.of("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "rebase-merge", "rebase-apply");

  private final String git;
  private final Duration patience;
  private final InstantSource clock;
  private final Instant begin;
  private final Map<String, Mark> forgotten = new ConcurrentHashMap<>();
  private volatile Mark start;

  /// New files are searched for in all directories, which takes longest.
  private volatile boolean findsNewFiles = true;

  /// A moment after which a file counts.
  ///
  /// @param noted what the reflog had then of the session
  private record Mark(Instant at, Set<String> noted) {}

  /// The session begins now.
  public TouchedFiles(InstantSource clock) {
    this(clock, "git", Git.PATIENCE);
  }

  TouchedFiles(InstantSource clock, String git, Duration patience) {
    this.clock = clock;
    this.git = git;
    this.patience = patience;
    this.begin = clock.instant().minus(TICK);
    this.start = new Mark(begin, Set.of());
  }

  /// The files touched in this workspace, comparable: those that differ from the last commit, those
  /// committed, then new ones, each in git's order; at most some hundreds.
  public List<String> in(Workspace workspace) {
    Path root = root(workspace);
    if (root == null) {
      return List.of();
    }
    FilePaths paths = workspace.paths();
    List<Status> statuses;
    Set<String> noted;
    Git asking = new Git(git, root, patience);
    try (Git.Question status = status(asking);
        Git.Question reflog = reflog(asking)) {
      Git.Printed answer = status.printed();
      noted = noted(reflog.printed());
      statuses = answer.inTime() ? statuses(answer, root) : withoutNewFiles(answer, root);
    }
    return Stream.of(
            statuses.stream().filter(one -> !one.isNew()).flatMap(one -> touched(one, root, paths)),
            committed(root, noted, paths),
            statuses.stream().filter(Status::isNew).flatMap(one -> touched(one, root, paths)))
        .flatMap(files -> files)
        .distinct()
        .limit(MAX_FILES)
        .toList();
  }

  /// These count again only when they are written or committed again.
  ///
  /// @param paths comparable
  public void forget(Workspace workspace, List<String> paths) {
    if (!paths.isEmpty()) {
      Mark now = now(workspace);
      paths.forEach(path -> forgotten.put(path, now));
    }
  }

  /// None counts until it is written or committed again.
  public void forgetAll(Workspace workspace) {
    start = now(workspace);
    forgotten.clear();
  }

  private Mark now(Workspace workspace) {
    Path root = root(workspace);
    if (root == null) {
      return new Mark(clock.instant(), Set.of());
    }
    try (Git.Question reflog = reflog(new Git(git, root, patience))) {
      return new Mark(clock.instant(), noted(reflog.printed()));
    }
  }

  private static @Nullable Path root(Workspace workspace) {
    if (workspace.roots().isEmpty()) {
      return null;
    }
    Path root = workspace.roots().getFirst();
    return Files.exists(root.resolve(".git")) ? root : null;
  }

  // What differs from the last commit

  /// A file as git sees it beside the last commit.
  ///
  /// @param index how the index differs from the commit, a blank where it does not
  /// @param worktree how the file differs from the index
  private record Status(char index, char worktree, String name) {
    boolean isNew() {
      return index == '?';
    }

    boolean isOnlyStaged() {
      return worktree == ' ';
    }
  }

  private Git.Question status(Git asking) {
    return asking.ask(
        List.of(),
        "status",
        "--porcelain=v1",
        "-z",
        "--no-renames",
        "--ignore-submodules=all",
        findsNewFiles ? "--untracked-files=all" : "--untracked-files=no");
  }

  /// What there is when git took too long, or said too much: from then on new files are left out.
  private List<Status> withoutNewFiles(Git.Printed cut, Path root) {
    if (!cut.entries().isEmpty() || !findsNewFiles) {
      return statuses(cut, root);
    }
    findsNewFiles = false;
    try (Git.Question again = status(new Git(git, root, patience))) {
      return statuses(again.printed(), root);
    }
  }

  private static List<Status> statuses(Git.Printed answer, Path root) {
    boolean unfinished = isMergeUnfinished(root);
    return answer.entries().stream()
        .filter(entry -> entry.length() > 3)
        .map(entry -> new Status(entry.charAt(0), entry.charAt(1), entry.substring(3)))
        // A repository within this one is named like a directory.
        .filter(status -> !status.name().endsWith("/"))
        .filter(status -> !unfinished || !status.isOnlyStaged())
        .toList();
  }

  private static boolean isMergeUnfinished(Path root) {
    return GitLayout.repository(root)
        .filter(repository ->
            UNFINISHED.stream().anyMatch(name -> Files.exists(repository.resolve(name))))
        .isPresent();
  }

  private Stream<String> touched(Status status, Path root, FilePaths paths) {
    return comparable(root, status.name(), paths)
        .filter(path -> !lastChange(root, status.name()).isBefore(mark(path).at()))
        .stream();
  }

  private Mark mark(String path) {
    Mark session = start;
    Mark own = forgotten.getOrDefault(path, session);
    return own.at().isAfter(session.at()) ? own : session;
  }

  /// When the file was last written, renamed or deleted; the beginning of time if that cannot be
  /// said.
  private static Instant lastChange(Path root, String name) {
    try {
      Path file = root.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return changed(file);
      }
      Path parent = file.getParent();
      while (parent != null && parent.startsWith(root) && !Files.exists(parent)) {
        parent = parent.getParent();
      }
      return parent == null || !parent.startsWith(root) ? Instant.MIN : written(parent);
    } catch (IOException | InvalidPathException _) {
      return Instant.MIN; // Gone meanwhile, or named as this system cannot.
    }
  }

  private static Instant written(Path file) throws IOException {
    return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
  }

  /// A renamed file keeps the time it was written at; its status is newer.
  private static Instant changed(Path file) throws IOException {
    Instant written = written(file);
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return written;
    }
    FileTime status = (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    return status.toInstant().isAfter(written) ? status.toInstant() : written;
  }

  // What was committed

  private static Git.Question reflog(Git asking) {
    return asking.ask(
        List.of(),
        "reflog",
        "show",
        "-z",
        "--date=unix",
        "--format=%H %gd %gs",
        "-n",
        MAX_REFLOG,
        "HEAD");
  }

  /// The commits of the session, newest first, as the reflog has them. It counts in seconds: what
  /// was committed in the second in which the session began was likely committed before.
  private Set<String> noted(Git.Printed reflog) {
    Set<String> noted = new LinkedHashSet<>();
    for (String entry : reflog.entries()) {
      Matcher matcher = NOTED.matcher(entry);
      if (matcher.matches()
          && Long.parseLong(matcher.group(2)) > begin.getEpochSecond()
          && COMMITTED.matcher(matcher.group(3)).lookingAt()) {
        noted.add(entry);
      }
    }
    return noted;
  }

  private Stream<String> committed(Path root, Set<String> noted, FilePaths paths) {
    Set<String> before = start.noted();
    List<String> fresh = noted.stream().filter(entry -> !before.contains(entry)).toList();
    if (forgotten.isEmpty()) {
      return filesOf(root, fresh, paths);
    }
    List<Stream<String>> files = new ArrayList<>();
    for (String entry : fresh) {
      files.add(
          filesOf(root, List.of(entry), paths).filter(path -> !mark(path).noted().contains(entry)));
    }
    return files.stream().flatMap(some -> some);
  }

  private Stream<String> filesOf(Path root, List<String> noted, FilePaths paths) {
    List<String> commits =
        noted.stream()
            .map(entry -> entry.substring(0, entry.indexOf(' ')))
            .distinct()
            .limit(MAX_COMMITS)
            .toList();
    if (commits.isEmpty()) {
      return Stream.of();
    }
    try (Git.Question names =
        new Git(git, root, patience)
            .ask(
                commits,
                "diff-tree",
                "--stdin",
                "--root",
                "-r",
                "-c",
                "--no-commit-id",
                "--name-only",
                "--no-renames",
                "--ignore-submodules=all",
                "-z")) {
      return names.printed().entries().stream()
          .flatMap(name -> comparable(root, name, paths).stream());
    }
  }

  /// Empty for what has no name here: bytes that are no UTF-8, or too many.
  private static Optional<String> comparable(Path root, String name, FilePaths paths) {
    String absolute = root + "/" + name;
    boolean hasName = !name.isEmpty() && name.indexOf('\uFFFD') < 0;
    return hasName && absolute.length() <= FilePaths.MAX_LENGTH
        ? Optional.of(paths.comparable(absolute))
        : Optional.empty();
  }
}
