package dev.pactmemory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what all parts log (SLF4J and java.util.logging alike) to stderr, one line each.
final class Logging {
  /// Libraries that say at these levels what is no news to a user: whole requests, CPU features,
  /// native library paths.
  private static final List<String> TALKATIVE =
      List.of("io.modelcontextprotocol", "org.apache.lucene", "ai.djl", "reactor", "com.networknt");

  private Logging() {}

  /// Sets up logging for the life of the process.
  static void toStderr(Settings.LogLevel level) {
    StringBuilder levels = new StringBuilder(".level=").append(julLevel(level)).append('\n');
    if (level != Settings.LogLevel.DEBUG) {
      TALKATIVE.forEach(name -> levels.append(name).append(".level=SEVERE\n"));
    }
    // As configuration, not on the loggers: the JDK forgets a logger that nobody holds.
    try {
      LogManager.getLogManager()
          .readConfiguration(new ByteArrayInputStream(levels.toString().getBytes(UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Takes the stderr of this moment; the loggers decide the level.
    ConsoleHandler handler = new ConsoleHandler();
    handler.setLevel(Level.ALL);
    handler.setFormatter(new OneLine());
    Logger.getLogger("").addHandler(handler);
  }

  private static Level julLevel(Settings.LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
    };
  }

  /// `pact-memory warn store: message`, and the stack below it where there is one.
  static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord record) {
      String line =
          "pact-memory "
              + word(record.getLevel())
              + " "
              + room(record.getLoggerName())
              + ": "
              // A message may quote what a client sent; it must not be able to forge a line.
              + formatMessage(record).replaceAll("\\p{Cntrl}+", " ")
              + System.lineSeparator();
      Throwable thrown = record.getThrown();
      if (thrown == null) {
        return line;
      }
      StringWriter stack = new StringWriter();
      thrown.printStackTrace(new PrintWriter(stack));
      return line + stack;
    }

    private static String word(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return "error";
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return "warn";
      }
      return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    /// `store` for `dev.pactmemory.store.MemoryStore`; other names as they are.
    private static String room(@Nullable String logger) {
      if (logger == null) {
        return "?";
      }
      String[] parts = logger.split("\\.", -1);
      return logger.startsWith("dev.pactmemory.") && parts.length > 3 ? parts[2] : logger;
    }
  }
}
