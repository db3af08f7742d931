package dev.pactmemory.cli;

import dev.pactmemory.bench.RetrievalBenchmark;
import dev.pactmemory.bench.SpeedBenchmark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "bench",
    description = {
      "Measure, in a temporary home.",
      "retrieval: how well the search finds; a set of memories is saved, its questions are asked,",
      "and simpler ways of searching are compared.",
      "speed: how long searches and saves take among many memories varied from the set."
    })
final class BenchCommand implements Callable<Integer> {
  /// What can be measured.
  enum Subject {
    RETRIEVAL,
    SPEED
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Program program;
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "SUBJECT", description = "retrieval or speed")
  private Subject subject = Subject.RETRIEVAL;

  @Parameters(
      index = "1",
      paramLabel = "SET",
      defaultValue = "src/bench/retrieval",
      description = "A directory with memories.jsonl and queries.jsonl (${DEFAULT-VALUE}).")
  private Path set = Path.of("");

  @Option(
      names = "--memories",
      paramLabel = "COUNT",
      defaultValue = "10000",
      description = "How many the speed is measured with (${DEFAULT-VALUE}).")
  private int memories;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description = "Keep the vectors of passages here, and take those that are here already.")
  private @Nullable Path vectors;

  @Option(
      names = "--no-links",
      description = "Leave out which memory supersedes which: what is in force must be found out.")
  private boolean withoutLinks;

  @Option(names = "--svg", paramLabel = "FILE", description = "Draw the comparison.")
  private @Nullable Path picture;

  @Option(
      names = "--passages",
      paramLabel = "FILE",
      description = "Write what is embedded of each memory, a line of JSON for each.")
  private @Nullable Path passages;

  BenchCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try {
      List<String> report =
          switch (subject) {
            case RETRIEVAL -> retrieval();
            case SPEED -> speed();
          };
      report.forEach(terminal::line);
      return Commands.OK;
    } catch (IllegalArgumentException e) {
      throw new Commands.Failure(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw new Commands.Failure("a file cannot be read or written: " + e.getMessage());
    } catch (IOException e) {
      throw new Commands.Failure("the result cannot be written: " + e.getMessage());
    }
  }

  private List<String> retrieval() throws IOException {
    RetrievalBenchmark.Measured measured =
        program.measureRetrieval(
            new RetrievalBenchmark.Setup(set, !withoutLinks, vectors), terminal::progress);
    if (picture != null) {
      Files.writeString(picture, measured.picture());
    }
    if (passages != null) {
      Files.write(passages, measured.passages());
    }
    return measured.report();
  }

  private List<String> speed() {
    if (memories < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--memories: " + memories + " is not a whole number from 1");
    }
    try (TemporaryHome project = TemporaryHome.create("pact-memory-bench-project-")) {
      return program.measureSpeed(
          set,
          memories,
          variables -> MeasuredServer.start(program.serverCommand(), variables, project.path()),
          terminal::progress);
    }
  }

  /// The server of a benchmark.
  private record MeasuredServer(StdioServer server) implements SpeedBenchmark.Server {
    static MeasuredServer start(
        List<String> command, Map<String, String> variables, Path directory) {
      StdioServer server =
          StdioServer.start(command, variables, directory, directory.resolve("stderr.txt"));
      server.initialize();
      return new MeasuredServer(server);
    }

    @Override
    public void call(String tool, Map<String, Object> arguments) {
      server.call(tool, arguments);
    }

    @Override
    public Optional<Duration> processorTime() {
      return server.process().info().totalCpuDuration();
    }

    @Override
    public OptionalLong residentKilobytes() {
      Path status = Path.of("/proc", Long.toString(server.process().pid()), "status");
      try (Stream<String> lines = Files.lines(status)) {
        return lines
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst();
      } catch (IOException _) {
        return OptionalLong.empty(); // Only Linux tells it so.
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
