package dev.pactmemory.index;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Field;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Passage;
import dev.pactmemory.model.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A memory as a block of documents: its passages, then the memory itself.
///
/// The memory is searched by words, in fields of their own; a passage by its vector. The text of a
/// passage is kept to show it.
final class Documents {
  /// Changes with anything here or in the analysis that makes an older index answer otherwise.
  static final String FORMAT = "7";

  /// Of a memory and of each of its passages: they are replaced and deleted together.
  static final String ID = "id";

  /// Of a memory, to read. Not sorted: a dictionary of ids is unpacked for each that is read.
  static final String MEMORY_ID = "memory_id";

  /// Of a memory, to sort by: the first half of its id as a number, in the same order.
  static final String ID_ORDER = "id_order";

  static final String KIND = "kind";
  static final String MEMORY = "memory";

  /// Micros since 1970 of the newest revision.
  static final String UPDATED = "updated";

  static final String PROJECT = "project";

  /// Keys of the entities.
  static final String ENTITY = "entity";

  /// Names of the entities, see [Folding#joined].
  static final String ENTITY_JOINED = "entity_joined";

  /// Names of the entities as written, to show.
  static final String ENTITY_NAME = "entity_name";

  /// Names of content fields: of a memory those that say something, of a passage its own.
  static final String FIELD = "field";

  /// The content field of a passage, to read.
  static final String PASSAGE_FIELD = "passage_field";

  static final String PASSAGE = "passage";

  /// The terms of a passage, to tell which of a memory's passages speaks to a question.
  static final String PASSAGE_WORDS = "passage_words";

  /// All terms of a memory whatever the field: the dictionary, how rare each is, and how much the
  /// memory speaks of it. An occurrence counts as often as the field weighs ([TextField#points]),
  /// and takes as many positions; what is said in a heavy field is also longer, as BM25F wants it.
  static final String WORDS = "words";

  private static final int LONGEST_KEY_BYTES = 1_000;

  private static final FieldType COUNTED = textType(IndexOptions.DOCS_AND_FREQS, false);
  private static final FieldType LISTED = textType(IndexOptions.DOCS, true);

  private Documents() {}

  static List<Document> block(SearchIndex.Entry entry) {
    List<Document> block = new ArrayList<>();
    Set<Field> shown = EnumSet.noneOf(Field.class);
    for (Passage passage : entry.passages()) {
      shown.add(passage.field());
      block.add(passage(entry.memory(), passage.field(), passage.text(), passage.vector()));
    }
    // What no passage covers is found by words and must have something to show.
    Content content = entry.memory().content();
    for (Field field : said(content)) {
      if (!shown.contains(field)) {
        block.add(passage(entry.memory(), field, whole(content, field), null));
      }
    }
    block.add(memory(entry.memory()));
    return block;
  }

  /// The index field of vectors with so many components; vectors of different length never meet.
  static String vectorField(int dimension) {
    return "vector_" + dimension;
  }

