package dev.pactmemory.memory;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Scope;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.model.Text;
import dev.pactmemory.store.StoreReads;
import dev.pactmemory.store.StoreReads.DecisionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Decisions about a topic. The search says in which memories they are; within one, a decision is
/// meant that shares as many words with the question as any other, or lies as near to it.
///
/// An order by time has no place for what is only perhaps meant: hits far behind the best one are
/// left out.
///
/// @param search asked for when there is a topic: it waits for the index and the model
record DecisionTopic(StoreReads reads, Supplier<Searching> search) {
  /// More than one reads through; each is looked into.
  private static final int MAX_MEMORIES = 100;

  /// Of the best hit's score.
  private static final double LEAST_SHARE = 0.5;

  /// Cosines as near as this are equally near.
  private static final double AS_NEAR = 0.01;

  /// What is shorter is equal or it is not.
  private static final int MIN_STEM = 4;

  /// @param degraded what worked less than it could
  record Result(List<DecisionRow> decisions, Set<Degradation> degraded) {}

  /// @param among only these memories; null for all
  Outcome<Result> find(String words, Scope scope, @Nullable Set<MemoryId> among) {
    SearchQuery query =
        new SearchQuery(
            words, scope, MAX_MEMORIES, null, null, null, Set.of(Field.DECISIONS), null, null);
    Searching searching = search.get();
    return searching
        .searchWords(query)
        .then(found ->
            Outcome.done(
                new Result(
                    decisions(words, found, among, searching.embedder()), found.degraded())));
  }

  private List<DecisionRow> decisions(
      String words, Found found, @Nullable Set<MemoryId> among, @Nullable Embedder embedder) {
    List<Hit> hits = clear(found.hits());
    Map<MemoryId, List<DecisionRow>> rows =
        reads.decisionsOf(hits.stream().map(hit -> hit.memory().id()).toList()).stream()
            .collect(Collectors.groupingBy(DecisionRow::memory));
    Nearness nearness = new Nearness(reads, words, embedder);
    List<DecisionRow> decisions = new ArrayList<>();
    for (Hit hit : hits) {
      MemoryId id = hit.memory().id();
      if (among == null || among.contains(id)) {
        decisions.addAll(meant(hit, rows.getOrDefault(id, List.of()), nearness));
      }
    }
    return decisions;
  }

  /// The hits that are not far behind the best.
  private static List<Hit> clear(List<Hit> hits) {
    double best = hits.stream().mapToDouble(Hit::score).max().orElse(0);
    boolean anySure = hits.stream().anyMatch(hit -> hit.band() != Hit.Band.WEAK);
    return hits.stream()
        .filter(hit -> hit.score() >= LEAST_SHARE * best)
        .filter(hit -> !anySure || hit.band() != Hit.Band.WEAK)
        .toList();
  }

  /// Of one memory's wordings those that are meant, and those that they replaced.
  private static List<DecisionRow> meant(Hit hit, List<DecisionRow> rows, Nearness nearness) {
    Set<String> words = words(hit);
    List<Decision> said = hit.memory().content().decisions();
    Set<Object> meant =
        said.size() <= 1
            ? said.stream().map(Decision::identity).collect(Collectors.toSet())
            : nearest(hit.memory(), words, nearness);
    Set<String> keys = new HashSet<>();
    Set<Integer> begun = new HashSet<>();
    for (DecisionRow row : rows) {
      if (row.endedRevision() == null && meant.contains(row.decision().identity())) {
        keys.add(row.decision().key());
        begun.add(row.place().revision());
      }
    }
    return rows.stream()
        .filter(row ->
            row.endedRevision() == null
                ? meant.contains(row.decision().identity())
                : keys.contains(row.decision().key())
                    || begun.contains(row.endedRevision())
                    || shared(words, row.decision()) > 0)
        .toList();
  }

  private static Set<Object> nearest(Memory memory, Set<String> words, Nearness nearness) {
    List<Decision> said = memory.content().decisions();
    Map<Decision, Integer> shared = new HashMap<>();
    said.forEach(decision -> shared.put(decision, shared(words, decision)));
    Map<Decision, Double> cosines = nearness.of(memory);
    int most = shared.values().stream().mapToInt(count -> count).max().orElse(0);
    double best = cosines.values().stream().mapToDouble(cosine -> cosine).max().orElse(0);
    return said.stream()
        .filter(decision ->
            (most > 0 && shared.getOrDefault(decision, 0) == most)
                || (best > 0 && cosines.getOrDefault(decision, 0.0) >= best - AS_NEAR)
                || (most == 0 && best == 0))
        .map(Decision::identity)
        .collect(Collectors.toSet());
  }

  /// The words of the question that the search found in the memory.
  private static Set<String> words(Hit hit) {
    return hit.reasons().stream()
        .filter(reason ->
            reason.kind() == Hit.Reason.Kind.WORDS || reason.kind() == Hit.Reason.Kind.ENTITY)
        .flatMap(reason -> split(reason.detail()))
        .collect(Collectors.toSet());
  }

  /// How many of the words the decision has, in whichever form.
  private static int shared(Set<String> words, Decision decision) {
    Set<String> own =
        Stream.of(
                Stream.of(decision.decision()),
                Stream.ofNullable(decision.rationale()),
                decision.alternatives().stream())
            .flatMap(texts -> texts)
            .flatMap(DecisionTopic::split)
            .collect(Collectors.toSet());
    return (int)
        words.stream().filter(word -> own.stream().anyMatch(other -> isForm(word, other))).count();
  }

  /// Whether the two begin alike, but for the end of the shorter.
  private static boolean isForm(String word, String other) {
    int shorter = Math.min(word.length(), other.length());
    int shared = 0;
    while (shared < shorter && word.charAt(shared) == other.charAt(shared)) {
      shared++;
    }
    return word.equals(other) || (shared >= MIN_STEM && shared >= shorter - 1);
  }

  private static Stream<String> split(String text) {
    return Stream.of(Text.key(text).split("[^\\p{L}\\p{N}]+")).filter(word -> !word.isEmpty());
  }

  /// How near decisions lie to the question. Without a model, nothing is near.
  private static final class Nearness {
    private final StoreReads reads;
    private final String words;
    private final @Nullable Embedder embedder;
    private @Nullable Embedding question;

    Nearness(StoreReads reads, String words, @Nullable Embedder embedder) {
      this.reads = reads;
      this.words = words;
      this.embedder = embedder;
    }

    /// The cosine of each of the memory's decisions.
    Map<Decision, Double> of(Memory memory) {
      if (embedder == null) {
        return Map.of();
      }
      if (question == null) {
        question = embedder.embedQuery(words);
      }
      Embedding asked = question;
      Map<String, Embedding> vectors = reads.vectors(memory.id(), embedder.modelId());
      Map<Decision, Double> cosines = new HashMap<>();
      for (Decision decision : memory.content().decisions()) {
        double best =
            Passages.of(decision).stream()
                .map(passage -> vectors.get(passage.hash()))
                .filter(vector -> vector != null && vector.dimension() == asked.dimension())
                .mapToDouble(asked::cosine)
                .max()
                .orElse(0);
        cosines.put(decision, best);
      }
      return cosines;
    }
  }
}
