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
/// @param id changes with the weights, the tokenizer, the tuned parameters, and everything on the
///   card that decides what a vector means
/// @param tuned what takes the place of parameters in the weights; without any as they are
record ModelFiles(String id, ModelCard card, Path weights, Path tokenizer, TunedParameters tuned) {
  /// all-MiniLM-L6-v2 with weights in 8 bits: of the models that come in a jar the one that finds
  /// most of what developers write, and the cheapest.
  static final ModelCard BUILT_IN =
      new ModelCard("all-minilm-l6-v2-int8", Pooling.MEAN, "", "", 256, 384, 0.1f);

  static final String BUILT_IN_WEIGHTS = "all-minilm-l6-v2-q.onnx";
  static final String BUILT_IN_TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";
  static final String BUILT_IN_WEIGHTS_SHA256 =
      "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";
  static final String BUILT_IN_TOKENIZER_SHA256 =
      "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";

  /// The model in our jars, unpacked into the cache.
  static ModelFiles builtIn(Path cacheRoot) throws IOException {
    Path directory =
        new ModelCache(cacheRoot)
            .unpacked(
                BUILT_IN.name(),
                List.of(
                    BundledFile.named(BUILT_IN_WEIGHTS), BundledFile.named(BUILT_IN_TOKENIZER)));
    byte[] tuned = TunedParameters.builtInFile();
    return new ModelFiles(
        id(BUILT_IN, BUILT_IN_WEIGHTS_SHA256, BUILT_IN_TOKENIZER_SHA256 + "\n" + sha256(tuned)),
        BUILT_IN,
        directory.resolve(BUILT_IN_WEIGHTS),
        directory.resolve(BUILT_IN_TOKENIZER),
        TunedParameters.of(tuned));
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
    return new ModelFiles(
        id(card, sha256(weights), sha256(tokenizer)),
        card,
        weights,
        tokenizer,
        TunedParameters.NONE);
  }

  private static Path present(Path directory, String name) {
    Path file = directory.resolve(name);
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      throw new Unloadable("the model directory lacks a readable " + name);
    }
    return file;
  }

  /// @param others hash of whatever else is no weight
  private static String id(ModelCard card, String weights, String others) {
    String variant =
        String.join(
            "\n",
            others,
            card.pooling().name(),
            card.queryPrefix(),
            card.passagePrefix(),
            Integer.toString(card.maxTokens()));
    String variantHash = sha256(variant.getBytes(StandardCharsets.UTF_8));
    return card.name() + "@" + weights.substring(0, 12) + "." + variantHash.substring(0, 8);
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
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
