package dev.pactmemory.memory;

import dev.pactmemory.model.Text;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

  /// Those of the names that one may have been meant for: nearest first, then in the order given;
  /// more slips are allowed than where one is corrected.
  static List<String> nearest(String name, Collection<String> others) {
    String a = letters(name);
    Map<String, Integer> distances = new LinkedHashMap<>();
    for (String other : others) {
      String b = letters(other);
      int most = Math.max(2, Math.min(a.length(), b.length()) / 3);
      boolean contained = (a.length() >= 3 && b.contains(a)) || (b.length() >= 3 && a.contains(b));
      if (contained) {
        distances.put(other, 1);
      } else if (Math.abs(a.length() - b.length()) <= most) {
        int distance = distance(a, b);
        if (distance <= most) {
          distances.put(other, distance);
        }
      }
    }
    return distances.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The letters and digits of a name, case-folded: what is left of it in any style of writing.
  static String letters(String name) {
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
