package dev.pactmemory.store;

import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads.FileMatch;
import dev.pactmemory.store.StoreReads.FileMatch.Relation;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From a path as asked to the memories around it.
///
/// The files meant are those of the first reading that finds any: the path or a trailing part of
/// one, a directory, a glob; in the case as written, then in any case. Their memories are the
/// direct ones; memories of files that share a memory with those, and of files in the same
/// directory, follow.
final class FileSearch {
  private final Connection connection;
  private final @Nullable Integer project;

  private FileSearch(Connection connection, @Nullable Integer project) {
    this.connection = connection;
    this.project = project;
  }

  /// A row of `files`.
  private record FileRow(long num, int project, String path, String directory) {
    static FileRow of(ResultSet row) throws SQLException {
      return new FileRow(
          row.getLong("num"),
          row.getInt("project"),
          row.getString("path"),
          row.getString("directory"));
    }
  }

  /// An edge: the memory is linked to the file.
  private record Link(MemoryId id, long updatedAt, FileRow file) {}

  static List<FileMatch> linkedTo(Connection connection, @Nullable Project project, String path)
      throws SQLException {
    Integer number = null;
    if (project != null) {
      OptionalInt known = Projects.number(connection, project);
      if (known.isEmpty()) {
        return List.of();
      }
      number = known.getAsInt();
    }
    return new FileSearch(connection, number).around(path);
  }

  private List<FileMatch> around(String path) throws SQLException {
    List<FileRow> meant = filesMeant(path);
    Map<MemoryId, FileMatch> matches = new LinkedHashMap<>();
    List<Link> direct = links(numbers(meant));
    add(matches, Relation.DIRECT, direct);
    add(matches, Relation.CO_LINKED, links(filesBeside(direct)));
    add(matches, Relation.SAME_DIRECTORY, links(filesNear(path, meant)));
    return List.copyOf(matches.values());
  }

  /// Adds the memories that are not there yet, newest first.
  private static void add(Map<MemoryId, FileMatch> matches, Relation relation, List<Link> links) {
    Map<MemoryId, Link> best = new HashMap<>();
    Comparator<Link> byPath = Comparator.comparing(link -> link.file().path());
    for (Link link : links) {
      if (!matches.containsKey(link.id())) {
        best.merge(link.id(), link, (one, other) -> byPath.compare(one, other) <= 0 ? one : other);
      }
    }
    best.values().stream()
        .sorted(Comparator.comparingLong(Link::updatedAt).reversed().thenComparing(Link::id))
        .forEach(link ->
            matches.put(
                link.id(),
                new FileMatch(
                    link.id(), relation, link.file().path(), Sql.instant(link.updatedAt()))));
  }

  private List<FileRow> filesMeant(String path) throws SQLException {
    List<FileRow> files = path.endsWith("/") ? below(path) : endingWith(path);
    return files.isEmpty() && isGlob(path) ? matching(path) : files;
  }

  /// The file of this path, or files whose last names are these.
  private List<FileRow> endingWith(String path) throws SQLException {
    String prefix = PathForms.reversed(path);
    List<FileRow> anyCase =
        files("reversed >= ? AND reversed < ?", prefix, PathForms.rangeEnd(prefix));
    String exact = Text.nfc(path);
    return preferred(
        anyCase,
        file -> Text.nfc(file.path()).equals(exact) || Text.nfc(file.path()).endsWith("/" + exact));
  }

  private List<FileRow> below(String directory) throws SQLException {
    if (directory.equals("./")) {
      return files("TRUE");
    }
    List<FileRow> fromRoot =
        files("path >= ? AND path < ?", directory, PathForms.rangeEnd(directory));
    if (!fromRoot.isEmpty()) {
      return fromRoot;
    }
    String inside = "/" + Text.nfc(directory);
    String key = "/" + Text.key(directory);
    List<FileRow> anyCase = new ArrayList<>(files("TRUE"));
    anyCase.removeIf(file -> !("/" + Text.key(file.path())).contains(key));
    return preferred(anyCase, file -> ("/" + Text.nfc(file.path())).contains(inside));
  }

