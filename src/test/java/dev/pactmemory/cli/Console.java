package dev.pactmemory.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Runs command lines and keeps what they print.
final class Console {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Program program;

  Console(Program program) {
    this.program = program;
  }

  /// As a program runs it. Returns the exit code.
  int run(String... arguments) {
    return Commands.run(program, new Terminal(stream(out), stream(err), false, 100), arguments);
  }

  /// As a person runs it, on a screen of 48 columns. Returns the exit code.
  int onScreen(String... arguments) {
    return Commands.run(
        program, new Terminal(stream(out), stream(err), false, 48, true, true), arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  /// Forgets what was printed so far.
  void clear() {
    out.reset();
    err.reset();
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
