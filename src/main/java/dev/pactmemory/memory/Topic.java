package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Text;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The matter that a memory settles: what its context, goal and decisions say, and where its files
/// lie. Lessons and notes are left out: many of them stand beside a matter without settling it.
/// Pure.
///
/// @param words of those texts, by their beginnings
/// @param vectors of their passages; empty where there are none
/// @param directories of the files
/// @param decides whether anything was decided: what was only met or learnt is not replaced
record Topic(Set<String> words, List<Embedding> vectors, Set<String> directories, boolean decides) {
  /// The fields whose passages' vectors are wanted.
  static final Set<Field> SETTLING = EnumSet.of(Field.CONTEXT, Field.GOAL, Field.DECISIONS);

  /// Shorter words tell no matter from another.
  private static final int SHORTEST = 4;

  /// What is kept of a word, so that most of its inflected forms are one.
  private static final int BEGINNING = 6;

  /// Marks, and numbers that are no digits.
  private static final Set<Integer> OTHER_PARTS =
      Set.of(
          (int) Character.NON_SPACING_MARK,
          (int) Character.ENCLOSING_MARK,
          (int) Character.COMBINING_SPACING_MARK,
          (int) Character.LETTER_NUMBER,
          (int) Character.OTHER_NUMBER);

  private static final double WORDS = 0.5;

  /// What files in one directory add to the likeness of two topics.
  private static final double SAME_DIRECTORY = 0.16;

  /// @param vectors of its passages of the [#SETTLING] fields
  static Topic of(Memory memory, List<Embedding> vectors) {
    Content content = memory.content();
    Set<String> words = new HashSet<>();
    addWords(words, content.context());
    addWords(words, content.goal());
    for (Decision decision : content.decisions()) {
      addWords(words, decision.decision());
      addWords(words, decision.rationale());
      decision.alternatives().forEach(alternative -> addWords(words, alternative));
    }
    return new Topic(words, vectors, directories(content.files()), !content.decisions().isEmpty());
  }

  private static void addWords(Set<String> words, @Nullable String text) {
    if (text == null) {
      return;
    }
    String folded = Text.nfc(text).toLowerCase(Locale.ROOT);
    int start = 0;
    while (start < folded.length()) {
      int end = start;
      int length = 0;
      int kept = start;
      while (end < folded.length() && isWordPart(folded.codePointAt(end))) {
        end = folded.offsetByCodePoints(end, 1);
        length++;
        kept = length <= BEGINNING ? end : kept;
      }
      if (length >= SHORTEST) {
        words.add(folded.substring(start, kept));
      }
      start = end < folded.length() ? folded.offsetByCodePoints(end, 1) : end;
    }
  }

  private static boolean isWordPart(int c) {
    return Character.isLetterOrDigit(c) || c == '_' || OTHER_PARTS.contains(Character.getType(c));
  }

  private static Set<String> directories(Collection<String> files) {
    Set<String> directories = new HashSet<>();
    for (String file : files) {
      int end = file.lastIndexOf('/');
      if (end > 0) {
        directories.add(file.substring(0, end));
      }
    }
    return directories;
  }

  /// How alike two topics are: the nearness of their meanings above the model's floor (0 to 1),
  /// plus half the share of common words, plus a little for files in one directory. 0 without
  /// vectors.
  double likeness(Topic other, double floor) {
    double cosine = 0;
    for (Embedding own : vectors) {
      for (Embedding its : other.vectors) {
        cosine = Math.max(cosine, own.cosine(its));
      }
    }
    double meaning = floor >= 1 ? 0 : Math.clamp((cosine - floor) / (1 - floor), 0, 1);
    if (meaning == 0) {
      return 0;
    }
    boolean near = directories.stream().anyMatch(other.directories::contains);
    return meaning + WORDS * commonWords(other) + (near ? SAME_DIRECTORY : 0);
  }

  /// The cosine of the two sets of words.
  private double commonWords(Topic other) {
    if (words.isEmpty() || other.words.isEmpty()) {
      return 0;
    }
    int common = 0;
    for (String word : words) {
      common += other.words.contains(word) ? 1 : 0;
    }
    return common / Math.sqrt((double) words.size() * other.words.size());
  }
}
