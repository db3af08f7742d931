package dev.pactmemory.index;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Cuts out of a passage the stretch that says most of what was asked.
final class Snippet {
  /// In UTF-16 units, the signs for what is left out included.
  static final int LONGEST = 240;

  private static final String CUT = "…";

  /// What is shown before the first word that was asked for, if there is room.
  private static final int LEAD = 60;

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /// An occurrence of something asked for.
  ///
  /// @param word which of the words of the question
  record Mark(int start, int end, int word) {}

  private Snippet() {}

  /// White space runs become one space.
  static String flat(String text) {
    return SPACE.matcher(text).replaceAll(" ").strip();
  }

  /// @param text without runs of white space (see [#flat]); marks are places in it, in order
  /// @param weights of the words that the marks name
  static String of(String text, List<Mark> marks, Map<Integer, Double> weights) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int room = LONGEST - 2 * CUT.length();
    int start = start(text, bestStart(marks, weights, room - LEAD), room);
    int end = end(text, start, room);
    return (start > 0 ? CUT : "")
        + text.substring(start, end).strip()
        + (end < text.length() ? CUT : "");
  }

  /// The mark from which on the most weight of different words lies within reach; the first of
  /// equals.
  private static int bestStart(List<Mark> marks, Map<Integer, Double> weights, int reach) {
    int best = 0;
    double bestWeight = 0;
    for (int i = 0; i < marks.size(); i++) {
      Set<Integer> words = new HashSet<>();
      double weight = 0;
      for (int j = i; j < marks.size() && marks.get(j).end() - marks.get(i).start() <= reach; j++) {
        if (words.add(marks.get(j).word())) {
          weight += weights.getOrDefault(marks.get(j).word(), 0.0);
        }
      }
      if (weight > bestWeight) {
        bestWeight = weight;
        best = marks.get(i).start();
      }
    }
    return best;
  }

  private static int start(String text, int mark, int room) {
    int latest = text.length() - room;
    int start = Math.max(0, Math.min(mark - LEAD, latest));
    if (start == 0) {
      return 0;
    }
    int space = text.indexOf(' ', start - 1);
    if (space >= 0 && space < mark) {
      return space + 1;
    }
    // No space before the mark: a script without spaces, or one long word.
    return Character.isLowSurrogate(text.charAt(start)) ? start + 1 : start;
  }

  private static int end(String text, int start, int room) {
    int end = Math.min(text.length(), start + room);
    if (end == text.length()) {
      return end;
    }
    int space = text.lastIndexOf(' ', end);
    if (space > start + room / 2) {
      return space;
    }
    return Character.isLowSurrogate(text.charAt(end)) ? end - 1 : end;
  }
}
