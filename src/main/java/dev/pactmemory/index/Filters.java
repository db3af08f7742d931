package dev.pactmemory.index;

import dev.pactmemory.model.Field;
import dev.pactmemory.model.Text;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Which memories and which passages may be in the answer at all.
///
/// @param memories for documents of memories
/// @param passages for documents of passages; null where every one may
record Filters(Query memories, @Nullable Query passages) {
  static final Query ALL_MEMORIES = new TermQuery(new Term(Documents.KIND, Documents.MEMORY));

  /// @param reader of the index; a project that has all of it is no filter
  static Filters of(IndexQuery query, BitSetProducer parents, IndexReader reader)
      throws IOException {
    String project = project(query, reader);
    boolean byMemory =
        project != null
            || query.since() != null
            || query.until() != null
            || query.entity() != null
            || query.except() != null;
    BooleanQuery.Builder memories = new BooleanQuery.Builder();
    memories.add(ALL_MEMORIES, Occur.FILTER);
    if (project != null) {
      add(memories, Documents.PROJECT, project);
    }
    if (query.entity() != null) {
      add(memories, Documents.ENTITY, Documents.key(Text.key(query.entity())));
    }
    if (query.since() != null || query.until() != null) {
      memories.add(updated(query), Occur.FILTER);
    }
    if (query.except() != null) {
      memories.add(new TermQuery(new Term(Documents.ID, query.except().value())), Occur.MUST_NOT);
    }
    Query passages = byMemory ? new ToChildBlockJoinQuery(memories.build(), parents) : null;
    if (!query.fields().isEmpty()) {
      memories.add(in(query.fields()), Occur.FILTER);
      BooleanQuery.Builder both = new BooleanQuery.Builder();
      both.add(in(query.fields()), Occur.FILTER);
      // A memory names its fields too; only passages are meant.
      both.add(ALL_MEMORIES, Occur.MUST_NOT);
      if (passages != null) {
        both.add(passages, Occur.FILTER);
      }
      passages = both.build();
    }
    return new Filters(memories.build(), passages);
  }

  /// The key of the project asked for; null where there is none, or nothing but that project.
  private static @Nullable String project(IndexQuery query, IndexReader reader) throws IOException {
    if (query.project() == null) {
      return null;
    }
    String key = Documents.key(query.project().key());
    int all = reader.docFreq(new Term(Documents.KIND, Documents.MEMORY));
    return reader.docFreq(new Term(Documents.PROJECT, key)) == all ? null : key;
  }

  /// Whether the question filters at all; leaving out the memory it is taken from is no filter.
  static boolean any(IndexQuery query) {
    return query.project() != null
        || query.since() != null
        || query.until() != null
        || query.entity() != null
        || !query.fields().isEmpty();
  }

  /// Whether many questions filter by this term.
  static boolean isLasting(Term term) {
    return term.field().equals(Documents.KIND) || term.field().equals(Documents.PROJECT);
  }

  /// The same question to everything there is to find.
  static IndexQuery without(IndexQuery query) {
    return new IndexQuery(
        query.text(),
        query.cosineFloor(),
        null,
        null,
        null,
        Set.of(),
        null,
        query.boosts(),
        query.except(),
        query.count());
  }

  private static Query updated(IndexQuery query) {
    long since = Long.MIN_VALUE;
    if (query.since() != null) {
      since = Documents.micros(query.since());
      // A time within a microsecond lets in what comes after it.
      since += query.since().truncatedTo(ChronoUnit.MICROS).equals(query.since()) ? 0 : 1;
    }
    long until = query.until() == null ? Long.MAX_VALUE : Documents.micros(query.until());
    return LongField.newRangeQuery(Documents.UPDATED, since, until);
  }

  private static Query in(Set<Field> fields) {
    List<BytesRef> names =
        fields.stream().map(field -> new BytesRef(field.wireName())).sorted().toList();
    return new TermInSetQuery(Documents.FIELD, names);
  }

  private static void add(BooleanQuery.Builder filter, String field, String value) {
    filter.add(new TermQuery(new Term(field, value)), Occur.FILTER);
  }
}
