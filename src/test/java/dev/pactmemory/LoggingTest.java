package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggingTest {
  private final Logging.OneLine format = new Logging.OneLine();

  @ParameterizedTest
  @CsvSource({"SEVERE, error", "WARNING, warn", "INFO, info", "FINE, debug"})
  void aRecordIsOneLineWithLevelAndRoom(String level, String word) {
    LogRecord record = record(Level.parse(level), "dev.pactmemory.store.MemoryStore", "opened");

    assertThat(format.format(record))
        .isEqualToNormalizingNewlines("pact-memory " + word + " store: opened\n");
  }

  @Test
  void loggersOfOthersKeepTheirNames() {
    assertThat(format.format(record(Level.WARNING, "org.h2", "x")))
        .isEqualToNormalizingNewlines("pact-memory warn org.h2: x\n");
    assertThat(format.format(record(Level.WARNING, "dev.pactmemory.Main", "x")))
        .isEqualToNormalizingNewlines("pact-memory warn dev.pactmemory.Main: x\n");
  }

  @Test
  void aMessageCannotForgeALine() {
    assertThat(format.format(record(Level.WARNING, "a", "one\ntwo\u001b[31m")))
        .isEqualToNormalizingNewlines("pact-memory warn a: one two [31m\n");
  }

  @Test
  void whatWasThrownIsShownWithItsStack() {
    LogRecord record = record(Level.SEVERE, "a", "failed");
    record.setThrown(new IllegalStateException("why"));

    assertThat(format.format(record))
        .startsWith("pact-memory error a: failed")
        .contains("java.lang.IllegalStateException: why", "at dev.pactmemory.LoggingTest");
  }

  private static LogRecord record(Level level, String logger, String message) {
    LogRecord record = new LogRecord(level, message);
    record.setLoggerName(logger);
    return record;
  }
}
