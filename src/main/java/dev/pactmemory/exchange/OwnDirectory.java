package dev.pactmemory.exchange;

import dev.pactmemory.json.Json;
import dev.pactmemory.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A directory that holds files of ours and nothing else. A list in it names them with their
/// digests: what is not on it, or was changed since, is somebody's, and is neither written over nor
/// deleted. One thread at a time.
final class OwnDirectory {
  private static final String LIST = ".pact-memory-export.json";

  /// The file is ours whatever it holds: an export that did not end may or may not have written it.
  private static final String ANY = "";

  private final Path directory;
  private final Map<String, String> before;
  private final Map<String, String> now = new TreeMap<>();

  private OwnDirectory(Path directory, Map<String, String> before) {
    this.directory = directory;
    this.before = before;
  }

  /// The directory, made if it is not there.
  static OwnDirectory open(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path list = directory.resolve(LIST);
    Map<String, String> before = new LinkedHashMap<>();
    if (Files.isRegularFile(list, LinkOption.NOFOLLOW_LINKS)) {
      try {
        if (Json.parse(Files.readString(list)) instanceof Map<?, ?> map) {
          map.forEach((name, digest) -> before.put("" + name, "" + digest));
        }
      } catch (IllegalArgumentException e) {
        throw new IOException("the list of exported files cannot be read: " + LIST, e);
      }
    }
    return new OwnDirectory(directory, before);
  }

  /// What forbids to write these files; null if nothing does. They are ours from here on.
  @Nullable Problem claim(Collection<String> names) throws IOException {
    if (!Files.exists(directory.resolve(LIST), LinkOption.NOFOLLOW_LINKS) && !isEmpty()) {
      return problem(
          "The directory is not empty and holds no earlier export; name an empty or a new one.");
    }
    for (String name : names) {
      Path file = directory.resolve(name);
      Path parent = file.getParent();
      if (parent != null
          && Files.exists(parent, LinkOption.NOFOLLOW_LINKS)
          && !parent.equals(directory)
          && !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
        return problem(directory.relativize(parent) + " there is not a directory of the export.");
      }
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs(name)) {
        return problem(
            name + " there is not as an export wrote it; move it away, or name another directory.");
      }
    }
    Map<String, String> claimed = new TreeMap<>(before);
    names.forEach(name -> claimed.put(name, ANY));
    put(LIST, Json.write(claimed) + "\n");
    return null;
  }

  private static Problem problem(String message) {
    return new Problem(Problem.Code.INVALID_VALUE, "DIR", message);
  }

  private boolean isEmpty() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      return !files.iterator().hasNext();
    }
  }

  /// Whether it is a file, not a link, as it was written.
  private boolean isOurs(String name) throws IOException {
    String digest = before.get(name);
    Path file = directory.resolve(name);
    return digest != null
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && (digest.equals(ANY) || digest.equals(digest(Files.readString(file))));
  }

  /// Writes a file that was claimed.
  void write(String name, String text) throws IOException {
    put(name, text);
    now.put(name, digest(text));
  }

  private void put(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Path parent = file.getParent();
    Files.createDirectories(parent == null ? directory : parent);
    Path beside = file.resolveSibling(file.getFileName() + ".unfinished");
    Files.deleteIfExists(beside);
    Files.writeString(beside, text, StandardCharsets.UTF_8);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Deletes the files of earlier exports that were not written again, unless somebody changed
  /// them.
  void finish() throws IOException {
    for (String name : before.keySet()) {
      // The list is a file others may write: nothing outside is touched because of it.
      boolean isInside = directory.resolve(name).normalize().startsWith(directory.normalize());
      if (!now.containsKey(name) && isInside && isOurs(name)) {
        Files.deleteIfExists(directory.resolve(name));
      }
    }
    put(LIST, Json.write(now) + "\n");
  }

  private static String digest(String text) {
    return StableId.of(text).value();
  }
}
