package dev.pactmemory.memory;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Text;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The matter that a memory settles: what its decisions say, and where its files lie; without a
/// decision its context, and without that its goal. The others are left out: a goal is that of a
/// whole task, whose memories settle different matters, and lessons and notes stand beside a matter
/// without settling it. Pure.
///
/// @param words of that text, by their beginnings
/// @param vectors of its passages; empty where there are none
/// @param directories of the files
/// @param decides whether anything was decided: what was only met or learnt is hardly replaced
record Topic(Set<String> words, List<Embedding> vectors, Set<String> directories, boolean decides) {
  /// Of a word, in letters: what is shorter mostly joins others.
  private static final int SHORTEST = 4;

  /// What is kept of a word, so that most of its inflected forms are one.
  private static final int BEGINNING = 6;

  /// What files in one directory add to the likeness of two topics.
  private static final double SAME_DIRECTORY = 0.16;

  /// How much less alike a decision is to what was only met or learnt.
  private static final double ONE_DECIDES = 0.05;

  /// The field that says what a memory with this content settles.
  static Field settling(Content content) {
    return !content.decisions().isEmpty()
        ? Field.DECISIONS
        : content.context() != null ? Field.CONTEXT : Field.GOAL;
  }

  /// @param vectors of its passages of the [#settling] field
  static Topic of(Memory memory, List<Embedding> vectors) {
    Content content = memory.content();
    Field settling = settling(content);
    Set<String> words = new HashSet<>();
    for (Decision decision : content.decisions()) {
      addWords(words, decision.decision());
      addWords(words, decision.rationale());
      decision.alternatives().forEach(alternative -> addWords(words, alternative));
    }
    if (settling != Field.DECISIONS) {
      addWords(words, settling == Field.CONTEXT ? content.context() : content.goal());
    }
    return new Topic(words, vectors, directories(content.files()), settling == Field.DECISIONS);
  }

  private static void addWords(Set<String> words, @Nullable String text) {
    if (text == null) {
      return;
    }
    String folded = Text.nfc(text).toLowerCase(Locale.ROOT);
    int start = 0;
    int length = 0; // In code points.
    int cut = 0;
    for (int at = 0, next; at <= folded.length(); at = next) {
      int point = at == folded.length() ? ' ' : folded.codePointAt(at);
      next = at + Character.charCount(point);
      if (isPartOfWord(point)) {
        start = length == 0 ? at : start;
        cut = length < BEGINNING ? next : cut;
        length++;
      } else {
        if (length >= SHORTEST) {
          words.add(folded.substring(start, cut));
        }
        length = 0;
      }
    }
  }

  private static boolean isPartOfWord(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> point == '_' || Character.isLetterOrDigit(point);
    };
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
  /// plus the share of common words (0 to 1), a little more for files in one directory, a little
  /// less where only one of them decides. 0 without vectors.
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
    boolean near = !Collections.disjoint(directories, other.directories);
    return meaning
        + commonWords(other)
        + (near ? SAME_DIRECTORY : 0)
        - (decides != other.decides ? ONE_DECIDES : 0);
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
