package dev.pactmemory.index;

import dev.pactmemory.index.Blocks.Kept;
import dev.pactmemory.index.Matches.Evidence;
import dev.pactmemory.index.Question.Word;
import dev.pactmemory.index.Snippet.Mark;
import dev.pactmemory.model.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says why memories match: which of their passages speaks most to the question, with which words.
/// That is told by the index; of each memory one passage is read. Confined to one thread.
final class Passages {
  private final Blocks blocks;
  private final Question question;
  private final Set<Field> fields;
  private final float @Nullable [] vector;

  /// For one question.
  ///
  /// @param fields whose passages may be told; empty for all
  /// @param vector of the question; null without one
  Passages(Blocks blocks, Question question, Set<Field> fields, float @Nullable [] vector) {
    this.blocks = blocks;
    this.question = question;
    this.fields = fields;
    this.vector = vector;
  }

  /// A passage and how much it has of each word of the question.
  private record Speaking(Kept passage, Map<Integer, Double> shares) {}

  /// Why each of the memories matches, by its number in the searcher.
  Map<Integer, Evidence> evidence(Collection<Integer> memories) throws IOException {
    Map<Integer, List<Kept>> passages = new LinkedHashMap<>();
    List<Integer> documents = new ArrayList<>();
    for (int memory : memories) {
      List<Kept> own = blocks.passages(memory, fields, vector);
      passages.put(memory, own);
      own.forEach(passage -> documents.add(passage.document()));
    }
    Map<Integer, Set<String>> terms =
        blocks.terms(Documents.PASSAGE_WORDS, documents, question.terms());
    Map<Integer, Evidence> evidence = new HashMap<>();
    for (Map.Entry<Integer, List<Kept>> entry : passages.entrySet()) {
      evidence.put(entry.getKey(), evidence(entry.getKey(), entry.getValue(), terms));
    }
    return evidence;
  }

  private Evidence evidence(int memory, List<Kept> passages, Map<Integer, Set<String>> terms)
      throws IOException {
    Map<Integer, Double> found = new HashMap<>();
    Set<Integer> own = new HashSet<>();
    Speaking best = null;
    double bestWeight = -1;
    for (Kept passage : passages) {
      Set<String> said = terms.getOrDefault(passage.document(), Set.of());
      Speaking one = new Speaking(passage, shares(said));
      double weight =
          Fusion.rounded(weights(one.shares()).values().stream().mapToDouble(w -> w).sum());
      one.shares()
          .forEach((word, share) -> {
            found.merge(word, share, Math::max);
            if (question.words().get(word).ownShare(said) > 0) {
              own.add(word);
            }
          });
      boolean nearer = best == null || passage.cosine() > best.passage().cosine();
      if (weight > bestWeight || (weight == bestWeight && nearer)) {
        best = one;
        bestWeight = weight;
      }
    }
    // A memory named by a boost may have nothing in the fields asked for.
    Field field = best == null ? Field.CONTEXT : best.passage().field();
    String snippet = best == null ? "" : snippet(best);
    return new Evidence(question.spelled(found, own), entities(memory), field, snippet);
  }

  /// How much of each word of the question is in the terms; without those of which nothing is.
  private Map<Integer, Double> shares(Set<String> terms) {
    Map<Integer, Double> shares = new HashMap<>();
    List<Word> words = question.words();
    for (int i = 0; i < words.size(); i++) {
      double share = words.get(i).share(terms);
      if (share > 0) {
        shares.put(i, share);
      }
    }
    return shares;
  }

  private String snippet(Speaking passage) throws IOException {
    String text = Snippet.flat(blocks.text(passage.passage().document()));
    if (text.length() <= Snippet.LONGEST) {
      return text; // Shown whole, whatever stands where.
    }
    List<Mark> marks = new ArrayList<>();
    for (Token token : Tokenizer.tokens(text)) {
      shares(token.terms())
          .forEach((word, _) -> marks.add(new Mark(token.start(), token.end(), word)));
    }
    return Snippet.of(text, marks, weights(passage.shares()));
  }

  private Map<Integer, Double> weights(Map<Integer, Double> shares) {
    Map<Integer, Double> weights = new HashMap<>();
    shares.forEach((word, share) -> weights.put(word, share * question.words().get(word).weight()));
    return weights;
  }

  private List<String> entities(int document) throws IOException {
    if (question.entities().isEmpty()) {
      return List.of();
    }
    return blocks.entityNames(document).stream()
        .filter(name -> question.entities().contains(Folding.joined(name)))
        .toList();
  }
}
