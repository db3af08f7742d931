package dev.pactmemory.embed;

import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/// Why there is no embedder, in a sentence for a person: what is missing or does not fit, and no
/// path of this machine.
final class Unloadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unloadable(String message) {
    super(message);
  }

  Unloadable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// The sentence for whatever stopped the loading. Messages of others name paths, so only their
  /// kind is told.
  static String reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      switch (at) {
        case Unloadable ours -> {
          return String.valueOf(ours.getMessage());
        }
        case OutOfMemoryError _ -> {
          return "there is not enough memory for the embedding model";
        }
        case LinkageError e -> {
          return linkage(e);
        }
        case FileSystemException e -> {
          return "the model's files cannot be read or written: "
              + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason());
        }
        default -> {
          // The cause may say more.
        }
      }
    }
    return "the embedding model could not be loaded: " + failure.getClass().getSimpleName();
  }

  private static String linkage(LinkageError failure) {
    String reason =
        "the native libraries of the embedding model do not load on " + NativeLibraries.platform();
    return String.valueOf(failure.getMessage()).contains("GLIBC")
        ? reason + ": the C library is too old, glibc 2.34 is needed"
        : reason;
  }
}
