package dev.pactmemory.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.pactmemory.json.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Parameters that take the place of a published model's own of the same name: what fine-tuning
/// changed of it, where the matrices stayed as they are. That are its biases and layer norms
/// (BitFit, Ben Zaken et al., ACL 2022) and the scale of each row of its 8-bit matrices, which is a
/// learnt factor for each activation (IA³, Liu et al., NeurIPS 2022). So a model of 23 MB is tuned
/// by 0.2 MB.
///
/// The file is in the format of safetensors: eight bytes with the length of a JSON header (little
/// endian), the header, then the numbers of all tensors; here 32-bit floats alone.
///
/// @param tensors by the name of the model's initializer
record TunedParameters(Map<String, Tensor> tensors) {
  static final TunedParameters NONE = new TunedParameters(Map.of());

  private static final String BUILT_IN = "tuned.safetensors";

  /// @param shape lengths of its axes
  /// @param values row by row, as many as the axes multiplied
  record Tensor(List<Long> shape, FloatBuffer values) {}

  /// The file that belongs to the built-in model.
  static byte[] builtInFile() throws IOException {
    try (InputStream in = TunedParameters.class.getResourceAsStream(BUILT_IN)) {
      if (in == null) {
        throw new FileNotFoundException(BUILT_IN + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  /// @throws IllegalArgumentException if the bytes are no such file
  static TunedParameters of(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < Long.BYTES || bytes.getLong(0) < 0 || bytes.getLong(0) > file.length) {
      throw new IllegalArgumentException("no safetensors: the header has no length");
    }
    int header = (int) bytes.getLong(0);
    int start = Long.BYTES + header;
    if (start > file.length
        || !(Json.parse(new String(file, Long.BYTES, header, StandardCharsets.UTF_8))
            instanceof Map<?, ?> entries)) {
      throw new IllegalArgumentException("no safetensors: the header is no object");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    entries.forEach((name, entry) -> {
      if (!"__metadata__".equals(name)) {
        tensors.put(String.valueOf(name), tensor(bytes, start, entry));
      }
    });
    return new TunedParameters(tensors);
  }

  private static Tensor tensor(ByteBuffer bytes, int start, Object entry) {
    if (!(entry instanceof Map<?, ?> map)
        || !"F32".equals(map.get("dtype"))
        || !(map.get("shape") instanceof List<?> axes)
        || !(map.get("data_offsets") instanceof List<?> offsets)) {
      throw new IllegalArgumentException("no safetensors with 32-bit floats");
    }
    List<Long> shape = axes.stream().map(TunedParameters::number).toList();
    long from = start + number(offsets.getFirst());
    long end = start + number(offsets.getLast());
    long count = shape.stream().reduce(1L, (one, other) -> one * other);
    if (from < start || end > bytes.capacity() || end - from != count * Float.BYTES) {
      throw new IllegalArgumentException("no safetensors: a tensor is not as long as its shape");
    }
    ByteBuffer values = bytes.slice((int) from, (int) (end - from));
    return new Tensor(shape, values.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
  }

  private static long number(Object value) {
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalArgumentException("no safetensors: a length is no number");
  }

  /// Makes a session use these.
  ///
  /// @return what holds them in native memory; to be closed after the session, not before
  List<OnnxTensor> addTo(SessionOptions options) {
    List<OnnxTensor> added = new ArrayList<>();
    try {
      for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
        OnnxTensor tensor =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                entry.getValue().values().duplicate(),
                entry.getValue().shape().stream().mapToLong(Long::longValue).toArray());
        added.add(tensor);
        options.addInitializer(entry.getKey(), tensor);
      }
      return added;
    } catch (OrtException e) {
      added.forEach(OnnxTensor::close);
      throw new IllegalStateException("ONNX Runtime refuses the tuned parameters", e);
    }
  }
}
