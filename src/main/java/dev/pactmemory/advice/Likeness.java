package dev.pactmemory.advice;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// How much two memories say the same. Pure.
///
/// One feature does not tell a twin from a relative: two memories of one component share its name
/// and its files, two wrap-ups their phrases, and a closeness of meaning is highest for a decision
/// and the one that reverses it. So several are taken together: how much of the shorter one's words
/// the other has, how much of all words both have, whether the same decision is in both, whether
/// they are about the same components and files; and numbers speak against, since the next version,
/// sprint or pull request differs from the last by little else.
///
/// Weights and threshold are few and round; they were set on pairs of memories written for it, and
/// hold on others that were written afterwards.
public final class Likeness {
  /// From here on two memories are told to be nearly the same.
  public static final double NEAR = 0.5;

  private static final double CONTAINED = 0.5;
  private static final double SHARED = 0.5;
  private static final double SAME_DECISION = 0.1;
  private static final double SAME_ENTITIES = 0.1;
  private static final double SAME_FILES = 0.05;
  private static final double OTHER_NUMBERS = 0.15;

  /// Fewer common words are chance, however short the memories are.
  private static final int LEAST_COMMON_WORDS = 5;

  /// Half of what both have together.
  private static final double HALF = 0.5;

  private final Content content;
  private final Set<String> words;
  private final Set<String> numbers;
  private final Set<String> entities;
  private final Set<String> files;
  private final List<Set<String>> decided;

  /// @param content that others are compared with
  public Likeness(Content content) {
    this.content = content;
    this.words = Words.stems(Words.telling(Texts.of(content)));
    this.numbers = words.stream().filter(Likeness::isNumber).collect(Collectors.toSet());
    this.entities = content.entities().stream().map(Entity::key).collect(Collectors.toSet());
    this.files = new HashSet<>(content.files());
    this.decided = content.decisions().stream().map(Likeness::decided).toList();
  }

  private static boolean isNumber(String word) {
    return word.chars().allMatch(Character::isDigit);
  }

  /// How alike the other is: 1 if it says the same whatever its files, below [#NEAR] if it is about
  /// something else.
  public double to(Content other) {
    if (isTwin(other)) {
      return 1;
    }
    Likeness that = new Likeness(other);
    double common = common(words, that.words);
    if (common < LEAST_COMMON_WORDS) {
      return 0;
    }
    double alike =
        CONTAINED * common / Math.min(words.size(), that.words.size())
            + SHARED * common / (words.size() + that.words.size() - common)
            + (sharesDecision(that) ? SAME_DECISION : 0)
            + (overlap(entities, that.entities) >= HALF ? SAME_ENTITIES : 0)
            + (overlap(files, that.files) >= HALF ? SAME_FILES : 0)
            - OTHER_NUMBERS * difference(numbers, that.numbers);
    return Math.clamp(alike, 0, 0.99);
  }

  /// Whether the other says the same, whatever files it is linked to.
  public boolean isTwin(Content other) {
    return withoutFiles(content).equals(withoutFiles(other));
  }

  private static Content withoutFiles(Content content) {
    return new Content(
            content.context(),
            content.goal(),
            content.activeTasks(),
            content.lessonsLearned(),
            content.decisions(),
            content.entities(),
            content.reasoningChains(),
            content.agreementsReached(),
            content.disagreementsResolved(),
            List.of())
        .settled();
  }

  private boolean sharesDecision(Likeness that) {
    return decided.stream()
        .anyMatch(one -> that.decided.stream().anyMatch(two -> overlap(one, two) >= HALF));
  }

  private static Set<String> decided(Decision decision) {
    return Words.stems(Words.telling(Set.of(Text.nfc(decision.decision()))));
  }

  private static int common(Set<String> one, Set<String> two) {
    return (int) one.stream().filter(two::contains).count();
  }

  /// The share of all that both have; 0 where there is nothing.
  private static double overlap(Set<String> one, Set<String> two) {
    Set<String> all = new HashSet<>(one);
    all.addAll(two);
    return all.isEmpty() ? 0 : (double) common(one, two) / all.size();
  }

  /// The share of the fewer that the others lack; 0 where one has none.
  private static double difference(Set<String> one, Set<String> two) {
    int fewer = Math.min(one.size(), two.size());
    return fewer == 0 ? 0 : 1 - (double) common(one, two) / fewer;
  }
}
