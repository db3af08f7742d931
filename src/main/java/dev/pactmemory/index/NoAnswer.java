package dev.pactmemory.index;

import dev.pactmemory.index.Fusion.Candidate;
import dev.pactmemory.index.Question.Word;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Decides that nothing here answers a question, although words or a likeness of meaning were
/// found. What speaks for an answer is added up:
///
/// - how near the nearest memory is in meaning, all its passages together, from the model's floor
///   (0) to 1;
/// - half of what one memory has of the question, by the weight of its words;
/// - less six tenths of what it names and none of the best knows: "Velero backup schedule" where
///   only other backups are remembered.
///
/// A short question says what it looks for; a long one in other words may share few with its answer
/// and is near to none. So the fewer words, the more is demanded. Two kinds are always answered: a
/// question whose names one of the best knows, and one of mistyped words, whose vector is near to
/// nothing.
///
/// Other words that mean the same do not count here: almost anything says one of them.
///
/// Nearness is told by the model's floor, so the rule holds for any model; without vectors it says
/// nothing, because then other words cannot be told from another matter. Confined to one thread.
final class NoAnswer {
  /// So many memories must be searched for the lack of a word to tell anything: a handful of them
  /// lacks most words, also those of questions that one answers.
  static final int FEWEST_MEMORIES = 30;

  private static final double SHARE_OF_WORDS = 0.5;
  private static final double MISSING_NAMES = 0.6;

  /// What is demanded of a question without words.
  private static final double ENOUGH = 0.48;

  private static final double LESS_FOR_A_WORD = 0.035;

  /// From so many words on no less is demanded.
  private static final int LONG_QUESTION = 8;

  /// Of the question's weight, in names that one of the best knows.
  private static final double KNOWN_NAMES = 0.25;

  /// Of the question's weight, in words that are only known as others written alike.
  private static final double MISTYPED = 0.5;

  /// The first of the order, in which a name is looked for.
  private static final int BEST = 3;

  /// Of a word, from its parts alone.
  private static final double PRESENT = 0.2;

  /// Candidates looked at.
  private static final int DEPTH = 40;

  private final Blocks blocks;
  private final Question question;

  NoAnswer(Blocks blocks, Question question) {
    this.blocks = blocks;
    this.question = question;
  }

  /// Whether nothing answers the question.
  ///
  /// @param ordered candidates, best first
  boolean holds(List<Candidate> ordered) throws IOException {
    double all = weight(_ -> true);
    if (all == 0
        || ordered.stream().anyMatch(Candidate::boosted)
        || weight(Word::isGuessed) >= MISTYPED * all) {
      return false;
    }
    double named = weight(Word::isName) / all;
    double nearest = ordered.stream().mapToDouble(Candidate::meaning).max().orElse(0);
    double enough =
        ENOUGH - LESS_FOR_A_WORD * Math.min(question.words().size(), LONG_QUESTION) - nearest;
    if (enough <= -MISSING_NAMES * named) {
      return false; // Near enough, whatever its words.
    }
    List<double[]> shares = shares(ordered.stream().limit(DEPTH).map(Candidate::document).toList());
    double missing =
        shares.stream().limit(BEST).mapToDouble(this::missingNames).min().orElse(0) / all;
    if (missing == 0 && named >= KNOWN_NAMES) {
      return false;
    }
    double most = shares.stream().mapToDouble(this::found).max().orElse(0) / all;
    return SHARE_OF_WORDS * most - MISSING_NAMES * missing < enough;
  }

  private double weight(Predicate<Word> which) {
    return question.words().stream().filter(which).mapToDouble(Word::weight).sum();
  }

  /// How much of each word each of the memories has.
  private List<double[]> shares(List<Integer> memories) throws IOException {
    Map<Integer, Set<String>> terms = blocks.terms(Documents.WORDS, memories, question.ownTerms());
    return memories.stream()
        .map(memory -> terms.getOrDefault(memory, Set.of()))
        .map(own -> question.words().stream().mapToDouble(word -> word.ownShare(own)).toArray())
        .toList();
  }

  private double found(double[] shares) {
    double found = 0;
    for (int i = 0; i < shares.length; i++) {
      found += question.words().get(i).weight() * shares[i];
    }
    return found;
  }

  private double missingNames(double[] shares) {
    double missing = 0;
    for (int i = 0; i < shares.length; i++) {
      Word word = question.words().get(i);
      missing += word.isName() && shares[i] < PRESENT ? word.weight() : 0;
    }
    return missing;
  }
}
