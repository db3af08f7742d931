package dev.pactmemory.bench;

import dev.pactmemory.index.PlainBm25;
import dev.pactmemory.model.Embedding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// Simpler ways to search the memories of one project. Each ranks ids, best first, equals newest
/// first.
final class Baselines {
  private static final int DEPTH = 100;

  /// Of reciprocal rank fusion, as its authors have it.
  private static final int RRF_K = 60;

  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final List<Document> newestFirst;
  private final PlainBm25 bm25;

  /// @param text all that was saved
  /// @param vectors of its passages
  record Document(RetrievalSet.Saved memory, String text, List<Embedding> vectors) {}

  /// @param oldestFirst of one project
  Baselines(List<Document> oldestFirst) {
    newestFirst = oldestFirst.reversed();
    Map<String, String> texts = new LinkedHashMap<>();
    newestFirst.forEach(document -> texts.put(document.memory().id(), document.text()));
    bm25 = new PlainBm25(texts);
  }

  /// The rankings by name.
  ///
  /// @param vector of the question
  /// @param kept whether a filter of the question lets a memory through
  Map<String, List<String>> rankings(
      String question, Embedding vector, Predicate<RetrievalSet.Saved> kept) {
    List<Document> documents =
        newestFirst.stream().filter(document -> kept.test(document.memory())).toList();
    List<String> ids = documents.stream().map(document -> document.memory().id()).toList();
    List<String> words =
        NO_WORD
            .splitAsStream(question.toLowerCase(Locale.ROOT))
            .filter(word -> !word.isEmpty())
            .toList();
    List<String> bySubstring =
        best(
            documents,
            document -> {
              String text = document.text().toLowerCase(Locale.ROOT);
              return words.stream().filter(text::contains).count();
            });
    List<String> byWords =
        bm25.search(question).stream().filter(ids::contains).limit(DEPTH).toList();
    List<String> byVector =
        best(
            documents,
            document ->
                document.vectors().stream()
                    .mapToDouble(passage -> passage.cosine(vector))
                    .max()
                    .orElse(0));
    Map<String, List<String>> rankings = new LinkedHashMap<>();
    rankings.put("substring", bySubstring);
    rankings.put("BM25", byWords);
    rankings.put("vectors", byVector);
    rankings.put("RRF(60)", fused(byWords, byVector));
    return rankings;
  }

  private static List<String> best(List<Document> documents, ToDoubleFunction<Document> score) {
    Map<Document, Double> scores = new HashMap<>();
    documents.forEach(document -> scores.put(document, score.applyAsDouble(document)));
    return documents.stream()
        .filter(document -> scores.getOrDefault(document, 0.0) > 0)
        .sorted(
            Comparator.comparingDouble((Document document) -> scores.getOrDefault(document, 0.0))
                .reversed())
        .limit(DEPTH)
        .map(document -> document.memory().id())
        .toList();
  }

  private static List<String> fused(List<String> first, List<String> second) {
    Map<String, Double> scores = new LinkedHashMap<>();
    for (List<String> ranking : List.of(first, second)) {
      for (int rank = 0; rank < ranking.size(); rank++) {
        scores.merge(ranking.get(rank), 1.0 / (RRF_K + rank + 1), Double::sum);
      }
    }
    List<String> fused = new ArrayList<>(scores.keySet());
    fused.sort(Comparator.comparingDouble((String id) -> scores.getOrDefault(id, 0.0)).reversed());
    return fused;
  }
}
