package dev.pactmemory.bench;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.model.Embedding;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Keeps the vectors of passages, so that another way of searching, or another run, compares the
/// same ones, and counts the time that questions take. Safe for many threads.
final class RememberingEmbedder implements Embedder {
  private final Embedder embedder;
  private final Map<String, Embedding> passages = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final AtomicLong queryNanos = new AtomicLong();
  private final @Nullable DataOutputStream kept;

  private RememberingEmbedder(Embedder embedder, @Nullable DataOutputStream kept) {
    this.embedder = embedder;
    this.kept = kept;
  }

  static RememberingEmbedder of(Embedder embedder) {
    return new RememberingEmbedder(embedder, null);
  }

  /// Keeps the vectors in a file too, which may exist from an earlier run; what was cut off at its
  /// end by a kill is made again.
  static RememberingEmbedder keeping(Path file, Embedder embedder) throws IOException {
    Map<String, Embedding> known = new ConcurrentHashMap<>();
    long good = 0;
    if (Files.exists(file)) {
      try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        while (true) {
          String key = in.readUTF();
          float[] components = new float[in.readInt()];
          for (int i = 0; i < components.length; i++) {
            components[i] = in.readFloat();
          }
          known.put(key, new Embedding(components));
          good += 2 + key.length() + 4 + 4L * components.length;
        }
      } catch (EOFException e) {
        try (var whole = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
          whole.truncate(good);
        }
      }
    }
    var out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    RememberingEmbedder keeping =
        new RememberingEmbedder(embedder, new DataOutputStream(new BufferedOutputStream(out)));
    keeping.passages.putAll(known);
    return keeping;
  }

  /// Spent on questions until now.
  long queryNanos() {
    return queryNanos.get();
  }

  /// Different passages asked for until now.
  int passages() {
    return asked.size();
  }

  @Override
  public String modelId() {
    return embedder.modelId();
  }

  @Override
  public int dimension() {
    return embedder.dimension();
  }

  @Override
  public float cosineFloor() {
    return embedder.cosineFloor();
  }

  @Override
  public Embedding embedQuery(String text) {
    long start = System.nanoTime();
    try {
      return embedder.embedQuery(text);
    } finally {
      queryNanos.addAndGet(System.nanoTime() - start);
    }
  }

  @Override
  public Embedding embedPassage(String text) {
    String key = key(text);
    asked.add(key);
    return passages.computeIfAbsent(
        key,
        missing -> {
          Embedding made = embedder.embedPassage(text);
          keep(missing, made);
          return made;
        });
  }

  private String key(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((embedder.modelId() + "\n" + text).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private synchronized void keep(String key, Embedding made) {
    if (kept == null) {
      return;
    }
    try {
      kept.writeUTF(key);
      kept.writeInt(made.dimension());
      for (float component : made.components()) {
        kept.writeFloat(component);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (embedder) {
      if (kept != null) {
        kept.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
