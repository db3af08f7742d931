package dev.pactmemory.exchange;

import dev.pactmemory.model.Memory;
import java.io.IOException;
import java.util.List;

/// A file of memories, read once from its beginning to its end.
interface Source {
  /// Gives everything in it, in its order.
  ///
  /// @throws Unreadable if it is not what it was taken for
  void read(Receiver receiver) throws IOException;

  /// What is told while reading. A `where` names a place in the file for a person.
  interface Receiver {
    /// A memory of which every revision is known, oldest first.
    void history(String where, List<Memory> history);

    /// A memory as the other program has it now.
    void state(String where, Memory memory);

    /// What is there and can be no memory.
    ///
    /// @param why in words that complete "it is left out: "
    void leaveOut(String where, String why);

    /// What became of something odd in a memory that is given all the same.
    void note(String where, String what);
  }

  /// The file as a whole cannot be read; the message says why, for a person.
  final class Unreadable extends IOException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }

    Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
