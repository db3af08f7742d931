package dev.pactmemory.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.QueryBuilder;

/// What Lucene does when nobody tunes it: BM25 over one field of English text. The benchmark
/// compares [LuceneIndex] with it. In memory; safe for many threads.
public final class PlainBm25 {
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final int DEPTH = 1_000;

  private final Analyzer analyzer = new EnglishAnalyzer();
  private final IndexSearcher searcher;

  /// @param texts by id; of equal ones the earlier comes first
  public PlainBm25(Map<String, String> texts) {
    try {
      ByteBuffersDirectory directory = new ByteBuffersDirectory();
      try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
        for (Map.Entry<String, String> text : texts.entrySet()) {
          Document document = new Document();
          document.add(new StoredField(ID, text.getKey()));
          document.add(new org.apache.lucene.document.TextField(TEXT, text.getValue(), Store.NO));
          writer.addDocument(document);
        }
      }
      searcher = new IndexSearcher(DirectoryReader.open(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The ids of texts that have a word of the question, best first.
  public List<String> search(String question) {
    Query query = new QueryBuilder(analyzer).createBooleanQuery(TEXT, question);
    if (query == null) {
      return List.of();
    }
    try {
      List<String> ids = new ArrayList<>();
      for (ScoreDoc found : searcher.search(query, DEPTH).scoreDocs) {
        ids.add(searcher.storedFields().document(found.doc).get(ID));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
