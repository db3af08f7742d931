package dev.pactmemory.memory;

import dev.pactmemory.model.Text;

/// Whether one name was probably meant for another. Pure.
final class NearMiss {
  private NearMiss() {}

  /// Equal but for case and separators, or one slip apart (two in names from eight letters on), or
  /// one begins with the other.
  static boolean isNear(String name, String other) {
    String a = letters(name);
    String b = letters(other);
    if (a.isEmpty() || b.isEmpty()) {
      return false;
    }
    int shorter = Math.min(a.length(), b.length());
    if (shorter >= 4 && (a.startsWith(b) || b.startsWith(a))) {
      return true;
    }
    int slips = shorter >= 8 ? 2 : shorter >= 3 ? 1 : 0;
    return Math.abs(a.length() - b.length()) <= slips && distance(a, b) <= slips;
  }

  private static String letters(String name) {
    return Text.key(name).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /// Insertions, deletions, replacements and swaps of neighbours that make `b` of `a` (optimal
  /// string alignment).
  private static int distance(String a, String b) {
    int[][] steps = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        best = Math.min(best, steps[i - 1][j - 1] + change);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        steps[i][j] = swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
      }
    }
    return steps[a.length()][b.length()];
  }
}
