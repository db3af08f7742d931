package dev.pactmemory.cli;

import dev.pactmemory.model.MemoryException;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The commands for people. Start here: [#run] parses, runs one, and says how it went.
public final class Commands {
  /// It did what was asked; a search that finds nothing counts.
  public static final int OK = CommandLine.ExitCode.OK;

  /// It could not; stderr says why.
  public static final int FAILED = CommandLine.ExitCode.SOFTWARE;

  /// The command line cannot be meant; stderr shows what can.
  public static final int USAGE = CommandLine.ExitCode.USAGE;

  private static final String EXIT_CODES =
      "Exit codes: 0 done, 1 could not (stderr says why), 2 the command line cannot be meant.";

  private Commands() {}

  /// Runs one command; the exit code is [#OK], [#FAILED] or [#USAGE].
  public static int run(Program program, Terminal terminal, String... arguments) {
    CommandLine line =
        new CommandLine(new Root())
            .addSubcommand(new DemoCommand(program, terminal))
            .addSubcommand(new StatusCommand(program, terminal))
            .addSubcommand(new SearchCommand(program, terminal))
            .addSubcommand(new GetCommand(program, terminal))
            .addSubcommand(new ListCommand(program, terminal))
            .addSubcommand(new TasksCommand(program, terminal))
            .addSubcommand(new DecisionsCommand(program, terminal))
            .addSubcommand(new EntitiesCommand(program, terminal))
            .addSubcommand(new HistoryCommand(program, terminal))
            .addSubcommand(new UndeleteCommand(program, terminal))
            .addSubcommand(new BackupCommand(program, terminal))
            .addSubcommand(new RestoreCommand(program, terminal))
            .addSubcommand(new ExportCommand(program, terminal))
            .addSubcommand(new ImportCommand(program, terminal))
            .addSubcommand(new SyncClaudeMdCommand(program, terminal))
            .addSubcommand(new ReindexCommand(program, terminal))
            .addSubcommand(new PurgeCommand(program, terminal))
            .addSubcommand(new DoctorCommand(program, terminal))
            .addSubcommand(new BenchCommand(program, terminal));
    for (CommandLine each : line.getSubcommands().values()) {
      each.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(versionOf(program));
      each.addMixin("colour", new ColourOption(terminal, line));
      each.getCommandSpec().usageMessage().footer("", EXIT_CODES);
    }
    line.getCommandSpec().versionProvider(versionOf(program));
    line.addMixin("colour", new ColourOption(terminal, line));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(schemeOf(terminal));
    line.setOut(terminal.writer()).setErr(terminal.progressWriter());
    line.setUsageHelpWidth(Math.clamp(terminal.width(), 60, 100));
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      switch (failure) {
        case MemoryException refusal ->
            terminal.progress(
                terminal.styled(Terminal.Style.RED, "failed: " + refusal.getMessage()));
        case Failure told ->
            terminal.progress(
                terminal.styled(Terminal.Style.RED, String.valueOf(told.getMessage())));
        default -> throw failure;
      }
      return FAILED;
    });
    try {
      return line.execute(arguments);
    } finally {
      terminal.rest();
    }
  }

  static CommandLine.Help.ColorScheme schemeOf(Terminal terminal) {
    return CommandLine.Help.defaultColorScheme(terminal.hasColour() ? Ansi.ON : Ansi.OFF);
  }

  private static IVersionProvider versionOf(Program program) {
    return () -> new String[] {"pact-memory " + program.version()};
  }

  /// What is said when no command is named.
  @Command(
      name = "pact-memory",
      mixinStandardHelpOptions = true,
      synopsisSubcommandLabel = "COMMAND",
      header =
          "A memory for coding agents: an MCP server that keeps typed memories on this machine.",
      description =
          "%nWithout arguments it serves MCP on stdin and stdout; that is how a client starts"
              + " it.%n",
      footer = {"", EXIT_CODES, "Settings are environment variables; README.md lists them."})
  static final class Root implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  /// A command could not do its work; the message says why, for a person.
  static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
      super(message);
    }

    /// What was done, or the failure that says why it was refused.
    static <T> T unless(Outcome<T> outcome) {
      return switch (outcome) {
        case Outcome.Done<T>(T value) -> value;
        case Outcome.Refused<T>(Problem problem) -> throw new Failure(problem.message());
      };
    }
  }
}
