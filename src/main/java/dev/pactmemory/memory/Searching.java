package dev.pactmemory.memory;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.index.IndexQuery;
import dev.pactmemory.index.Matches;
import dev.pactmemory.index.Matches.Evidence;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Degradation;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Found;
import dev.pactmemory.model.Hit;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SearchQuery;
import dev.pactmemory.store.StoreReads;
import dev.pactmemory.store.StoreReads.FileMatch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One question answered: the project chosen, the question embedded, the index asked, the memories
/// loaded from the store, the reasons told.
///
/// @param embedder null while there is none: words only
/// @param degraded what is known to do less before the search begins
record Searching(
    StoreReads reads,
    SearchIndex index,
    @Nullable Embedder embedder,
    Set<Degradation> degraded,
    Call call) {
  private static final Logger LOG = LoggerFactory.getLogger(Searching.class);

  /// Threads that embed questions; one that nobody asks ends after a minute.
  private static final Executor QUESTIONS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("pact-question-", 1).factory());

  /// So many hits can be walked through; who has not found it by then asks better.
  private static final int MAX_DEPTH = 1_000;

  /// Memories linked to the current file that can be lifted by it; more would be a list of all.
  private static final int MAX_LINKED = 200;

  /// Of a memory that went out of the index since it was found.
  private static final Evidence NO_EVIDENCE = new Evidence(Set.of(), List.of(), Field.CONTEXT, "");

  /// Of the entities asked for that a memory has: a question names few, a memory may name many.
  private static final int MAX_NAMES_TOLD = 3;

  /// What answers the query; where it is the id of a memory, those like that one.
  Outcome<Found> search(SearchQuery query) {
    return search(query, Example.named(query.text(), reads).orElse(null));
  }

  /// What answers the query, whatever its words are.
  Outcome<Found> searchWords(SearchQuery query) {
    return search(query, null);
  }

  private Outcome<Found> search(SearchQuery query, @Nullable Example example) {
    if (query.text().isBlank()) {
      return Outcome.refused(
          new Problem(
              Problem.Code.INVALID_VALUE,
              "query",
              "query is blank; say in words what is looked for (memory_list shows the newest)"));
    }
    return Limits.check(query.limit())
        .then(_ -> new ProjectChoice(reads).forReading(query.scope()))
        .then(chosen ->
            offset(query, example, chosen.project())
                .then(offset -> page(query, example, chosen.project(), offset)));
  }

  private static Outcome<Integer> offset(
      SearchQuery query, @Nullable Example example, @Nullable Project project) {
    String cursor = query.cursor();
    return cursor == null
        ? Outcome.done(0)
        : Cursors.decode(cursor, question(query, example, project), 1)
            .then(parts -> offset(parts.getFirst()));
  }

  private static Outcome<Integer> offset(String digits) {
    try {
      int offset = Integer.parseInt(digits);
      return offset >= 1 && offset < MAX_DEPTH ? Outcome.done(offset) : Cursors.bad();
    } catch (NumberFormatException e) {
      return Cursors.bad();
    }
  }

  private Outcome<Found> page(
      SearchQuery query, @Nullable Example example, @Nullable Project project, int offset) {
    String text = example == null ? query.text() : example.text();
    MemoryId except = example == null ? null : example.id();
    CompletableFuture<@Nullable Embedding> embedding = embedding(text);
    Map<MemoryId, FileMatch> linked = linked(query, project);
    Set<Degradation> less = EnumSet.noneOf(Degradation.class);
    less.addAll(degraded);
    int end = Math.min(offset + query.limit(), MAX_DEPTH);
    Map<MemoryId, Double> boosts = boosts(linked);
    call.check();
    IndexQuery question =
        new IndexQuery(
            text,
            embedder == null ? 0 : embedder.cosineFloor(),
            project,
            query.since(),
            query.until(),
            query.fields(),
            query.entity(),
            boosts,
            except,
            Math.max(end, InForce.WINDOW));
    try (SearchIndex.Asked asked = SearchStage.WORDS.of(() -> index.ask(question))) {
      Embedding vector = SearchStage.VECTOR.of(() -> made(embedding, less));
      Matches matches = SearchStage.FUSION.of(() -> asked.matches(vector));
      call.check();
      Ranking ranking = new Ranking(reads, asked, embedder, except);
      Ranked ranked =
          SearchStage.IN_FORCE.of(() -> ranking.ranked(query, project, boosts, matches.matches()));
      List<MemoryId> ids = ranked.order().ids();
      List<MemoryId> page = ids.subList(Math.min(offset, ids.size()), Math.min(end, ids.size()));
      int total = Math.max(matches.total(), ids.size());
      boolean more = !page.isEmpty() && end < Math.min(total, MAX_DEPTH);
      Map<MemoryId, Evidence> evidence =
          SearchStage.EVIDENCE.of(
              () -> asked.evidence(page.stream().map(id -> ranked.match(id).id()).toList()));
      return Outcome.done(
          new Found(
              SearchStage.HITS.of(() -> hits(page, ranked, example, evidence, linked, boosts)),
              total,
              more
                  ? Cursors.encode(
                      question(query, example, project), List.of(Integer.toString(end)))
                  : null,
              project,
              less,
              matches.matches().isEmpty() ? nothing(matches, project) : null));
    }
  }

  /// The vector of the question, made on a thread of its own while the words are looked up: it
  /// takes about as long.
  private CompletableFuture<@Nullable Embedding> embedding(String text) {
    return embedder == null
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.supplyAsync(() -> embedder.embedQuery(text), QUESTIONS);
  }

  private static @Nullable Embedding made(
      CompletableFuture<@Nullable Embedding> embedding, Set<Degradation> less) {
    try {
      return embedding.join();
    } catch (CompletionException e) {
      LOG.warn("the question could not be embedded; it is answered by words", e.getCause());
      less.add(Degradation.MODEL_UNAVAILABLE);
      return null;
    }
  }

  private Map<MemoryId, FileMatch> linked(SearchQuery query, @Nullable Project project) {
    String file = query.currentFile();
    Map<MemoryId, FileMatch> linked = new LinkedHashMap<>();
    if (file != null && !file.isBlank()) {
      new ByFile(reads)
          .matches(file, query.otherNames(), project).stream()
              .limit(MAX_LINKED)
              .forEach(match -> linked.put(match.id(), match));
    }
    return linked;
  }

  private static Map<MemoryId, Double> boosts(Map<MemoryId, FileMatch> linked) {
    Map<MemoryId, Double> boosts = new LinkedHashMap<>();
    linked.forEach((id, match) ->
        boosts.put(
            id,
            switch (match.relation()) {
              case DIRECT -> 1.0;
              case CO_LINKED -> 0.5;
              case SAME_DIRECTORY -> 0.25;
            }));
    return boosts;
  }

  private List<Hit> hits(
      List<MemoryId> page,
      Ranked ranked,
      @Nullable Example example,
      Map<MemoryId, Evidence> evidence,
      Map<MemoryId, FileMatch> linked,
      Map<MemoryId, Double> boosts) {
    Map<MemoryId, Memory> memories = new HashMap<>(ranked.memories());
    memories.putAll(reads.find(page.stream().filter(id -> !memories.containsKey(id)).toList()));
    Map<MemoryId, String> shortIds = reads.shortIds(ranked.named(page), Hits.SHORT_LENGTH);
    List<Hit> hits = new ArrayList<>();
    for (MemoryId id : page) {
      Memory memory = memories.get(id);
      if (memory != null) { // Deleted since the index was asked.
        hits.add(
            hit(
                memory,
                ranked,
                example,
                evidence.getOrDefault(ranked.match(id).id(), NO_EVIDENCE),
                linked.get(id),
                boosts.getOrDefault(id, 0.0),
                shortIds));
      }
    }
    return hits;
  }

  private Hit hit(
      Memory memory,
      Ranked ranked,
      @Nullable Example example,
      Evidence evidence,
      @Nullable FileMatch link,
      double boost,
      Map<MemoryId, String> shortIds) {
    MemoryId id = memory.id();
    Matches.Match own = ranked.matches().get(id);
    // One that the index did not name is there because it replaces another, and is as sure as that.
    Matches.Match match = ranked.match(id);
    List<Hit.Reason> reasons = new ArrayList<>();
    if (own != null) {
      reasons.addAll(reasons(own, evidence));
    }
    if (link != null) {
      reasons.add(ByFile.reason(link));
    }
    reasons.addAll(ranked.reasons(id, shortIds));
    return new Hit(
        memory,
        Hits.shortId(memory, shortIds),
        match.score(),
        band(match, example == null ? evidence.entities() : List.of()),
        reasons,
        own == null || evidence.snippet().isBlank()
            ? null
            : new Hit.Matched(evidence.field(), evidence.snippet()),
        ranked.later(id, shortIds),
        own == null ? null : parts(own, boost));
  }

  private List<Hit.Reason> reasons(Matches.Match match, Evidence evidence) {
    List<Hit.Reason> reasons = new ArrayList<>();
    evidence.entities().stream()
        .limit(MAX_NAMES_TOLD)
        .forEach(name -> reasons.add(new Hit.Reason(Hit.Reason.Kind.ENTITY, name)));
    if (!evidence.terms().isEmpty()) {
      String terms = String.join(", ", evidence.terms().stream().sorted().toList());
      reasons.add(new Hit.Reason(Hit.Reason.Kind.WORDS, terms));
    }
    if (meaning(match) > 0) {
      reasons.add(new Hit.Reason(Hit.Reason.Kind.MEANING, ""));
    }
    return reasons;
  }

  private Hit.Band band(Matches.Match match, List<String> entitiesAsked) {
    return Bands.of(match.textScore(), meaning(match), !entitiesAsked.isEmpty());
  }

  private Hit.Parts parts(Matches.Match match, double boost) {
    return new Hit.Parts(
        match.textScore(), match.cosine(), meaning(match), IndexQuery.LIFT * boost);
  }

  /// How far the best passage is above what this model gives to unrelated texts, 0 to 1.
  private double meaning(Matches.Match match) {
    if (embedder == null) {
      return 0;
    }
    double floor = embedder.cosineFloor();
    return Math.clamp((match.cosine() - floor) / (1 - floor), 0.0, 1.0);
  }

  private Found.Nothing nothing(Matches matches, @Nullable Project project) {
    Map<MemoryId, Memory> nearest = reads.find(matches.nearest());
    List<String> titles =
        matches.nearest().stream()
            .map(nearest::get)
            .filter(Objects::nonNull)
            .map(Titles::of)
            .toList();
    Found.Nothing.Why why =
        Hits.stored(reads, project) == 0
            ? Found.Nothing.Why.NOTHING_STORED
            : matches.filteredOut() > 0
                ? Found.Nothing.Why.FILTERED_OUT
                : Found.Nothing.Why.NO_MATCH;
    return new Found.Nothing(why, matches.filteredOut(), titles);
  }

  private static Object question(
      SearchQuery query, @Nullable Example example, @Nullable Project project) {
    return List.of(
        "search",
        query.text(),
        example == null ? "" : example.id().value(),
        String.valueOf(project),
        String.valueOf(query.currentFile()),
        String.valueOf(query.since()),
        String.valueOf(query.until()),
        query.fields().stream().map(Enum::name).sorted().toList(),
        String.valueOf(query.entity()));
  }
}
