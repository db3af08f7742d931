package dev.pactmemory.project;

import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.FileQuery.OtherName;
import dev.pactmemory.model.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Other names that a file had or has, as git's history and the worktree tell them: over any number
/// of renames, in both directions.
///
/// Without git, or without a repository, there are none; where its history is too long to be read
/// in a second, those of the newest part of it. Git is asked again when its files tell of a change,
/// and after some seconds: how a renamed file differs from its last commit decides too whether it
/// is one. Safe for many threads.
public final class Renames {
  /// A directory that was moved has many files; an answer has room for few.
  private static final int MAX_NAMES = 50;

  private static final Pattern RENAME = Pattern.compile("R\\d+");

  /// How long an answer is good while git's files stay as they are.
  private static final Duration LONGEST_KNOWN = Duration.ofSeconds(10);

  private final InstantSource clock;
  private final Asking git;

  private volatile Known known =
      new Known(Path.of(""), List.of(), Instant.EPOCH, "", List.of(), List.of());

  public Renames(InstantSource clock) {
    this(clock, Git::ask);
  }

  /// @param git asked in the place of the program
  Renames(InstantSource clock, Asking git) {
    this.clock = clock;
    this.git = git;
  }

  /// A question to git about a worktree.
  interface Asking {
    Git.Printed ask(Path worktree, String... arguments);
  }

  /// @param from in the older state
  private record Rename(String from, String to) {}

  /// What was read of one worktree.
  ///
  /// @param files how git's files were before; empty where that cannot be told
  /// @param readAt when it was
  /// @param head the commit at which `history` was read; it is read again when there is another
  /// @param uncommitted renames since that commit
  private record Known(
      Path worktree,
      List<Object> files,
      Instant readAt,
      String head,
      List<Rename> history,
      List<Rename> uncommitted) {
    List<Rename> renames() {
      List<Rename> renames = new ArrayList<>(history);
      renames.addAll(uncommitted);
      return renames;
    }
  }

  /// The other names of what a path means: of a file, of all files with this trailing part, or of
  /// those in a directory. Those nearest to the path first.
  ///
  /// @param path as in a [FileQuery]
  public List<OtherName> of(Workspace workspace, String path) {
    if (workspace.roots().isEmpty() || path.isEmpty() || path.startsWith("/")) {
      return List.of();
    }
    Path worktree = workspace.roots().getFirst();
    if (!Files.exists(worktree.resolve(".git"))) {
      return List.of();
    }
    List<Rename> renames = known(worktree).renames();
    List<OtherName> names = new ArrayList<>();
    names.addAll(reached(path, renames, true));
    names.addAll(reached(path, renames, false));
    return names.stream().limit(MAX_NAMES).toList();
  }

  private Known known(Path worktree) {
    Instant now = clock.instant();
    // Before git is asked: a change meanwhile shows the next time.
    List<Object> files = files(worktree);
    Known last = known;
    boolean isSame = last.worktree().equals(worktree);
    if (isSame && !files.isEmpty() && last.files().equals(files) && isFresh(last, now)) {
      return last;
    }
    String head = git.ask(worktree, "rev-parse", "HEAD").text().strip();
    List<Rename> history =
        isSame && last.head().equals(head) ? last.history() : renames(worktree, "log", "--format=");
    List<Rename> uncommitted = renames(worktree, "diff", "HEAD");
    Known read = new Known(worktree, files, now, head, history, uncommitted);
    known = read;
    return read;
  }

  /// A clock that was set back makes nothing last.
  private static boolean isFresh(Known last, Instant now) {
    return !now.isBefore(last.readAt()) && now.isBefore(last.readAt().plus(LONGEST_KNOWN));
  }

  /// What shows that something was committed, checked out, staged or renamed: git replaces these
  /// files whole, or adds to them.
  private static List<Object> files(Path worktree) {
    Optional<Path> repository = GitLayout.repository(worktree);
    List<Object> files = new ArrayList<>();
    for (String name : List.of("HEAD", "index", "logs/HEAD")) {
      repository.flatMap(own -> Stamp.of(own.resolve(name))).ifPresent(files::add);
    }
    return files;
  }

  /// How a file was found.
  private record Stamp(String name, @Nullable Object key, FileTime changedAt, long bytes) {
    static Optional<Stamp> of(Path file) {
      try {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        return Optional.of(
            new Stamp(file.toString(), found.fileKey(), found.lastModifiedTime(), found.size()));
      } catch (IOException _) {
        return Optional.empty(); // No commit yet, say.
      }
    }
  }

  private List<Rename> renames(Path worktree, String command, String argument) {
    return read(
        git.ask(worktree, command, argument, "-M", "--diff-filter=R", "--name-status", "-z"));
  }

  private static List<Rename> read(Git.Printed printed) {
    List<String> entries =
        printed.entries().stream().map(String::strip).filter(entry -> !entry.isEmpty()).toList();
    // The last name may be cut where git was ended.
    int end = printed.inTime() ? entries.size() : entries.size() - 1;
    List<Rename> renames = new ArrayList<>();
    for (int i = 0; i + 2 < end; i++) {
      if (RENAME.matcher(entries.get(i)).matches()) {
        renames.add(new Rename(Text.nfc(entries.get(i + 1)), Text.nfc(entries.get(i + 2))));
        i += 2;
      }
    }
    return renames;
  }

  /// The names that renames lead to from the path.
  ///
  /// @param back to former names; else to later ones
  private static List<OtherName> reached(String path, List<Rename> renames, boolean back) {
    Map<String, List<String>> next = new LinkedHashMap<>();
    Set<String> start = new LinkedHashSet<>();
    for (Rename rename : renames) {
      String name = back ? rename.to() : rename.from();
      next.computeIfAbsent(name, _ -> new ArrayList<>()).add(back ? rename.from() : rename.to());
      if (isMeant(path, name)) {
        start.add(name);
      }
    }
    Set<String> seen = new LinkedHashSet<>(start);
    Deque<String> ends = new ArrayDeque<>(start);
    while (!ends.isEmpty() && seen.size() < start.size() + MAX_NAMES) {
      for (String name : next.getOrDefault(ends.removeFirst(), List.of())) {
        if (seen.add(name)) {
          ends.addLast(name);
        }
      }
    }
    seen.removeAll(start);
    seen.removeIf(name -> isMeant(path, name));
    return seen.stream().map(name -> new OtherName(name, back)).toList();
  }

  private static boolean isMeant(String path, String name) {
    return path.endsWith("/")
        ? ("/" + name).contains("/" + path)
        : ("/" + name).endsWith("/" + path);
  }
}