  /// A key that fits into the index whatever its length.
  static String key(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= LONGEST_KEY_BYTES) {
      return value;
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Microseconds since 1970, the nearest that fit for times far away.
  static long micros(Instant time) {
    long seconds = Math.clamp(time.getEpochSecond(), -9_000_000_000_000L, 9_000_000_000_000L);
    return seconds * 1_000_000 + time.getNano() / 1_000;
  }

  private static long order(MemoryId id) {
    // Numbers have a sign, and digits have none.
    return Long.parseUnsignedLong(id.value(), 0, 16, 16) ^ Long.MIN_VALUE;
  }

  private static Document passage(
      Memory memory, Field field, String text, @Nullable Embedding vector) {
    Document document = new Document();
    document.add(new StringField(ID, memory.id().value(), Store.NO));
    document.add(new StringField(FIELD, field.wireName(), Store.NO));
    document.add(new SortedDocValuesField(PASSAGE_FIELD, new BytesRef(field.wireName())));
    document.add(new StoredField(PASSAGE, text));
    List<Occurrence> words =
        Tokenizer.tokens(text).stream().map(token -> new Occurrence(token.terms(), 1)).toList();
    addTerms(document, PASSAGE_WORDS, words, LISTED);
    if (vector != null && isSearchable(vector)) {
      document.add(
          new KnnFloatVectorField(
              vectorField(vector.dimension()),
              vector.components(),
              VectorSimilarityFunction.DOT_PRODUCT));
    }
    return document;
  }

  /// Lucene refuses what is too long or no number; the memory is then found by words.
  private static boolean isSearchable(Embedding vector) {
    for (float component : vector.components()) {
      if (!Float.isFinite(component)) {
        return false;
      }
    }
    return vector.dimension() <= KnnVectorsFormat.DEFAULT_MAX_DIMENSIONS;
  }

  private static Document memory(Memory memory) {
    Document document = new Document();
    document.add(new StringField(KIND, MEMORY, Store.NO));
    document.add(new StringField(ID, memory.id().value(), Store.NO));
    document.add(new BinaryDocValuesField(MEMORY_ID, new BytesRef(memory.id().value())));
    document.add(new NumericDocValuesField(ID_ORDER, order(memory.id())));
    document.add(new StringField(PROJECT, key(memory.project().key()), Store.NO));
    document.add(new LongField(UPDATED, micros(memory.updatedAt()), Store.NO));
    for (Entity entity : memory.content().entities()) {
      document.add(new StringField(ENTITY, key(Text.key(entity.name())), Store.NO));
      document.add(new StringField(ENTITY_JOINED, key(Folding.joined(entity.name())), Store.NO));
      document.add(new StoredField(ENTITY_NAME, entity.name()));
    }
    for (Field field : said(memory.content())) {
      document.add(new StringField(FIELD, field.wireName(), Store.NO));
    }
    addTexts(document, memory.content());
    return document;
  }

  private static void addTexts(Document document, Content content) {
    List<Occurrence> all = new ArrayList<>();
    for (TextField field : TextField.values()) {
      List<Occurrence> own = new ArrayList<>();
      for (String text : field.texts(content)) {
        for (Token token : Tokenizer.tokens(text)) {
          Set<String> terms = token.terms();
          own.add(new Occurrence(terms, 1));
          all.add(new Occurrence(terms, field.points()));
        }
      }
      addTerms(document, field.indexName(), own, COUNTED);
    }
    addTerms(document, WORDS, all, COUNTED);
  }

  private static void addTerms(
      Document document, String name, List<Occurrence> occurrences, FieldType type) {
    if (!occurrences.isEmpty()) {
      document.add(new org.apache.lucene.document.Field(name, new Terms(occurrences), type));
    }
  }

  private static Set<Field> said(Content content) {
    Set<Field> said = EnumSet.noneOf(Field.class);
    for (TextField field : TextField.values()) {
      if (!field.texts(content).isEmpty()) {
        said.add(field.field());
      }
    }
    return said;
  }

  private static String whole(Content content, Field field) {
    List<String> texts = new ArrayList<>();
    for (TextField part : TextField.values()) {
      if (part.field() == field) {
        texts.addAll(part.texts(content));
      }
    }
    return String.join("; ", texts);
  }

  private static FieldType textType(IndexOptions options, boolean omitNorms) {
    FieldType type = new FieldType();
    type.setIndexOptions(options);
    type.setTokenized(true);
    type.setOmitNorms(omitNorms);
    type.freeze();
    return type;
  }

  /// A token in a text.
  ///
  /// @param terms of the token; none for a small word
  /// @param points how much it counts
  private record Occurrence(Set<String> terms, int points) {}

  /// Terms made elsewhere. All of one token stand at one place: a token counts once for the length.
  private static final class Terms extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final Iterator<Occurrence> occurrences;
    private Iterator<String> forms = List.<String>of().iterator();
    private int points;

    Terms(List<Occurrence> occurrences) {
      this.occurrences = occurrences.iterator();
    }

    @Override
    public boolean incrementToken() {
      clearAttributes();
      boolean next = false;
      while (!forms.hasNext()) {
        if (!occurrences.hasNext()) {
          return false;
        }
        Occurrence occurrence = occurrences.next();
        forms = occurrence.terms().iterator();
        points = occurrence.points();
        next = true;
      }
      term.append(forms.next());
      frequency.setTermFrequency(points);
      step.setPositionIncrement(next ? points : 0);
      return true;
    }
  }
}
