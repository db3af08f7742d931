package dev.pactmemory.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.LazyEmbedder.State;
import dev.pactmemory.model.Embedding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A model the user brings in a directory.
class OwnModelTest {
  private static final String CARD =
      """
      pooling = cls
      query_prefix = ask:\\u0020
      max_tokens = 64
      dimension = 384
      cosine_floor = 0.5
      """;

  @TempDir private static Path cache;
  @TempDir private Path temporary;

  @Test
  void aCompleteDirectoryIsAModel() throws IOException {
    Path directory = model(CARD);

    try (LazyEmbedder lazy = Embedders.lazy(cache, directory)) {
      assertThat(lazy.settled().join())
          .isInstanceOfSatisfying(
              State.Ready.class,
              ready -> {
                Embedder own = ready.embedder();
                assertThat(own.modelId()).matches("own model@afdb6f1a0e45\\.[0-9a-f]{8}");
                assertThat(own.cosineFloor()).isEqualTo(0.5f);
                assertThat(own.embedQuery("x").cosine(own.embedPassage("ask: x")))
                    .isGreaterThan(0.999);
              });
    }
  }

  /// Another architecture, pooling, dimension, tokenizer and language: what the documentation says
  /// of a directory is enough.
  @Test
  void aModelForAnotherLanguageNeedsNothingButItsDirectory() throws IOException {
    Path directory = Files.createDirectories(temporary.resolve("bge-small-zh-v1.5"));
    copy("bge-small-zh-v1.5-q.onnx", directory.resolve("model.onnx"));
    copy("bge-small-zh-v1.5-q-tokenizer.json", directory.resolve("tokenizer.json"));
    Files.writeString(
        directory.resolve("model.properties"),
        """
        pooling = cls
        query_prefix = 为这个句子生成表示以用于检索相关文章：
        max_tokens = 512
        dimension = 512
        cosine_floor = 0.33
        """);

    try (LazyEmbedder lazy = Embedders.lazy(cache, directory)) {
      assertThat(lazy.settled().join())
          .isInstanceOfSatisfying(
              State.Ready.class,
              ready -> {
                Embedder chinese = ready.embedder();
                assertThat(chinese.modelId()).startsWith("bge-small-zh-v1.5@");
                Embedding question = chinese.embedQuery("登录令牌多久过期");
                double answer = question.cosine(chinese.embedPassage("访问令牌十五分钟失效，刷新令牌三十天"));
                double other = question.cosine(chinese.embedPassage("网页改用 Vue 3，团队都熟悉"));
                assertThat(answer).isGreaterThan(other + 0.2);
                assertThat(answer).isGreaterThan(chinese.cosineFloor() + 0.2);
              });
    }
  }

  private static void copy(String resource, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      BundledFile.named(resource).copyTo(out);
    }
  }

  @ParameterizedTest(name = "without {0}: {1}")
  @CsvSource({
    "model.onnx, the model directory lacks a readable model.onnx",
    "tokenizer.json, the model directory lacks a readable tokenizer.json",
    "model.properties, the model directory lacks a readable model.properties",
    "., the model directory does not exist",
  })
  void whatIsMissingIsNamed(String missing, String reason) throws IOException {
    Path directory = model(CARD);
    if (missing.equals(".")) {
      directory = directory.resolve("gone");
    } else {
      Files.delete(directory.resolve(missing));
    }

    assertThat(settled(directory)).isEqualTo(new State.Unavailable(reason));
  }

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource({
    "pooling = cls, '', model.properties lacks pooling",
    "pooling = cls, pooling = max, pooling in model.properties must be mean or cls",
    "dimension = 384, '', model.properties lacks dimension",
    "dimension = 384, dimension = many, dimension in model.properties must be a number",
    "dimension = 384, dimension = 0, dimension in model.properties must be between 1.0 and 4096.0",
    "query_prefix, query_prefx, 'model.properties has the unknown key query_prefx; allowed are"
        + " cosine_floor, dimension, max_tokens, name, passage_prefix, pooling, query_prefix'",
    "dimension = 384, dimension = 100, the model's output is not one vector of 100 numbers for each"
        + " token",
  })
  void whatDoesNotFitIsNamed(String text, String instead, String reason) throws IOException {
    assertThat(settled(model(CARD.replace(text, instead))))
        .isEqualTo(new State.Unavailable(reason));
  }

  @Test
  void filesOfAnotherKindAreNamed() throws IOException {
    Path directory = model(CARD);
    Files.delete(directory.resolve("tokenizer.json"));
    Files.writeString(directory.resolve("tokenizer.json"), "{}");
    assertThat(settled(directory))
        .isEqualTo(new State.Unavailable("the tokenizer's file cannot be read"));

    directory = model(CARD);
    Files.delete(directory.resolve("model.onnx"));
    Files.writeString(directory.resolve("model.onnx"), "weights");
    assertThat(settled(directory))
        .isEqualTo(new State.Unavailable("the weights are no model that ONNX Runtime can run"));
  }

  private State settled(Path directory) {
    try (LazyEmbedder lazy = Embedders.lazy(cache, directory)) {
      return lazy.settled().join();
    }
  }

  private Path model(String card) throws IOException {
    Path built = ModelFiles.builtIn(cache).weights().resolveSibling(".");
    Path directory = Files.createDirectories(temporary.resolve("own model"));
    replace(directory.resolve("model.onnx"), built.resolve(ModelFiles.BUILT_IN_WEIGHTS));
    replace(directory.resolve("tokenizer.json"), built.resolve(ModelFiles.BUILT_IN_TOKENIZER));
    Files.writeString(directory.resolve("model.properties"), card);
    return directory;
  }

  private static void replace(Path file, Path by) throws IOException {
    Files.deleteIfExists(file);
    Files.createLink(file, by.normalize());
  }
}
