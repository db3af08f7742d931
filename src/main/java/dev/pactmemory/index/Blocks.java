package dev.pactmemory.index;

import dev.pactmemory.index.Fusion.Nearness;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.MemoryId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.join.BitSetProducer;
import org.apache.lucene.util.BitSet;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/// Reads single memories out of the index: of which passages they are made, and how near each is to
/// a vector. Documents are named by their number in the searcher. Confined to one thread.
final class Blocks {
  private final IndexSearcher searcher;
  private final BitSetProducer parents;

  /// Columns as far as they were read; they go forward only.
  private final Map<LeafReaderContext, BinaryDocValues> ids = new HashMap<>();

  private final Map<LeafReaderContext, SortedNumericDocValues> updates = new HashMap<>();

  private final Map<LeafReaderContext, Vectors> vectors = new HashMap<>();

  Blocks(IndexSearcher searcher, BitSetProducer parents) {
    this.searcher = searcher;
    this.parents = parents;
  }

  /// A passage as it is kept.
  ///
  /// @param document its number
  /// @param cosine 0 where it has no vector
  record Kept(int document, Field field, double cosine) {}

  LeafReaderContext leaf(int document) {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    return leaves.get(ReaderUtil.subIndex(document, leaves));
  }

  /// The memory that a passage belongs to.
  int memoryOf(int passage) throws IOException {
    LeafReaderContext leaf = leaf(passage);
    return leaf.docBase + memories(leaf).nextSetBit(passage - leaf.docBase);
  }

  long updated(int memory) throws IOException {
    LeafReaderContext leaf = leaf(memory);
    int document = memory - leaf.docBase;
    SortedNumericDocValues values =
        column(
            updates,
            leaf,
            document,
            reader -> DocValues.getSortedNumeric(reader, Documents.UPDATED));
    if (!values.advanceExact(document)) {
      throw new IllegalStateException("a memory without its time in the index");
    }
    return values.nextValue();
  }

  String id(int memory) throws IOException {
    LeafReaderContext leaf = leaf(memory);
    int document = memory - leaf.docBase;
    BinaryDocValues values =
        column(ids, leaf, document, reader -> DocValues.getBinary(reader, Documents.MEMORY_ID));
    if (!values.advanceExact(document)) {
      throw new IllegalStateException("a memory without its id in the index");
    }
    return values.binaryValue().utf8ToString();
  }

  private interface Opening<T> {
    T of(LeafReader reader) throws IOException;
  }

  /// The column as it was left, where it is not past the document yet.
  private static <T extends DocIdSetIterator> T column(
      Map<LeafReaderContext, T> kept, LeafReaderContext leaf, int document, Opening<T> opening)
      throws IOException {
    T values = kept.get(leaf);
    if (values == null || values.docID() > document) {
      values = opening.of(leaf.reader());
      kept.put(leaf, values);
    }
    return values;
  }

  List<String> entityNames(int memory) throws IOException {
    return List.of(
        searcher
            .storedFields()
            .document(memory, Set.of(Documents.ENTITY_NAME))
            .getValues(Documents.ENTITY_NAME));
  }

  /// Which of the terms each of the documents has.
  ///
  /// @param field of the index
  /// @return with every document
  Map<Integer, Set<String>> terms(String field, Collection<Integer> documents, Set<String> asked)
      throws IOException {
    Map<Integer, Set<String>> terms = new HashMap<>();
    Map<LeafReaderContext, Map<Integer, Set<String>>> byLeaf = new LinkedHashMap<>();
    for (int document : documents.stream().sorted().toList()) {
      Set<String> own = terms.computeIfAbsent(document, _ -> new HashSet<>());
      LeafReaderContext leaf = leaf(document);
      byLeaf.computeIfAbsent(leaf, _ -> new LinkedHashMap<>()).put(document - leaf.docBase, own);
    }
    for (Map.Entry<LeafReaderContext, Map<Integer, Set<String>>> entry : byLeaf.entrySet()) {
      Terms known = entry.getKey().reader().terms(field);
      if (known != null) {
        TermsEnum at = known.iterator();
        PostingsEnum having = null;
        for (String term : asked) {
          if (at.seekExact(new BytesRef(term))) {
            having = at.postings(having, PostingsEnum.NONE);
            addWhereHeld(term, having, entry.getValue());
          }
        }
      }
    }
    return terms;
  }

  /// @param termsByDocument in the order of the documents
  private static void addWhereHeld(
      String term, PostingsEnum having, Map<Integer, Set<String>> termsByDocument)
      throws IOException {
    for (Map.Entry<Integer, Set<String>> one : termsByDocument.entrySet()) {
      int document = one.getKey();
      if (having.docID() < document) {
        having.advance(document);
      }
      if (having.docID() == document) {
        one.getValue().add(term);
      }
    }
  }

