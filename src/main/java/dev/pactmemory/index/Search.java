package dev.pactmemory.index;

import dev.pactmemory.index.Fusion.Candidate;
import dev.pactmemory.index.Fusion.Nearness;
import dev.pactmemory.index.Matches.Evidence;
import dev.pactmemory.index.Matches.Match;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// One question put to one state of the index.
///
/// Each leg names candidates; every candidate then gets its exact score by words and its exact
/// cosine, whichever leg named it, so that the answer does not depend on how far a leg looked or on
/// the order in which memories were put in. Confined to one thread.
final class Search {
  /// Fusion needs more than the matches wanted.
  private static final int MIN_CANDIDATES = 50;

  /// Of 7,725 passages of real memories in one segment that grew by merging, 445 questions, the ten
  /// nearest were found to 0.948 at 50, 0.978 at 100, 0.989 at 150 and 0.992 at 200; in segments
  /// written at once, one or three or ten, to 0.9996 at 200. Of the forty nearest, 0.997: so that
  /// the same memories rank the same however they came.
  private static final int MIN_EXPLORED = 200;

  private static final int CANDIDATES_PER_MATCH = 3;

  /// How many of those below the floor are told.
  private static final int NEAREST = 3;

  private final IndexSearcher searcher;
  private final BitSetProducer parents;
  private final Blocks blocks;
  private final IndexQuery query;
  private final Question question;
  private final Worded worded;

  /// The numbers of the matches.
  private final Map<MemoryId, Integer> matched = new HashMap<>();

  private @Nullable Embedding vector;

  private Search(
      IndexSearcher searcher, BitSetProducer parents, IndexQuery query, Question question)
      throws IOException {
    this.searcher = searcher;
    this.parents = parents;
    this.blocks = new Blocks(searcher, parents);
    this.query = query;
    this.question = question;
    this.worded = lookUpWords(query);
  }

  /// Looks up the words.
  static Search of(IndexSearcher searcher, BitSetProducer parents, IndexQuery query)
      throws IOException {
    Question question = Question.of(query.text(), new Dictionary(searcher.getIndexReader()));
    return new Search(searcher, parents, query, question);
  }

  /// A query whose words were looked up.
  private record Worded(IndexQuery query, Filters filters, WordLeg leg, WordLeg.Found found) {}

  private Worded lookUpWords(IndexQuery query) throws IOException {
    Filters filters = Filters.of(query, parents, searcher.getIndexReader());
    WordLeg leg = new WordLeg(searcher, question.query(query.fields()));
    return new Worded(query, filters, leg, leg.best(filters.memories(), wanted(query)));
  }

  private static int wanted(IndexQuery query) {
    return Math.max(MIN_CANDIDATES, CANDIDATES_PER_MATCH * query.count());
  }

  /// @param vector of the question; null for words only
  Matches matches(@Nullable Embedding vector) throws IOException {
    this.vector = vector;
    Ranking ranking = rank(worded);
    if (!ranking.matching().isEmpty()) {
      List<Candidate> best = ranking.matching().stream().limit(query.count()).toList();
      best.forEach(candidate -> matched.put(candidate.id(), candidate.document()));
      List<Match> matches = best.stream().map(Search::match).toList();
      return new Matches(matches, ranking.total(), 0, List.of());
    }
    int filteredOut = Filters.any(query) ? rank(lookUpWords(Filters.without(query))).total() : 0;
    return new Matches(List.of(), 0, filteredOut, ranking.nearest());
  }

  Map<MemoryId, Evidence> evidence(Collection<MemoryId> ids) throws IOException {
    Map<MemoryId, Integer> numbers = numbers(ids);
    Passages passages =
        new Passages(blocks, question, query.fields(), vector == null ? null : vector.components());
    Map<Integer, Evidence> byNumber = passages.evidence(numbers.values());
    Map<MemoryId, Evidence> evidence = new HashMap<>();
    numbers.forEach((id, number) -> evidence.put(id, Objects.requireNonNull(byNumber.get(number))));
    return evidence;
  }

  Map<MemoryId, List<Embedding>> vectors(Collection<MemoryId> ids, Set<Field> fields)
      throws IOException {
    Map<MemoryId, List<Embedding>> vectors = new HashMap<>();
    if (vector != null) {
      for (Map.Entry<MemoryId, Integer> entry : numbers(ids).entrySet()) {
        vectors.put(entry.getKey(), blocks.vectors(entry.getValue(), fields, vector.dimension()));
      }
    }
    return vectors;
  }

  /// The numbers of those that are in.
  private Map<MemoryId, Integer> numbers(Collection<MemoryId> ids) throws IOException {
    Map<MemoryId, Integer> numbers = new HashMap<>();
    List<MemoryId> others = new ArrayList<>();
    for (MemoryId id : ids) {
      Integer known = matched.get(id);
      if (known == null) {
        others.add(id);
      } else {
        numbers.put(id, known);
      }
    }
    for (ScoreDoc found : documents(others, Filters.ALL_MEMORIES)) {
      numbers.put(new MemoryId(blocks.id(found.doc)), found.doc);
    }
    return numbers;
  }

