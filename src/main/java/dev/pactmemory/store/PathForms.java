package dev.pactmemory.store;

import dev.pactmemory.model.Text;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Forms of a comparable path that an index can be asked by.
final class PathForms {
  /// The character after the slash: where a range of paths below a directory ends.
  private static final char AFTER_SLASH = '0';

  private PathForms() {}

  /// The names from the last to the first, each followed by a slash, case-folded: `b/C.java`
  /// becomes `c.java/b/`. Empty names (of an absolute path) stay.
  static String reversed(String path) {
    List<String> names = Arrays.asList(Text.key(path).split("/"));
    Collections.reverse(names);
    return String.join("/", names) + "/";
  }

  /// Up to and with the last slash; empty for a path without one.
  static String directory(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }

  /// The end (exclusive) of the range of texts that begin with a prefix ending in a slash.
  static String rangeEnd(String prefix) {
    return prefix.substring(0, prefix.length() - 1) + AFTER_SLASH;
  }
}
