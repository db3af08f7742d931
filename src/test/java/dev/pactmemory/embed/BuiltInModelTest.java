package dev.pactmemory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pactmemory.model.Embedding;
import dev.pactmemory.model.MemoryException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real weights. Vectors are compared with a tolerance: rounding differs between processors.
class BuiltInModelTest {
  private static final String PASSAGE = "JWT refresh tokens rotate on every use.";

  @TempDir static Path cache;
  private static Embedder model;

  @BeforeAll
  static void load() {
    model = open();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Embedder open() {
    return switch (Embedders.lazy(cache, null).settled().join()) {
      case LazyEmbedder.State.Ready(Embedder embedder) -> embedder;
      case LazyEmbedder.State other -> throw new AssertionError(other.toString());
    };
  }

  @Test
  void theWeightsAreThePinnedOnes() throws Exception {
    assertThat(sha256(ModelFiles.BUILT_IN_WEIGHTS)).isEqualTo(ModelFiles.BUILT_IN_WEIGHTS_SHA256);
    assertThat(sha256(ModelFiles.BUILT_IN_TOKENIZER))
        .isEqualTo(ModelFiles.BUILT_IN_TOKENIZER_SHA256);
  }

  private static String sha256(String resource) throws Exception {
    try (InputStream in = BuiltInModelTest.class.getClassLoader().getResourceAsStream(resource)) {
      assertThat(in).isNotNull();
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return HexFormat.of().formatHex(digest);
    }
  }

  @Test
  void theIdNamesModelWeightsAndVariant() {
    assertThat(model.modelId()).matches("all-minilm-l6-v2-int8@afdb6f1a0e45\\.[0-9a-f]{8}");
    assertThat(model.dimension()).isEqualTo(384);
    assertThat(model.cosineFloor()).isEqualTo(0.1f);
  }

  @Test
  void vectorsHaveTheDimensionAndUnitLength() {
    for (String text : List.of("", " ", PASSAGE, "\0", "日本語のテスト", "🙂", "a\ud800b")) {
      Embedding vector = model.embedPassage(text);

      assertThat(vector.dimension()).isEqualTo(384);
      assertThat(vector.cosine(vector)).isCloseTo(1, within(1e-5));
    }
  }

  @Test
  void aParaphraseIsNearerThanAnotherSubject() {
    Embedding query = model.embedQuery("how do we keep users logged in?");

    double paraphrase = query.cosine(model.embedPassage(PASSAGE));
    double other = query.cosine(model.embedPassage("The kitchen is painted in a pale green."));

    assertThat(paraphrase).isGreaterThan(other + 0.05);
    assertThat(paraphrase).isGreaterThan(model.cosineFloor());
  }

  @Test
  void theSameTextGivesTheSameVectorAlsoAfterLoadingAgain() {
    Embedding first = model.embedPassage(PASSAGE);

    assertThat(model.embedPassage(PASSAGE)).isEqualTo(first);
    try (Embedder again = open()) {
      assertThat(again.modelId()).isEqualTo(model.modelId());
      assertThat(again.embedPassage(PASSAGE).cosine(first)).isGreaterThan(0.99);
    }
  }

  @Test
  void aTextBeyondTheWindowIsCut() {
    String window = "token ".repeat(254);

    Embedding exact = model.embedPassage(window);
    Embedding longer = model.embedPassage(window + "kitchen ".repeat(50_000));

    assertThat(longer.cosine(exact)).isGreaterThan(0.99);
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      texts.add("Decision " + i + ": " + "retry with backoff and jitter ".repeat(i % 5 + 1));
    }
    List<Embedding> alone = texts.stream().map(model::embedPassage).toList();

    try (ExecutorService threads =
        Executors.newFixedThreadPool(4, Thread.ofPlatform().name("embedding-", 0).factory())) {
      List<Future<Embedding>> together =
          texts.stream().map(text -> threads.submit(() -> model.embedPassage(text))).toList();

      for (int i = 0; i < texts.size(); i++) {
        assertThat(together.get(i).get().cosine(alone.get(i))).isGreaterThan(0.9999);
      }
    }
  }

  @Test
  void aClosedModelSaysSo() {
    Embedder closed = open();
    closed.close();
    closed.close();

    assertThatThrownBy(() -> closed.embedQuery(PASSAGE))
        .isInstanceOfSatisfying(
            MemoryException.class,
            e -> assertThat(e.code()).isEqualTo(MemoryException.Code.CLOSED));
  }
}
