package dev.pactmemory.briefing;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `CLAUDE.md` of a project: puts a block of ours into it, or takes it out.
///
/// The file that is written is the project's own, after every link is followed; what lies outside
/// is declined. It is written beside and moved into place, with the permissions and the owner it
/// had, so that a reader sees the old or the new one, whatever happens. Someone else's change since
/// it was read is not overwritten.
public final class ClaudeMd {
  private static final String NAME = "CLAUDE.md";

  /// Where Claude Code looks; the first that is there counts.
  private static final List<String> PLACES = List.of(NAME, ".claude/" + NAME);

  /// Longer files are no instructions.
  private static final int MAX_BYTES = 4 << 20;

  private final Path root;

  /// @param root of the project, a directory
  public ClaudeMd(Path root) {
    this.root = root;
  }

  /// What was done, or would be.
  public enum Action {
    CREATED,
    UPDATED,
    UNCHANGED,
    REMOVED,
    /// Nothing but the block was in the file.
    DELETED
  }

  /// How it went.
  ///
  /// @param file relative to the root
  public record Synced(Path file, Action action) {}

  /// A file as it was read.
  private static final class Found {
    private final Path shown;

    /// The file itself, no link.
    private final Path target;

    /// Null where there is no file.
    private final byte @Nullable [] bytes;

    Found(Path shown, Path target, byte @Nullable [] bytes) {
      this.shown = shown;
      this.target = target;
      this.bytes = bytes;
    }
  }

  /// Puts the lines between markers in the file, which is made if it is not there; refused for what
  /// the user can mend, and then nothing has changed.
  ///
  /// @param lines each ending with `\n`
  /// @param dryRun whether only to say what would be done
  /// @throws IOException if it cannot be read or written; then it is as it was
  public Outcome<Synced> put(String lines, boolean dryRun) throws IOException {
    return switch (find()) {
      case Outcome.Refused<Found>(Problem problem) -> Outcome.refused(problem);
      case Outcome.Done<Found>(Found found) ->
          switch (MarkedBlock.in(bytes(found)).with(lines)) {
            case Outcome.Refused<byte[]>(Problem problem) -> Outcome.refused(problem);
            case Outcome.Done<byte[]>(byte[] now) ->
                write(found, now, found.bytes == null ? Action.CREATED : Action.UPDATED, dryRun);
          };
    };
  }

  /// Takes the block out; a file of which nothing else is left is deleted.
  ///
  /// @param dryRun whether only to say what would be done
  /// @throws IOException if it cannot be read or written; then it is as it was
  public Outcome<Synced> remove(boolean dryRun) throws IOException {
    return switch (find()) {
      case Outcome.Refused<Found>(Problem problem) -> Outcome.refused(problem);
      case Outcome.Done<Found>(Found found) ->
          switch (MarkedBlock.in(bytes(found)).without()) {
            case Outcome.Refused<byte[]>(Problem problem) -> Outcome.refused(problem);
            case Outcome.Done<byte[]>(byte[] now) ->
                write(found, now, now.length == 0 ? Action.DELETED : Action.REMOVED, dryRun);
          };
    };
  }

  private static byte[] bytes(Found found) {
    byte[] bytes = found.bytes;
    return bytes == null ? new byte[0] : bytes;
  }

  private Outcome<Found> find() throws IOException {
    Path real = root.toRealPath();
    Path shown =
        PLACES.stream()
            .map(real::resolve)
            .filter(place -> Files.exists(place, LinkOption.NOFOLLOW_LINKS))
            .findFirst()
            .orElse(real.resolve(NAME));
    Path name = real.relativize(shown);
    if (!Files.exists(shown, LinkOption.NOFOLLOW_LINKS)) {
      return Outcome.done(new Found(name, shown, null));
    }
    if (!Files.exists(shown)) {
      return refused(name + " is a link to nothing");
    }
    Path target = shown.toRealPath();
    if (!target.startsWith(real)) {
      return refused(name + " leads out of the project, and only files in it are written");
    }
    if (!Files.isRegularFile(target) || Files.size(target) > MAX_BYTES) {
      return refused(name + " is no file of instructions (a directory, a device, or too large)");
    }
    if (!Files.isWritable(target)) {
      return refused(name + " is read-only");
    }
    byte[] bytes = Files.readAllBytes(target);
    return MarkedBlock.isAsciiBased(bytes)
        ? Outcome.done(new Found(name, target, bytes))
        : refused(name + " is in an encoding like UTF-16, or no text; save it as UTF-8");
  }

  private static <T> Outcome<T> refused(String what) {
    return Outcome.refused(
        new Problem(Problem.Code.INVALID_VALUE, null, what + ". Nothing was changed"));
  }

  private Outcome<Synced> write(Found found, byte[] now, Action action, boolean dryRun)
      throws IOException {
    byte[] before = found.bytes;
    if (Arrays.equals(before == null ? new byte[0] : before, now)) {
      return Outcome.done(new Synced(found.shown, Action.UNCHANGED));
    }
    if (!dryRun) {
      Outcome<Boolean> written = action == Action.DELETED ? delete(found) : replace(found, now);
      if (written instanceof Outcome.Refused<Boolean>(Problem problem)) {
        return Outcome.refused(problem);
      }
    }
    return Outcome.done(new Synced(found.shown, action));
  }

  private Outcome<Boolean> delete(Found found) throws IOException {
    if (isChanged(found)) {
      return changed(found);
    }
    Files.delete(found.target);
    return Outcome.done(true);
  }

  private Outcome<Boolean> replace(Found found, byte[] now) throws IOException {
    Path beside = beside(found.target);
    try {
      try (FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(now);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
        if (found.bytes != null && !keepOwner(found.target, beside)) {
          return refused(found.shown + " belongs to someone else, and would be made yours");
        }
        channel.force(true);
      }
      if (isChanged(found)) {
        return changed(found);
      }
      Files.move(beside, found.target, StandardCopyOption.ATOMIC_MOVE);
      return Outcome.done(true);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static Path beside(Path target) {
    return target.resolveSibling(
        "." + target.getFileName() + ".pact-" + ProcessHandle.current().pid() + ".tmp");
  }

  /// Gives the new file the permissions and the owner of the old one, where files have them;
  /// whether it could.
  private static boolean keepOwner(Path from, Path to) throws IOException {
    PosixFileAttributeView old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    PosixFileAttributeView made = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old == null || made == null) {
      return true;
    }
    PosixFileAttributes kept = old.readAttributes();
    PosixFileAttributes fresh = made.readAttributes();
    if (!kept.owner().equals(fresh.owner())) {
      return false;
    }
    if (!kept.group().equals(fresh.group())) {
      made.setGroup(kept.group());
    }
    made.setPermissions(kept.permissions());
    return true;
  }

  private static boolean isChanged(Found found) throws IOException {
    byte[] before = found.bytes;
    return before == null
        ? Files.exists(found.target, LinkOption.NOFOLLOW_LINKS)
        : !Files.isRegularFile(found.target, LinkOption.NOFOLLOW_LINKS)
            || !Arrays.equals(before, Files.readAllBytes(found.target));
  }

  private static Outcome<Boolean> changed(Found found) {
    return refused(found.shown + " was changed by someone else meanwhile; try again");
  }
}
