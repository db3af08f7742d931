package dev.pactmemory.sharing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The leader went away, or was never there: the call is to be sent again, to whoever leads then.
final class PeerLost extends IOException {
  private static final long serialVersionUID = 1L;

  PeerLost(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
