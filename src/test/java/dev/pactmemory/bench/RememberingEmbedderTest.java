package dev.pactmemory.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.embed.Embedder;
import dev.pactmemory.model.Embedding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RememberingEmbedderTest {
  @TempDir private Path directory;
  private final Model model = new Model();

  @Test
  void anotherRunTakesTheVectorsThatAreKept() throws IOException {
    Path file = directory.resolve("vectors");
    try (var first = RememberingEmbedder.keeping(file, model)) {
      first.embedPassage("a");
      first.embedPassage("a");
      first.embedPassage("bb");
    }

    try (var second = RememberingEmbedder.keeping(file, model)) {
      assertThat(second.embedPassage("bb")).isEqualTo(new Embedding(new float[] {2, 0}));
      assertThat(second.passages()).isOne();
    }
    assertThat(model.embedded).containsExactly("a", "bb");
  }

  @Test
  void whatAKillCutOffIsMadeAgain() throws IOException {
    Path file = directory.resolve("vectors");
    try (var first = RememberingEmbedder.keeping(file, model)) {
      first.embedPassage("a");
      first.embedPassage("bb");
    }
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - 3));

    try (var second = RememberingEmbedder.keeping(file, model)) {
      second.embedPassage("a");
      second.embedPassage("bb");
    }

    assertThat(model.embedded).containsExactly("a", "bb", "bb");
    assertThat(Files.readAllBytes(file)).isEqualTo(whole);
  }

  /// The length of a text, as a vector.
  private static final class Model implements Embedder {
    private final List<String> embedded = new ArrayList<>();

    @Override
    public String modelId() {
      return "length";
    }

    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public float cosineFloor() {
      return 0;
    }

    @Override
    public Embedding embedQuery(String text) {
      return embedPassage(text);
    }

    @Override
    public Embedding embedPassage(String text) {
      embedded.add(text);
      return new Embedding(new float[] {text.length(), 0});
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
