package dev.pactmemory.memory;

/// The engine stopped before it came to this; another one is opened and can be asked.
final class EngineLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineLost() {
    super("the engine stopped", null, false, false);
  }
}
