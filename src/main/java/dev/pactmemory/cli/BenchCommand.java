package dev.pactmemory.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "bench",
    description = {
      "Measure how well the search finds: save a set of memories into a temporary home, ask its",
      "questions, and compare with simpler ways of searching."
    })
final class BenchCommand implements Callable<Integer> {
  /// What can be measured.
  enum Subject {
    RETRIEVAL
  }

  private final Program program;
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "retrieval")
  private Subject subject = Subject.RETRIEVAL;

  @Parameters(
      index = "1",
      paramLabel = "SET",
      defaultValue = "src/bench/retrieval",
      description = "A directory with memories.jsonl and queries.jsonl (${DEFAULT-VALUE}).")
  private Path set = Path.of("");

  BenchCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    switch (subject) {
      case RETRIEVAL -> retrieval();
    }
    return Commands.OK;
  }

  private void retrieval() {
    try {
      program.measureRetrieval(set, terminal::progress).forEach(terminal::line);
    } catch (IllegalArgumentException e) {
      throw new Commands.Failure(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw new Commands.Failure("the set cannot be read: " + e.getMessage());
    }
  }
}
