package dev.pactmemory.index;

import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;

/// Finds memories that may say the same as a text, by the rarest words they share. Confined to one
/// thread.
final class Alike {
  /// Of a long text only its beginning is looked at: each word is looked up.
  private static final int MAX_TERMS = 150;

  /// So many words tell a twin from all others, and have short lists of memories.
  private static final int RAREST = 24;

  private final IndexSearcher searcher;
  private final Blocks blocks;

  Alike(IndexSearcher searcher, BitSetProducer parents) {
    this.searcher = searcher;
    this.blocks = new Blocks(searcher, parents);
  }

  /// A word and how rare it is.
  private record Weighed(String term, double rarity) {}

  List<MemoryId> search(Project project, String text, int count) throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    query.add(Filters.ALL_MEMORIES, Occur.FILTER);
    query.add(
        new TermQuery(new Term(Documents.PROJECT, Documents.key(project.key()))), Occur.FILTER);
    List<Weighed> rarest = rarest(text);
    if (rarest.isEmpty()) {
      return List.of();
    }
    for (Weighed word : rarest) {
      TermQuery has = new TermQuery(new Term(Documents.WORDS, word.term()));
      query.add(new BoostQuery(new ConstantScoreQuery(has), (float) word.rarity()), Occur.SHOULD);
    }
    query.setMinimumNumberShouldMatch(1);
    List<MemoryId> ids = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query.build(), count).scoreDocs) {
      ids.add(new MemoryId(blocks.id(found.doc)));
    }
    return ids;
  }

  private List<Weighed> rarest(String text) throws IOException {
    Dictionary dictionary = new Dictionary(searcher.getIndexReader());
    List<Weighed> known = new ArrayList<>();
    for (String term : terms(text)) {
      int frequency = dictionary.frequency(term);
      if (frequency > 0) {
        known.add(new Weighed(term, dictionary.rarity(frequency)));
      }
    }
    return known.stream()
        .sorted(Comparator.comparingDouble(Weighed::rarity).reversed())
        .limit(RAREST)
        .toList();
  }

  private static Set<String> terms(String text) {
    Set<String> terms = new LinkedHashSet<>();
    for (Token token : Tokenizer.tokens(text)) {
      terms.addAll(token.terms());
      if (terms.size() >= MAX_TERMS) {
        break;
      }
    }
    return terms;
  }
}
