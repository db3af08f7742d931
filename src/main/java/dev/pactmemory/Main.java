package dev.pactmemory;

import dev.pactmemory.cli.Commands;
import dev.pactmemory.cli.Terminal;
import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.SuppressForbidden;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// The one entry point: a stdio MCP server without arguments, a command with them.
///
/// The server ends when its input ends, when it is told to (SIGTERM), and when the process that
/// started it is gone: a client that crashes leaves nothing behind.
public final class Main {
  /// What a shell calls the end by SIGTERM, which is what begins a shutdown here.
  private static final int TERMINATED = 128 + 15;

  private Main() {}

  public static void main(String[] args) {
    PrintStream protocol = claimStdout();
    Map<String, String> env = System.getenv();
    Machine machine = Machine.current(env);
    int exitCode =
        switch (Settings.read(env, machine)) {
          case Outcome.Refused<Settings>(Problem problem) -> {
            stderr().println("pact-memory: " + problem.message());
            yield Commands.USAGE;
          }
          case Outcome.Done<Settings>(Settings settings) -> {
            Logging.toStderr(settings.log());
            Thread.setDefaultUncaughtExceptionHandler(Main::logUncaught);
            if (args.length == 0) {
              yield serve(new Wiring(settings, env, machine, launcher(), _ -> {}), protocol);
            }
            Terminal terminal = terminal(protocol, env);
            Wiring wiring = new Wiring(settings, env, machine, launcher(), terminal::working);
            yield Commands.run(wiring, terminal, args);
          }
        };
    end(exitCode);
  }

  /// Ends the process at once; what is ours is closed before. Not a return, because a library's
  /// forgotten thread must not keep the process, and no exit, because ONNX Runtime has a shutdown
  /// hook that takes its environment away even while a model is being loaded, and then aborts.
  private static void end(int exitCode) {
    if (isModelBeingLoaded()) {
      NativeExit.now(exitCode);
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private static boolean isModelBeingLoaded() {
    Thread[] threads = new Thread[2 * Thread.activeCount()];
    int count = Thread.enumerate(threads);
    return Arrays.stream(threads, 0, count)
        .anyMatch(thread -> thread.getName().equals(LazyEmbedder.LOADER));
  }

  /// The stdout of the process, for one use; whatever else prints goes to stderr from here on.
  @SuppressForbidden(reason = "this is the place that keeps everything else off stdout")
  private static PrintStream claimStdout() {
    PrintStream protocol = System.out;
    System.setOut(System.err);
    return protocol;
  }

  @SuppressForbidden(reason = "a person at a terminal, or a client's log of a failed start")
  private static PrintStream stderr() {
    return System.err;
  }

  private static int serve(Wiring wiring, PrintStream protocol) {
    Server server = wiring.server(new FileInputStream(FileDescriptor.in), protocol);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  if (isModelBeingLoaded()) {
                    NativeExit.now(TERMINATED);
                  }
                },
                "pact-shutdown"));
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> {
          var _ =
              parent
                  .onExit()
                  .thenRun(() -> {
                    server.close();
                    end(Commands.OK);
                  });
        });
    greetPerson(wiring.launcher());
    server.run();
    server.close();
    return Commands.OK;
  }

  /// Someone started it by hand: say what it waits for instead of standing still.
  private static void greetPerson(@Nullable String launcher) {
    if (!isOnTerminal()) {
      return;
    }
    String command = Objects.requireNonNullElse(launcher, "/path/to/scripts/pact-memory");
    stderr().println("pact-memory is an MCP server; it is waiting for a client on its input.");
    stderr().println("  see what it does:       " + command + " demo");
    stderr()
        .println("  add it to Claude Code:  claude mcp add --scope user pact-memory -- " + command);
    stderr().println("  leave:                  Ctrl-D");
  }

  private static Terminal terminal(PrintStream out, Map<String, String> env) {
    boolean onTerminal = isOnTerminal();
    boolean progressOnTerminal = onTerminal || Boolean.getBoolean("pact.stderr.terminal");
    return Terminal.of(out, stderr(), onTerminal, progressOnTerminal, env);
  }

  /// Whether a person is at both ends, not a pipe or a file.
  @SuppressWarnings("SystemConsoleNull") // It does, where the console is that of java.base.
  private static boolean isOnTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// The path of the script that started this process, which tells it by a system property.
  private static @Nullable String launcher() {
    return System.getProperty("pact.launcher");
  }

  private static void logUncaught(Thread thread, Throwable thrown) {
    LoggerFactory.getLogger(Main.class).error("thread {} ended unexpectedly", thread, thrown);
  }
}
