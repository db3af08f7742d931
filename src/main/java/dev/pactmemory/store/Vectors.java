package dev.pactmemory.store;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Vectors of passages, in half precision (two bytes a component; what that loses is far below what
/// tells two passages apart), and which memories have them all.
final class Vectors {
  private static final int NO_MODEL = 0;

  private Vectors() {}

  static Map<String, Embedding> of(Connection connection, MemoryId id, String model)
      throws SQLException {
    Map<String, Embedding> vectors = new TreeMap<>();
    Sql.list(
        connection,
        """
        SELECT hash, vector FROM vectors
        JOIN memories ON memories.num = vectors.memory
        WHERE memories.id = ? AND memories.deleted = FALSE AND vectors.model = ?
        """,
        row -> vectors.put(row.getString("hash"), decode(row.getBytes("vector"))) == null,
        id.value(),
        modelNumber(connection, model));
    return vectors;
  }

  static List<Memory> missing(Connection connection, String model, int limit) throws SQLException {
    List<Long> others =
        Sql.list(
            connection, "SELECT num FROM models WHERE name <> ?", row -> row.getLong(1), model);
    others.add((long) NO_MODEL);
    record Candidate(long touch, Memory memory) {}
    List<Candidate> candidates = new ArrayList<>();
    // One range of the index for each other model: there are few, mostly none. The first two
    // columns
    // of the order have one value each; naming them lets H2 see that it need not sort.
    for (long other : others) {
      candidates.addAll(
          Sql.list(
              connection,
              """
              SELECT touch, body FROM memories
              WHERE deleted = FALSE AND embedded = ? ORDER BY deleted, embedded, touch LIMIT ?
              """,
              row -> new Candidate(row.getLong("touch"), MemoryRows.memory(row)),
              other,
              limit));
    }
    return candidates.stream()
        .sorted(Comparator.comparingLong(Candidate::touch))
        .limit(limit)
        .map(Candidate::memory)
        .toList();
  }

  static int countComplete(Connection connection, String model) throws SQLException {
    int number = modelNumber(connection, model);
    return number == NO_MODEL
        ? 0
        : (int)
            Sql.number(
                connection,
                "SELECT COUNT(*) FROM memories WHERE deleted = FALSE AND embedded = ?",
                number);
  }

  static void put(
      Connection connection,
      long num,
      String model,
      Set<String> current,
      Map<String, Embedding> vectors)
      throws SQLException {
    int number = ensureModel(connection, model);
    List<@Nullable Object[]> dropped = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    Sql.list(
        connection,
        "SELECT model, hash FROM vectors WHERE memory = ?",
        row -> {
          String hash = row.getString("hash");
          boolean keep =
              row.getInt("model") == number && current.contains(hash) && !vectors.containsKey(hash);
          return keep
              ? kept.add(hash)
              : dropped.add(new @Nullable Object[] {num, row.getInt("model"), hash});
        },
        num);
    Sql.batch(
        connection, "DELETE FROM vectors WHERE memory = ? AND model = ? AND hash = ?", dropped);
    List<@Nullable Object[]> added = new ArrayList<>();
    for (Map.Entry<String, Embedding> vector : vectors.entrySet()) {
      if (current.contains(vector.getKey())) {
        kept.add(vector.getKey());
        added.add(new @Nullable Object[] {num, number, vector.getKey(), encode(vector.getValue())});
      }
    }
    Sql.batch(
        connection, "INSERT INTO vectors (memory, model, hash, vector) VALUES (?, ?, ?, ?)", added);
    Sql.update(
        connection,
        "UPDATE memories SET embedded = ? WHERE num = ?",
        kept.containsAll(current) ? number : NO_MODEL,
        num);
  }

  static void remove(Connection connection, long num) throws SQLException {
    Sql.update(connection, "DELETE FROM vectors WHERE memory = ?", num);
  }

  static byte[] encode(Embedding embedding) {
    float[] components = embedding.components();
    ByteBuffer bytes =
        ByteBuffer.allocate(components.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float component : components) {
      bytes.putShort(Float.floatToFloat16(component));
    }
    return bytes.array();
  }

  /// Made a unit vector again: rounding moved its length a little.
  static Embedding decode(byte[] encoded) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    float[] components = new float[encoded.length / Short.BYTES];
    double squares = 0;
    for (int i = 0; i < components.length; i++) {
      components[i] = Float.float16ToFloat(bytes.getShort());
      squares += (double) components[i] * components[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < components.length && length > 0; i++) {
      components[i] = (float) (components[i] / length);
    }
    return new Embedding(components);
  }

  private static int modelNumber(Connection connection, String model) throws SQLException {
    return (int) Sql.number(connection, "SELECT num FROM models WHERE name = ?", model);
  }

  private static int ensureModel(Connection connection, String model) throws SQLException {
    int known = modelNumber(connection, model);
    return known != NO_MODEL
        ? known
        : (int) Sql.insert(connection, "INSERT INTO models (name) VALUES (?)", model);
  }
}
