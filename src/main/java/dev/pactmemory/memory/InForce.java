package dev.pactmemory.memory;

import dev.pactmemory.model.MemoryId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is in force now, among the best that a search found: a memory that a later one replaces
/// stands directly below it. Pure.
///
/// Two grounds: the later memory says so (`supersedes`, over any number of steps), or it is about
/// the same matter (see [Topic]), and answers the question well enough. The first is a fact, the
/// second a hint. Who asks for what was (by a word like "originally", or up to a day) gets the
/// order of the search, with the marks.
final class InForce {
  /// How far down the ranking later memories are looked for: further ones answer too badly.
  static final int WINDOW = 20;

  /// The likeness from which two memories are about the same matter: of 115 such pairs of decisions
  /// in sets that nothing was learnt from, 104 were decided once and later otherwise.
  private static final double SAME_MATTER = 0.6;

  /// What is added to it for who asks for the present.
  private static final double ASKED_FOR_NOW = 0.1;

  /// How well the later one must answer, as a share of how well the earlier one does, where the
  /// matter is only just the same. The surer it is, the less.
  private static final double LEAST_SHARE = 0.6;

  /// How much less for each step of likeness.
  private static final double LESS_FOR_LIKENESS = 2;

  /// Whatever the likeness: below it the later one does not answer the question.
  private static final double LEAST_SHARE_SURELY = 0.25;

  private InForce() {}

  /// A memory found.
  ///
  /// @param score how well it answers, from 0
  /// @param lift by the file the asker stands in: a guess does not pass over that
  record Candidate(
      MemoryId id, String project, Instant createdAt, double score, double lift, Topic topic) {}

  /// What came after a memory.
  ///
  /// @param isExplicit whether the later one says that it replaces it
  record Later(MemoryId id, boolean isExplicit) {}

  /// @param ids in the new order
  /// @param later what came after, by the earlier memory's id
  /// @param above those that a memory was put above, for being later, by its id
  record Order(List<MemoryId> ids, Map<MemoryId, Later> later, Map<MemoryId, MemoryId> above) {}

  /// @param ranked best first, with every memory in `replacements` that may be shown
  /// @param replacements the memory now in force, by the id of each that says to be replaced
  /// @param floor of the model's cosines
  /// @param tense of the question: later ones move up unless it is about the past
  static Order order(
      List<Candidate> ranked, Map<MemoryId, MemoryId> replacements, double floor, Tense tense) {
    boolean reorder = tense.wantsNewest();
    double askedForNow = tense == Tense.PRESENT ? ASKED_FOR_NOW : 0;
    Map<MemoryId, Later> later = new HashMap<>();
    Map<MemoryId, MemoryId> above = new HashMap<>();
    replacements.forEach((id, newest) -> later.put(id, new Later(newest, true)));
    List<List<Candidate>> groups = groups(ranked, reorder ? replacements : Map.of());
    List<List<Candidate>> ordered = new ArrayList<>(groups);
    for (List<Candidate> group : oldestFirst(groups)) {
      Candidate head = group.getFirst();
      if (later.containsKey(head.id())) {
        continue; // What is replaced itself replaces nothing.
      }
      @Nullable List<Candidate> first = null;
      for (List<Candidate> other : ordered) {
        for (Candidate earlier : other) {
          if (!goesOutOfDate(earlier, tense)
              || !isAfter(head, earlier)
              || group.contains(earlier)) {
            continue;
          }
          double likeness = head.topic().likeness(earlier.topic(), floor) + askedForNow;
          if (likeness >= SAME_MATTER) {
            later.merge(earlier.id(), new Later(head.id(), false), InForce::newer);
            boolean answers =
                score(group) >= leastShare(likeness) * score(other)
                    && head.lift() >= earlier.lift();
            first = first == null && answers ? other : first;
          }
        }
      }
      if (reorder && first != null && ordered.indexOf(first) < ordered.indexOf(group)) {
        ordered.remove(group);
        ordered.add(ordered.indexOf(first), group);
        above.put(head.id(), first.getFirst().id());
      }
    }
    List<MemoryId> ids = ordered.stream().flatMap(List::stream).map(Candidate::id).toList();
    return new Order(ids, later, above);
  }

  /// What says to be replaced together with what replaces it, newest first, at the place of the
  /// best of them.
  private static List<List<Candidate>> groups(
      List<Candidate> ranked, Map<MemoryId, MemoryId> replacements) {
    Set<MemoryId> shown = Set.copyOf(ranked.stream().map(Candidate::id).toList());
    Map<MemoryId, List<Candidate>> groups = new LinkedHashMap<>();
    for (Candidate candidate : ranked) {
      MemoryId newest = replacements.getOrDefault(candidate.id(), candidate.id());
      groups
          .computeIfAbsent(shown.contains(newest) ? newest : candidate.id(), _ -> new ArrayList<>())
          .add(candidate);
    }
    groups.forEach((newest, group) ->
        group.sort(
            Comparator.comparing((Candidate candidate) -> !candidate.id().equals(newest))
                .thenComparing(Candidate::createdAt, Comparator.reverseOrder())
                .thenComparing(Candidate::id)));
    return List.copyOf(groups.values());
  }

  private static List<List<Candidate>> oldestFirst(List<List<Candidate>> groups) {
    return groups.stream()
        .sorted(
            Comparator.comparing((List<Candidate> group) -> group.getFirst().createdAt())
                .thenComparing(group -> group.getFirst().id()))
        .toList();
  }

  private static boolean isAfter(Candidate candidate, Candidate earlier) {
    return candidate.createdAt().isAfter(earlier.createdAt())
        && candidate.project().equals(earlier.project());
  }

  /// What was met or learnt does not, as a decision does; but who asks for what is now gets the
  /// newest of it.
  private static boolean goesOutOfDate(Candidate earlier, Tense tense) {
    return earlier.topic().decides() || tense == Tense.PRESENT;
  }

  private static double leastShare(double likeness) {
    return Math.max(LEAST_SHARE_SURELY, LEAST_SHARE - LESS_FOR_LIKENESS * (likeness - SAME_MATTER));
  }

  /// The fact before the hint; of two hints the one that was looked at last, which is the newest.
  private static Later newer(Later known, Later found) {
    return known.isExplicit() ? known : found;
  }

  private static double score(List<Candidate> group) {
    return group.stream().mapToDouble(Candidate::score).max().orElse(0);
  }
}
