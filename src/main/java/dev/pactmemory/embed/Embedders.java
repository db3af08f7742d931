package dev.pactmemory.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where embedders come from.
public final class Embedders {
  private Embedders() {}

  /// The embedder of this machine, loaded when it is first asked for.
  ///
  /// @param cache where native libraries and the model are unpacked, once; made when needed, for
  ///   its owner only. May be shared by processes, and deleted when none runs.
  /// @param model a directory with `model.onnx`, `tokenizer.json` and `model.properties`; null for
  ///   the built-in model
  public static LazyEmbedder lazy(Path cache, @Nullable Path model) {
    return new LazyEmbedder(() -> open(cache, model));
  }

  private static Embedder open(Path cache, @Nullable Path model) {
    try {
      // First what can be found wrong without native code.
      ModelFiles files = model == null ? ModelFiles.builtIn(cache) : ModelFiles.in(model);
      NativeLibraries.prepare(cache);
      return DjlEmbedder.open(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
