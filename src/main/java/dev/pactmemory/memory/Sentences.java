package dev.pactmemory.memory;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A long text in pieces that fit an embedding model's window, cut between sentences; each piece
/// begins with the last sentence of the one before if that is short. Pure; every word is in a
/// piece.
final class Sentences {
  /// Words a piece may hold: with what is put in front of it well under 512 tokens.
  static final int MAX_WORDS = 130;

  /// A longer last sentence is not repeated: it would fill the next piece.
  private static final int MAX_OVERLAP_WORDS = 40;

  /// A run without spaces counts as one word for so many characters (paths, hashes, code).
  private static final int CHARS_PER_WORD = 8;

  private Sentences() {}

  /// The pieces in order; none for a blank text, the text itself if it is short.
  static List<String> pieces(String text) {
    String whole = text.strip();
    if (whole.isEmpty()) {
      return List.of();
    }
    if (words(whole) <= MAX_WORDS) {
      return List.of(whole);
    }
    List<String> pieces = new ArrayList<>();
    String piece = "";
    String last = "";
    for (String sentence : sentences(whole)) {
      if (!piece.isEmpty() && words(piece) + words(sentence) > MAX_WORDS) {
        pieces.add(piece.strip());
        boolean repeat =
            words(last) <= MAX_OVERLAP_WORDS && words(last) + words(sentence) <= MAX_WORDS;
        piece = repeat ? last : "";
      }
      piece += sentence;
      last = sentence;
    }
    pieces.add(piece.strip());
    return pieces;
  }

  /// The sentences with the white space behind them; one that is too long by itself in parts.
  private static List<String> sentences(String text) {
    List<String> sentences = new ArrayList<>();
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(text);
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; from = to, to = breaks.next()) {
      addParts(text.substring(from, to), sentences);
    }
    return sentences;
  }

  private static void addParts(String sentence, List<String> parts) {
    int from = 0;
    while (from < sentence.length()) {
      int to = end(sentence, from);
      parts.add(sentence.substring(from, to));
      from = to;
    }
  }

  /// Where the part that begins at `from` ends: as far as it fits, at a word's end if there is one.
  private static int end(String sentence, int from) {
    int words = 0;
    int run = 0;
    int wordEnd = from;
    for (int i = from; i < sentence.length(); ) {
      int point = sentence.codePointAt(i);
      int next = i + Character.charCount(point);
      if (Character.isWhitespace(point)) {
        run = 0;
        wordEnd = next;
      } else if (standsAlone(point) || run++ % CHARS_PER_WORD == 0) {
        words++;
        if (words > MAX_WORDS) {
          return wordEnd > from ? wordEnd : i;
        }
      }
      i = next;
    }
    return sentence.length();
  }

  static int words(String text) {
    int words = 0;
    int run = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (Character.isWhitespace(point)) {
        run = 0;
      } else if (standsAlone(point) || run++ % CHARS_PER_WORD == 0) {
        words++;
      }
      i += Character.charCount(point);
    }
    return words;
  }

  /// Characters of scripts without spaces, and pictures: each is about a token.
  private static boolean standsAlone(int point) {
    return point >= 0x2E80;
  }
}