  /// How near its passages of these fields (all if empty) are to a vector.
  Nearness nearness(int memory, Set<Field> fields, float[] vector) throws IOException {
    double best = 0;
    double first = 0;
    double sum = 0;
    int count = 0;
    LeafReaderContext leaf = leaf(memory);
    double[] cosines = cosines(leaf, memory, vector);
    List<Field> passageFields = fields.isEmpty() ? List.of() : fields(leaf, memory);
    for (int i = 0; i < cosines.length; i++) {
      if (fields.isEmpty() || fields.contains(passageFields.get(i))) {
        best = Math.max(best, cosines[i]);
        sum += cosines[i];
        first = count == 0 ? cosines[i] : first;
        count += cosines[i] == 0 ? 0 : 1; // It has no vector.
      }
    }
    return new Nearness(best, first, count == 0 ? 0 : sum / count);
  }

  /// The passages of these fields (all if empty), in order.
  List<Kept> passages(int memory, Set<Field> fields, float @Nullable [] vector) throws IOException {
    LeafReaderContext leaf = leaf(memory);
    int first = leaf.docBase + first(leaf, memory);
    List<Field> passageFields = fields(leaf, memory);
    double[] cosines =
        vector == null ? new double[passageFields.size()] : cosines(leaf, memory, vector);
    List<Kept> passages = new ArrayList<>();
    for (int i = 0; i < cosines.length; i++) {
      Field field = passageFields.get(i);
      if (fields.isEmpty() || fields.contains(field)) {
        passages.add(new Kept(first + i, field, cosines[i]));
      }
    }
    return passages;
  }

  /// The vectors of its passages of these fields, those that have one.
  List<Embedding> vectors(int memory, Set<Field> fields, int dimension) throws IOException {
    LeafReaderContext leaf = leaf(memory);
    List<Field> passageFields = fields(leaf, memory);
    List<Embedding> found = new ArrayList<>();
    int first = first(leaf, memory);
    Vectors values = vectors(leaf, first, dimension);
    for (int i = 0; values != null && i < passageFields.size(); i++) {
      if (fields.contains(passageFields.get(i)) && values.at(first + i)) {
        found.add(new Embedding(values.value().clone()));
      }
    }
    return found;
  }

  String text(int passage) throws IOException {
    return searcher
        .storedFields()
        .document(passage, Set.of(Documents.PASSAGE))
        .get(Documents.PASSAGE);
  }

  /// Ids in order.
  List<MemoryId> allIds() throws IOException {
    Set<MemoryId> ids = new TreeSet<>();
    int count = Math.max(1, searcher.count(Filters.ALL_MEMORIES));
    for (ScoreDoc found : searcher.search(Filters.ALL_MEMORIES, count).scoreDocs) {
      ids.add(new MemoryId(id(found.doc)));
    }
    return List.copyOf(ids);
  }

  private double[] cosines(LeafReaderContext leaf, int memory, float[] vector) throws IOException {
    int first = first(leaf, memory);
    double[] cosines = new double[memory - leaf.docBase - first];
    Vectors values = vectors(leaf, first, vector.length);
    for (int i = 0; values != null && i < cosines.length; i++) {
      if (values.at(first + i)) {
        cosines[i] = VectorUtil.dotProduct(vector, values.value());
      }
    }
    return cosines;
  }

  /// As they were left, where they are not past the document yet.
  private @Nullable Vectors vectors(LeafReaderContext leaf, int document, int dimension)
      throws IOException {
    Vectors kept = vectors.get(leaf);
    if (kept == null || kept.at().docID() > document || kept.values().dimension() != dimension) {
      FloatVectorValues values =
          leaf.reader().getFloatVectorValues(Documents.vectorField(dimension));
      if (values == null) {
        return null;
      }
      kept = new Vectors(values, values.iterator());
      vectors.put(leaf, kept);
    }
    return kept;
  }

  /// The vectors of a segment, read forward.
  private record Vectors(FloatVectorValues values, KnnVectorValues.DocIndexIterator at) {
    /// Goes to the document, if it has one.
    boolean at(int document) throws IOException {
      return at.docID() == document || (at.docID() < document && at.advance(document) == document);
    }

    /// Valid until the next one is read.
    float[] value() throws IOException {
      return values.vectorValue(at.index());
    }
  }

  private List<Field> fields(LeafReaderContext leaf, int memory) throws IOException {
    List<Field> fields = new ArrayList<>();
    var names = DocValues.getSorted(leaf.reader(), Documents.PASSAGE_FIELD);
    for (int doc = first(leaf, memory); doc < memory - leaf.docBase; doc++) {
      if (!names.advanceExact(doc)) {
        throw new IllegalStateException("a passage without its field in the index");
      }
      fields.add(Field.named(names.lookupOrd(names.ordValue()).utf8ToString()).orElseThrow());
    }
    return fields;
  }

  /// The number of its first passage within the leaf; the memory itself comes after its last.
  private int first(LeafReaderContext leaf, int memory) throws IOException {
    int parent = memory - leaf.docBase;
    return parent == 0 ? 0 : memories(leaf).prevSetBit(parent - 1) + 1;
  }

  private BitSet memories(LeafReaderContext leaf) throws IOException {
    var bits = parents.getBitSet(leaf);
    if (bits == null) {
      throw new IllegalStateException("a document in a segment without memories");
    }
    return bits;
  }
}
