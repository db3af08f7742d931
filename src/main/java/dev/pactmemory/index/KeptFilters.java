package dev.pactmemory.index;

import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryCache;
import org.apache.lucene.search.QueryCachingPolicy;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.join.ToChildBlockJoinQuery;

/// Keeps what nearly every search filters by, a bit for each document: which are of the project,
/// and which have a vector. A walk through the vectors needs to know it of all passages, and would
/// gather it anew each time. What else a question filters by comes once and is not kept. Safe for
/// many threads.
final class KeptFilters implements QueryCachingPolicy {
  /// Those of a project are two.
  private static final int MAX_FILTERS = 64;

  private static final long MAX_BYTES = 4 << 20;

  private final QueryCache cache =
      new LRUQueryCache(MAX_FILTERS, MAX_BYTES, segment -> true, Float.POSITIVE_INFINITY);

  QueryCache cache() {
    return cache;
  }

  @Override
  public void onUse(Query query) {
    // It is not counted: what the query asks decides.
  }

  @Override
  public boolean shouldCache(Query query) {
    return query instanceof FieldExistsQuery
        || (query instanceof TermQuery term && Filters.isLasting(term.getTerm()))
        || (query instanceof ToChildBlockJoinQuery passages
            && asksLastingOnly(passages.getParentQuery()));
  }

  private static boolean asksLastingOnly(Query memories) {
    return memories instanceof BooleanQuery all
        && all.clauses().stream()
            .allMatch(clause ->
                clause.query() instanceof TermQuery term && Filters.isLasting(term.getTerm()));
  }
}