  private static Match match(Candidate candidate) {
    return new Match(candidate.id(), candidate.score(), candidate.text(), candidate.cosine());
  }

  /// @param matching the best of those that match, and perhaps more, best first
  private record Ranking(List<Candidate> matching, int total, List<MemoryId> nearest) {}

  private Ranking rank(Worded worded) throws IOException {
    IndexQuery query = worded.query();
    Filters filters = worded.filters();
    // By document number: readers walk forward.
    SortedMap<Integer, Boolean> named = new TreeMap<>();
    if (vector != null) {
      byVector(vector, filters, wanted(query), named);
    }
    boosted(query, filters, named);
    Map<Integer, Float> scores = new HashMap<>(worded.found().scores());
    scores.putAll(
        worded.leg().scores(named.keySet().stream().filter(n -> !scores.containsKey(n)).toList()));
    scores.keySet().forEach(document -> named.putIfAbsent(document, false));

    List<Candidate> candidates = candidates(query, scores, named);
    List<Candidate> matching =
        candidates.stream()
            .filter(candidate -> matches(candidate, query))
            .sorted(Fusion.BEST_FIRST)
            .toList();
    int beyondWords = (int) matching.stream().filter(match -> !match.byWords()).count();
    List<MemoryId> nearest =
        candidates.stream().sorted(Fusion.NEAREST_FIRST).limit(NEAREST).map(Candidate::id).toList();
    // The text of a memory asks nothing: another need not know the names in it to be like it.
    boolean nothing =
        vector != null
            && query.except() == null
            && new NoAnswer(blocks, question).holds(matching)
            && searcher.count(filters.memories()) >= NoAnswer.FEWEST_MEMORIES;
    return nothing
        ? new Ranking(List.of(), 0, nearest)
        : new Ranking(matching, worded.found().total() + beyondWords, nearest);
  }

  private static boolean matches(Candidate candidate, IndexQuery query) {
    return candidate.byWords()
        || candidate.boosted()
        || Fusion.isNear(candidate.cosine(), query.cosineFloor());
  }

  private void byVector(Embedding vector, Filters filters, int wanted, Map<Integer, Boolean> named)
      throws IOException {
    Query near =
        new VectorLeg(
            Documents.vectorField(vector.dimension()),
            vector.components(),
            filters.passages(),
            Math.max(MIN_EXPLORED, wanted),
            parents);
    for (ScoreDoc found : searcher.search(near, wanted).scoreDocs) {
      named.put(blocks.memoryOf(found.doc), false);
    }
  }

  private void boosted(IndexQuery query, Filters filters, Map<Integer, Boolean> named)
      throws IOException {
    for (ScoreDoc found : documents(query.boosts().keySet(), filters.memories())) {
      named.put(found.doc, true);
    }
  }

  private ScoreDoc[] documents(Collection<MemoryId> ids, Query filter) throws IOException {
    if (ids.isEmpty()) {
      return new ScoreDoc[0];
    }
    List<BytesRef> values = ids.stream().map(id -> new BytesRef(id.value())).sorted().toList();
    Query these =
        new BooleanQuery.Builder()
            .add(new TermInSetQuery(Documents.ID, values), Occur.FILTER)
            .add(filter, Occur.FILTER)
            .build();
    return searcher.search(these, values.size()).scoreDocs;
  }

  private List<Candidate> candidates(
      IndexQuery query, Map<Integer, Float> scores, SortedMap<Integer, Boolean> named)
      throws IOException {
    double bound = question.bound(query.fields());
    List<Candidate> candidates = new ArrayList<>();
    for (Map.Entry<Integer, Boolean> entry : named.entrySet()) {
      Float score = scores.get(entry.getKey());
      double text = score == null ? 0 : Fusion.rounded(Math.min(1, score / bound));
      candidates.add(candidate(query, entry.getKey(), score != null, text, entry.getValue()));
    }
    return candidates;
  }

  private Candidate candidate(
      IndexQuery query, int document, boolean byWords, double text, boolean boosted)
      throws IOException {
    MemoryId id = new MemoryId(blocks.id(document));
    double cosine = 0;
    double meaning = 0;
    double score = Fusion.score(text);
    if (vector != null) {
      Nearness nearness = blocks.nearness(document, query.fields(), vector.components());
      cosine = nearness.best();
      meaning = Fusion.meaning(nearness, query.cosineFloor());
      score = Fusion.score(text, meaning);
    }
    return new Candidate(
        document,
        id,
        blocks.updated(document),
        byWords,
        text,
        cosine,
        meaning,
        score,
        boosted,
        boosted ? query.boosts().getOrDefault(id, 0.0) : 0);
  }
}
