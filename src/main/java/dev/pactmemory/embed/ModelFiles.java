package dev.pactmemory.embed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A model on disk.
///
/// @param id changes with the weights, the tokenizer, and everything on the card that decides what
///   a vector means
record ModelFiles(String id, ModelCard card, Path weights, Path tokenizer) {
  /// e5-small-v2 with weights in 8 bits: the best retrieval for its cost among the models that come
  /// in a jar.
  static final ModelCard BUILT_IN =
      new ModelCard("e5-small-v2-int8", Pooling.MEAN, "query: ", "passage: ", 512, 384, 0.75f);

  static final String BUILT_IN_WEIGHTS = "e5-small-v2-q.onnx";
  static final String BUILT_IN_TOKENIZER = "e5-small-v2-q-tokenizer.json";
  static final String BUILT_IN_WEIGHTS_SHA256 =
      "7d9092cb25f2bd1c023b7e8d2aa459044a02030ac880e5a59fdaf27af69f1ded";
  static final String BUILT_IN_TOKENIZER_SHA256 =
      "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66";

  /// The model in our jars, unpacked into the cache.
  static ModelFiles builtIn(Path cacheRoot) throws IOException {
    Path directory =
        new ModelCache(cacheRoot)
            .unpacked(
                BUILT_IN.name(),
                List.of(
                    BundledFile.named(BUILT_IN_WEIGHTS), BundledFile.named(BUILT_IN_TOKENIZER)));
    return new ModelFiles(
        id(BUILT_IN, BUILT_IN_WEIGHTS_SHA256, BUILT_IN_TOKENIZER_SHA256),
        BUILT_IN,
        directory.resolve(BUILT_IN_WEIGHTS),
        directory.resolve(BUILT_IN_TOKENIZER));
  }

  /// A model the user put into a directory.
  ///
  /// @throws Unloadable naming what is missing or does not fit
  static ModelFiles in(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new Unloadable("the model directory does not exist");
    }
    Path weights = present(directory, "model.onnx");
    Path tokenizer = present(directory, "tokenizer.json");
    Path properties = present(directory, "model.properties");
    ModelCard card = ModelCard.read(properties, directory.toRealPath().getFileName().toString());
    return new ModelFiles(id(card, sha256(weights), sha256(tokenizer)), card, weights, tokenizer);
  }

  private static Path present(Path directory, String name) {
    Path file = directory.resolve(name);
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      throw new Unloadable("the model directory lacks a readable " + name);
    }
    return file;
  }

  private static String id(ModelCard card, String weights, String tokenizer) {
    String variant =
        String.join(
            "\n",
            tokenizer,
            card.pooling().name(),
            card.queryPrefix(),
            card.passagePrefix(),
            Integer.toString(card.maxTokens()));
    String variantHash =
        HexFormat.of().formatHex(sha256().digest(variant.getBytes(StandardCharsets.UTF_8)));
    return card.name() + "@" + weights.substring(0, 12) + "." + variantHash.substring(0, 8);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
