package dev.pactmemory.memory;

import dev.pactmemory.model.Finding;
import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at the files of a home from outside: may they be written, who may read them, is there
/// room, was anything left behind. Takes no part in what runs.
final class HomeFiles {
  private static final long MEGABYTE = 1_000_000;

  /// Room for a journal, a migration and an index that is merged.
  private static final long LITTLE_ROOM = 500 * MEGABYTE;

  private static final long NO_ROOM = 50 * MEGABYTE;

  /// What work that was not ended leaves; whoever begins it again begins by deleting it.
  private static final Pattern LEFT_BEHIND =
      Pattern.compile(
          "^(journal-(purging|restoring|old)|leader\\.new|.*\\.unfinished|.*-migrating\\.mv\\.db"
              + "|.*\\.temp\\.db)$");

  private static final int NAMED = 3;

  private final Path home;
  private final boolean fix;

  private HomeFiles(Path home, boolean fix) {
    this.home = home;
    this.fix = fix;
  }

  /// @param fix whether to mend permissions, and delete what was left behind
  static List<Finding> examine(Path home, boolean fix) {
    if (!Files.isDirectory(home)) {
      return List.of(Finding.note("data", home + " is not there yet; the first use makes it", ""));
    }
    HomeFiles files = new HomeFiles(home, fix);
    try {
      List<Finding> findings = new ArrayList<>();
      findings.add(files.place());
      findings.add(files.room());
      findings.add(files.permissions());
      files.leftBehind(findings);
      return findings;
    } catch (IOException e) {
      throw MemoryException.of(e, "the data directory could not be looked at");
    }
  }

  private Finding place() {
    return Files.isWritable(home)
        ? Finding.good("data", home.toString())
        : Finding.bad(
            "data",
            home + " cannot be written",
            "make it writable for this user, or set PACT_MEMORY_HOME to another directory");
  }

  private Finding room() throws IOException {
    long free = Files.getFileStore(home).getUsableSpace();
    String found = String.format(Locale.ROOT, "%,d MB free", free / MEGABYTE);
    String remedy = "free some space where the data lives";
    return free < NO_ROOM
        ? Finding.bad("disk", found, remedy)
        : free < LITTLE_ROOM ? Finding.note("disk", found, remedy) : Finding.good("disk", found);
  }

  private Finding permissions() throws IOException {
    if (!Files.getFileStore(home).supportsFileAttributeView("posix")) {
      return Finding.note("permissions", "cannot be told on this file system", "");
    }
    List<Path> open = new ArrayList<>();
    for (Path path : all()) {
      if (isOpenToOthers(path)) {
        if (fix) {
          Files.setPosixFilePermissions(
              path,
              PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
        open.add(path);
      }
    }
    String found =
        Text.counted(open.size(), "file or directory is", "files or directories are")
            + " open to others";
    return open.isEmpty()
        ? Finding.good("permissions", "the owner's alone")
        : fix
            ? Finding.mended("permissions", "closed to others: " + named(open))
            : Finding.bad("permissions", found + ": " + named(open), "run doctor --fix");
  }

  private static boolean isOpenToOthers(Path path) throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    return permissions.stream().anyMatch(permission -> !permission.name().startsWith("OWNER"));
  }

  /// All files and directories but links, the home first.
  private List<Path> all() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(path -> !Files.isSymbolicLink(path)).toList();
    }
  }

  private void leftBehind(List<Finding> findings) throws IOException {
    List<Path> left = new ArrayList<>();
    for (Path path : all()) {
      if (LEFT_BEHIND.matcher(path.getFileName().toString()).matches()) {
        left.add(path);
      }
    }
    if (left.isEmpty()) {
      return;
    }
    // Who holds the home may be at work with them.
    try (HomeLock _ = HomeLock.take(home.resolve("lock"), Duration.ZERO)) {
      if (fix) {
        for (Path path : left) {
          deleteTree(path);
        }
        findings.add(Finding.mended("left behind", named(left) + " deleted"));
      } else {
        findings.add(
            Finding.note(
                "left behind", named(left) + " by work that was cut short", "run doctor --fix"));
      }
    } catch (MemoryException e) {
      if (e.code() != MemoryException.Code.BUSY) {
        throw e;
      }
      findings.add(
          Finding.note(
              "left behind", named(left) + ", perhaps in use", "look again when no session runs"));
    }
  }

  private static void deleteTree(Path root) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(root)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private String named(List<Path> paths) {
    String names =
        paths.stream()
            .limit(NAMED)
            .map(
                path -> path.equals(home) ? "the data directory" : home.relativize(path).toString())
            .collect(Collectors.joining(", "));
    return paths.size() > NAMED ? names + ", …" : names;
  }
}