  /// A glob without a slash is about names, one with a slash about a trailing part of the path.
  private List<FileRow> matching(String glob) throws SQLException {
    Predicate<String> matches = matcher(glob);
    List<FileRow> asWritten = new ArrayList<>(files("TRUE"));
    asWritten.removeIf(file -> !matches.test(file.path()));
    return asWritten;
  }

  private static boolean isGlob(String path) {
    return path.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static Predicate<String> matcher(String glob) {
    try {
      PathMatcher whole = FileSystems.getDefault().getPathMatcher("glob:" + glob);
      PathMatcher below = FileSystems.getDefault().getPathMatcher("glob:**/" + glob);
      return path -> {
        try {
          Path asPath = Path.of(path);
          return whole.matches(asPath) || below.matches(asPath);
        } catch (InvalidPathException _) {
          return false; // From a system where names may hold what they may not hold here.
        }
      };
    } catch (PatternSyntaxException _) {
      return _ -> false; // No glob, but a name with a bracket in it.
    }
  }

  private static List<FileRow> preferred(List<FileRow> files, Predicate<FileRow> asWritten) {
    List<FileRow> preferred = files.stream().filter(asWritten).toList();
    return preferred.isEmpty() ? files : preferred;
  }

  /// Files that share a memory with the direct ones.
  private Set<Long> filesBeside(List<Link> direct) throws SQLException {
    Set<String> ids = direct.stream().map(link -> link.id().value()).collect(Collectors.toSet());
    List<Long> beside =
        Sql.list(
            connection,
            """
            SELECT DISTINCT memory_files.file FROM memories
            JOIN memory_files ON memory_files.memory = memories.num
            WHERE memories.id = ANY(?)
            """,
            row -> row.getLong(1),
            (Object) ids.toArray(String[]::new));
    return new TreeSet<>(beside);
  }

  /// Files in the directories of the files meant; in that of the path itself if it means none.
  private Set<Long> filesNear(String path, List<FileRow> meant) throws SQLException {
    Set<Long> near = new TreeSet<>();
    if (meant.isEmpty()) {
      String directory = PathForms.directory(path);
      if (!directory.isEmpty() && !path.endsWith("/")) {
        near.addAll(numbers(files("directory = ?", directory)));
      }
      return near;
    }
    Map<Integer, Set<String>> directories = new HashMap<>();
    for (FileRow file : meant) {
      directories.computeIfAbsent(file.project(), _ -> new TreeSet<>()).add(file.directory());
    }
    for (Map.Entry<Integer, Set<String>> entry : directories.entrySet()) {
      near.addAll(
          Sql.list(
              connection,
              "SELECT num FROM files WHERE project = ? AND directory = ANY(?)",
              row -> row.getLong(1),
              entry.getKey(),
              entry.getValue().toArray(String[]::new)));
    }
    return near;
  }

  private List<FileRow> files(String condition, Object... values) throws SQLException {
    List<@Nullable Object> parameters = new ArrayList<>(List.of(values));
    String inProject = "";
    if (project != null) {
      inProject = " AND project = ?";
      parameters.add(project);
    }
    return Sql.list(
        connection,
        "SELECT num, project, path, directory FROM files WHERE " + condition + inProject,
        FileRow::of,
        parameters.toArray());
  }

  private List<Link> links(Collection<Long> files) throws SQLException {
    if (files.isEmpty()) {
      return List.of();
    }
    return Sql.list(
        connection,
        """
        SELECT memories.id, memories.updated_at, files.num, files.project, files.path,
          files.directory
        FROM files
        JOIN memory_files ON memory_files.file = files.num
        JOIN memories ON memories.num = memory_files.memory
        WHERE files.num = ANY(?)
        """,
        row ->
            new Link(new MemoryId(row.getString("id")), row.getLong("updated_at"), FileRow.of(row)),
        (Object) files.toArray(Long[]::new));
  }

  private static Set<Long> numbers(List<FileRow> files) {
    return files.stream().map(FileRow::num).collect(Collectors.toCollection(TreeSet::new));
  }
}
