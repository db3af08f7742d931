package dev.pactmemory.project;

import dev.pactmemory.model.FileQuery;
import dev.pactmemory.model.FileQuery.OtherName;
import dev.pactmemory.model.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Other names that a file had or has, as git's history and the worktree tell them: over any number
/// of renames, in both directions.
///
/// Without git, or without a repository, there are none; where its history is too long to be read
/// in a second, those of the newest part of it. Safe for many threads.
public final class Renames {
  /// A directory that was moved has many files; an answer has room for few.
  private static final int MAX_NAMES = 50;

  private static final Pattern RENAME = Pattern.compile("R\\d+");

  private volatile Known known = new Known(Path.of(""), "", List.of());

  /// @param from in the older state
  private record Rename(String from, String to) {}

  /// What was read, and at which commit; it is read again when there is another.
  private record Known(Path worktree, String head, List<Rename> renames) {}

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
    List<Rename> renames = new ArrayList<>(inHistory(worktree));
    // Renamed, and not committed yet.
    renames.addAll(
        read(Git.ask(worktree, "diff", "HEAD", "-M", "--diff-filter=R", "--name-status", "-z")));
    List<OtherName> names = new ArrayList<>();
    names.addAll(reached(path, renames, true));
    names.addAll(reached(path, renames, false));
    return names.stream().limit(MAX_NAMES).toList();
  }

  private List<Rename> inHistory(Path worktree) {
    String head = Git.ask(worktree, "rev-parse", "HEAD").text().strip();
    Known last = known;
    if (!last.worktree().equals(worktree) || !last.head().equals(head)) {
      last =
          new Known(
              worktree,
              head,
              read(
                  Git.ask(
                      worktree,
                      "log",
                      "-M",
                      "--diff-filter=R",
                      "--name-status",
                      "-z",
                      "--format=")));
      known = last;
    }
    return last.renames();
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
