package dev.pactmemory.index;

import dev.pactmemory.index.Blocks.Kept;
import dev.pactmemory.index.Matches.Evidence;
import dev.pactmemory.index.Question.Word;
import dev.pactmemory.index.Snippet.Mark;
import dev.pactmemory.model.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says why a memory matches: which of its passages speaks most to the question, with which words.
/// Confined to one thread.
final class Passages {
  private final Blocks blocks;
  private final Question question;
  private final IndexQuery query;

  /// How the terms of the question begin.
  private final Set<String> beginnings = new HashSet<>();

  Passages(Blocks blocks, Question question, IndexQuery query) {
    this.blocks = blocks;
    this.question = question;
    this.query = query;
    for (Word word : question.words()) {
      word.forms().keySet().forEach(this::addBeginnings);
      word.alternatives().keySet().forEach(this::addBeginnings);
    }
  }

  private void addBeginnings(String term) {
    boolean marked = term.startsWith(Token.STEM) || term.startsWith(Token.JOINED);
    String bare = marked ? term.substring(1) : term;
    beginnings.add(beginning(bare, 1));
    beginnings.add(beginning(bare, 2));
  }

  private static String beginning(String term, int length) {
    return term.substring(0, Math.min(length, term.length()));
  }

  /// Whether a token can have a term of the question, told without finding its terms. A stem begins
  /// like its word, but that some short ones change their second letter ("dying", "die").
  private boolean isPossible(Token token) {
    return !token.isPlain()
        || token.isUnspaced()
        || beginnings.contains(beginning(token.exact(), token.exact().length() > 5 ? 2 : 1));
  }

  /// A passage read for the words of the question.
  ///
  /// @param marks where a word, or a part of it, stands
  /// @param shares how much of each word is there
  private record Read(Kept passage, String text, List<Mark> marks, Map<Integer, Double> shares) {}

  /// @param memory its number in the searcher
  Evidence evidence(int memory) throws IOException {
    float @Nullable [] vector = query.vector() == null ? null : query.vector().components();
    List<Kept> passages = blocks.passages(memory, query.fields(), vector);
    Map<Integer, Double> found = new HashMap<>();
    Read best = null;
    double bestWeight = -1;
    for (Kept passage : passages) {
      Read read = read(passage);
      double weight =
          Fusion.rounded(weights(read.shares()).values().stream().mapToDouble(w -> w).sum());
      read.shares().forEach((word, share) -> found.merge(word, share, Math::max));
      boolean nearer = best == null || passage.cosine() > best.passage().cosine();
      if (weight > bestWeight || (weight == bestWeight && nearer)) {
        best = read;
        bestWeight = weight;
      }
    }
    // A memory named by a boost may have nothing in the fields asked for.
    Field field = best == null ? Field.CONTEXT : best.passage().field();
    String snippet =
        best == null ? "" : Snippet.of(best.text(), best.marks(), weights(best.shares()));
    return new Evidence(question.spelled(found), entities(memory), field, snippet);
  }

  private Read read(Kept passage) {
    String text = Snippet.flat(passage.text());
    List<Word> words = question.words();
    List<Mark> marks = new ArrayList<>();
    Map<Integer, Set<String>> terms = new HashMap<>();
    for (Token token : Tokenizer.tokens(text)) {
      if (!isPossible(token)) {
        continue;
      }
      Set<String> own = token.terms();
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).share(own) > 0) {
          marks.add(new Mark(token.start(), token.end(), i));
          terms.computeIfAbsent(i, word -> new HashSet<>()).addAll(own);
        }
      }
    }
    Map<Integer, Double> shares = new HashMap<>();
    terms.forEach((word, found) -> shares.put(word, words.get(word).share(found)));
    return new Read(passage, text, marks, shares);
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
