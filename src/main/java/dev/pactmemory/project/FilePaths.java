package dev.pactmemory.project;

import dev.pactmemory.model.Text;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Gives every spelling of a file's path one form, so that paths are compared as texts.
///
/// The form has `/` between names and Unicode NFC, and is relative to the project's root; a path
/// outside all roots is absolute. A relative path is meant from the first root. `~`, `.`, `..`,
/// doubled separators, backslashes, `file:` URIs, drive letters and a line number after the name
/// (`a.py:12`, `a.py:12:5`, `a.py#L12`) are resolved. Letters keep their case, and case counts;
/// only the way to a root on a Windows drive is found in any case.
///
/// Works on texts alone: nothing is looked up on disk, so a link is not followed and a file need
/// not exist. Safe for many threads.
public final class FilePaths {
  /// The longest path that common systems know; callers refuse longer ones.
  public static final int MAX_LENGTH = 4_096;

  private static final Pattern LINE =
      Pattern.compile("(:\\d+(:\\d+)?(-\\d+)?:?|#L\\d+(-L?\\d+)?)$");
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:(/.*)?");
  private static final Pattern DRIVE_OF_A_SHELL = Pattern.compile("/[A-Za-z](/.*)?");

  private final boolean windows;
  private final @Nullable String home;
  private final List<String> roots;

  /// @param roots absolute directories as this system writes them, the one relative paths are meant
  ///   from first
  /// @param home what `~` stands for; null leaves it as it is
  public FilePaths(List<String> roots, @Nullable String home) {
    String known = roots.isEmpty() ? home : roots.getFirst();
    this.windows = known != null && DRIVE.matcher(known.replace('\\', '/')).matches();
    this.home = home == null ? null : plain(home);
    this.roots = roots.stream().map(this::plain).distinct().toList();
  }

  /// The form in which a file is kept. The root itself is `.`; a blank text is empty.
  public String comparable(String spelling) {
    String path = relative(spelling);
    return path.endsWith("/") && !path.equals(start(path))
        ? path.substring(0, path.length() - 1)
        : path;
  }

  /// The form in which a file is asked for: like [#comparable(String)], but a `/` at the end stays,
  /// for a directory. The root itself is the glob `**`.
  public String asked(String spelling) {
    String path = relative(spelling);
    return path.equals(".") || path.equals("./") ? "**" : path;
  }

  private String relative(String spelling) {
    if (spelling.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a path is at most " + MAX_LENGTH + " characters long");
    }
    if (spelling.isBlank()) {
      return "";
    }
    String path = plain(LINE.matcher(spelling.strip()).replaceFirst(""));
    if (!isAbsolute(path) && !roots.isEmpty()) {
      path = resolved(roots.getFirst() + "/" + path);
    }
    String nearest = null;
    for (String root : roots) {
      if (isUnder(root, path) && (nearest == null || root.length() > nearest.length())) {
        nearest = root;
      }
    }
    if (nearest == null) {
      return path;
    }
    // A root that ends in / is the root of everything.
    String inside =
        path.substring(Math.min(path.length(), nearest.length())).replaceFirst("^/", "");
    return inside.isEmpty() ? "." : inside;
  }

  /// Everything that can be said without knowing the roots.
  private String plain(String spelling) {
    String path = Text.nfc(spelling).replace('\\', '/');
    path = path.regionMatches(true, 0, "file:", 0, 5) ? ofUri(path.substring(5)) : path;
    path = path.startsWith("//?/") ? path.substring(4) : path;
    if (home != null && (path.equals("~") || path.startsWith("~/"))) {
      path = home + path.substring(1);
    }
    if (windows && DRIVE_OF_A_SHELL.matcher(path).matches()) {
      path = path.charAt(1) + ":" + path.substring(2);
    }
    return resolved(path);
  }

  /// What a `file:` URI means, given without its scheme; also where it is not quite well-formed.
  private static String ofUri(String uri) {
    String path = uri.replaceFirst("^//(localhost)?(?=/)", "");
    path = path.replaceFirst("#.*$", "");
    try {
      path = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      // A % that stands for itself.
    }
    path = Text.nfc(path).replace('\\', '/');
    return path.startsWith("/") && DRIVE.matcher(path.substring(1)).matches()
        ? path.substring(1)
        : path;
  }

  /// Without `.`, `..` and empty names, as far as that can be known; a `/` at the end stays.
  private static String resolved(String path) {
    String start = start(path);
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.substring(start.length()).split("/", -1)) {
      switch (name) {
        case "", "." -> {}
        case ".." -> {
          if (!names.isEmpty() && !names.getLast().equals("..")) {
            names.removeLast();
          } else if (start.isEmpty()) {
            names.addLast(name);
          }
        }
        default -> names.addLast(name);
      }
    }
    String end = !names.isEmpty() && path.endsWith("/") ? "/" : "";
    String joined = drive(start) + String.join("/", names) + end;
    return joined.isEmpty() ? "." : joined;
  }

  /// The part that `..` does not leave: `/`, a drive, or nothing.
  private static String start(String path) {
    if (DRIVE.matcher(path).matches()) {
      return path.length() == 2 ? path : path.substring(0, 3);
    }
    return path.startsWith("/") ? "/" : "";
  }

  private static String drive(String start) {
    return start.contains(":") ? Character.toUpperCase(start.charAt(0)) + ":/" : start;
  }

  private static boolean isAbsolute(String path) {
    return path.startsWith("/") || DRIVE.matcher(path).matches() || path.startsWith("~");
  }

  private static boolean isUnder(String root, String path) {
    boolean anyCase = DRIVE.matcher(root).matches();
    if (!path.regionMatches(anyCase, 0, root, 0, root.length())) {
      return false;
    }
    return path.length() == root.length()
        || root.endsWith("/")
        || path.charAt(root.length()) == '/';
  }
}
