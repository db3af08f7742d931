package dev.pactmemory.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where embedders come from.
public final class Embedders {
  /// Long enough that a working session never waits for it, short enough that servers of sessions
  /// left open do not hold on to the model.
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(10);

  private Embedders() {}

  /// The embedder of this machine, loaded when it is first asked for. Its memory is given back
  /// after ten minutes without use; the next text loads it again and waits for that.
  ///
  /// @param cache where native libraries and the model are unpacked, once; made when needed, for
  ///   its owner only. May be shared by processes, and deleted when none runs.
  /// @param model a directory with `model.onnx`, `tokenizer.json` and `model.properties`; null for
  ///   the built-in model
  public static LazyEmbedder lazy(Path cache, @Nullable Path model) {
    return new LazyEmbedder(() -> new IdleEmbedder(() -> open(cache, model), IDLE_LIMIT));
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
