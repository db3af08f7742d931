package dev.pactmemory.embed;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/// What has to be known of a model besides its weights.
///
/// @param queryPrefix put before a question; kept with its white space
/// @param passagePrefix put before a passage
/// @param maxTokens the model's window, the two marks at the ends included
/// @param cosineFloor cosine below which two texts are unrelated
record ModelCard(
    String name,
    Pooling pooling,
    String queryPrefix,
    String passagePrefix,
    int maxTokens,
    int dimension,
    float cosineFloor) {

  private static final Set<String> KEYS =
      Set.of(
          "name",
          "pooling",
          "query_prefix",
          "passage_prefix",
          "max_tokens",
          "dimension",
          "cosine_floor");

  /// Reads a card in the form of Java properties, in UTF-8.
  ///
  /// @param name of the model where the card gives none
  /// @throws Unloadable naming the key that is missing or does not fit
  static ModelCard read(Path file, String name) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
    unknown.removeAll(KEYS);
    if (!unknown.isEmpty()) {
      throw new Unloadable(
          "model.properties has the unknown key "
              + unknown.iterator().next()
              + "; allowed are "
              + String.join(", ", new TreeSet<>(KEYS)));
    }
    return new ModelCard(
        properties.getProperty("name", name).strip(),
        pooling(required(properties, "pooling")),
        properties.getProperty("query_prefix", ""),
        properties.getProperty("passage_prefix", ""),
        (int) number(properties, "max_tokens", 8, 1_000_000),
        (int) number(properties, "dimension", 1, 4_096),
        (float) number(properties, "cosine_floor", 0, 0.99));
  }

  private static Pooling pooling(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "mean" -> Pooling.MEAN;
      case "cls" -> Pooling.CLS;
      default -> throw new Unloadable("pooling in model.properties must be mean or cls");
    };
  }

  private static double number(Properties properties, String key, double least, double most) {
    String value = required(properties, key);
    try {
      double number = Double.parseDouble(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new Unloadable(key + " in model.properties must be a number", e);
    }
    throw new Unloadable(key + " in model.properties must be between " + least + " and " + most);
  }

  private static String required(Properties properties, String key) {
    String value = properties.getProperty(key, "").strip();
    if (value.isEmpty()) {
      throw new Unloadable("model.properties lacks " + key);
    }
    return value;
  }
}
