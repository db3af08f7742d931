package dev.pactmemory.index;

import dev.pactmemory.index.Fusion.Candidate;
import dev.pactmemory.index.Question.Word;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides that nothing here answers a question, although words or a likeness of meaning were
/// found. No candidate may be near in meaning, and then one of two must hold:
///
/// - the question names a thing that the best candidates do not know, and no candidate has most of
///   its words: "Velero backup schedule" where only other backups are remembered;
/// - the question is short, and no candidate has a quarter of it: a long question in other words
///   may share few words with its answer, a short one says what it looks for.
///
/// Other words that mean the same do not count here: almost anything says one of them.
///
/// Nearness is told by the model's floor, so the rule holds for any model; without vectors it says
/// nothing, because then other words cannot be told from another matter. Confined to one thread.
final class NoAnswer {
  /// So many memories must be searched for the lack of a word to tell anything: a handful of them
  /// lacks most words, also those of questions that one answers.
  static final int FEWEST_MEMORIES = 30;

  /// Of the way from the model's floor to 1: a candidate above it is an answer whatever its words.
  private static final double NEAR = 0.45;

  /// Of the question's weight, in names that the best candidates lack.
  private static final double MISSING_NAMES = 0.2;

  private static final double MOST_WORDS = 0.6;
  private static final int SHORT_QUESTION = 5;
  private static final double FEW_WORDS = 0.25;

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
  boolean holds(List<Candidate> ordered, double cosineFloor) throws IOException {
    double all = question.words().stream().mapToDouble(Word::weight).sum();
    if (all == 0 || ordered.stream().anyMatch(candidate -> isAnswer(candidate, cosineFloor))) {
      return false;
    }
    List<double[]> shares = shares(ordered.stream().limit(DEPTH).map(Candidate::document).toList());
    double most = shares.stream().mapToDouble(this::found).max().orElse(0) / all;
    if (question.words().size() <= SHORT_QUESTION && most < FEW_WORDS) {
      return true;
    }
    double missing =
        shares.stream().limit(BEST).mapToDouble(this::missingNames).min().orElse(0) / all;
    return missing >= MISSING_NAMES && most < MOST_WORDS;
  }

  private static boolean isAnswer(Candidate candidate, double cosineFloor) {
    return candidate.boosted() || Fusion.meaning(candidate.cosine(), cosineFloor) >= NEAR;
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
