package dev.pactmemory.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pactmemory.model.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunedParametersTest {
  private static final String ONE =
      "{\"__metadata__\":{\"format\":\"pt\"},"
          + "\"bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir private Path cache;

  @Test
  void aFileIsReadAsItIsWritten() {
    TunedParameters.Tensor tensor =
        Objects.requireNonNull(TunedParameters.of(file(ONE, 0.5f, -2)).tensors().get("bias"));

    assertThat(tensor.shape()).containsExactly(2L);
    assertThat(tensor.values().get(0)).isEqualTo(0.5f);
    assertThat(tensor.values().get(1)).isEqualTo(-2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"bias\":7}",
        "{\"bias\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[0,8]}}",
        "{\"bias\":{\"dtype\":\"F32\",\"shape\":[\"two\"],\"data_offsets\":[0,8]}}",
        "{\"bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}}",
        "{\"bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
        "{\"bias\":"
      })
  void whatIsNoSuchFileIsRefused(String header) {
    assertThatThrownBy(() -> TunedParameters.of(file(header, 0.5f, -2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileThatEndsInItsHeaderIsRefused() {
    byte[] longer = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(100).array();

    assertThatThrownBy(() -> TunedParameters.of(longer))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TunedParameters.of(new byte[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] file(String header, float... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + text.length + values.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text);
    for (float value : values) {
      file.putFloat(value);
    }
    return file.array();
  }

  @Test
  void theBuiltInOnesAreParametersOfTheBuiltInModel() throws Exception {
    ModelFiles files = ModelFiles.builtIn(cache);
    String weights = Files.readString(files.weights(), StandardCharsets.ISO_8859_1);

    assertThat(files.tuned().tensors()).hasSize(98);
    assertThat(files.tuned().tensors().keySet())
        .allSatisfy(name -> assertThat(weights).contains(name));
  }

  @Test
  void theSessionUsesThem() throws Exception {
    ModelFiles tuned = ModelFiles.builtIn(cache);
    ModelFiles published =
        new ModelFiles(
            tuned.id(), tuned.card(), tuned.weights(), tuned.tokenizer(), TunedParameters.NONE);
    NativeLibraries.prepare(cache);
    String text = "Sessions are kept in Redis, so that any node can answer.";

    try (Embedder one = DjlEmbedder.open(tuned);
        Embedder other = DjlEmbedder.open(published)) {
      Embedding vector = one.embedPassage(text);

      assertThat(vector.cosine(vector)).isCloseTo(1, within(1e-5));
      assertThat(vector.cosine(other.embedPassage(text))).isBetween(0.5, 0.98);
    }
  }
}
