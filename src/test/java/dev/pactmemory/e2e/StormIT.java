package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// Many sessions on one home, and nothing acknowledged is lost.
class StormIT {
  /// Kept when a storm fails: the journal in it tells what happened.
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path temporary;

  @Test
  void nothingIsLostInAStormOfKills() throws Exception {
    rage(4, Duration.ofSeconds(40), Duration.ofSeconds(2), Launch::wordsOnly);
  }

  @Test
  void everySaveOfManySessionsAtOnceIsAcknowledged() throws Exception {
    saveAtOnce(8, 25);
  }

  @Test
  @Tag("storm")
  void everySaveOfManySessionsAtOnceIsAcknowledgedInNumbers() throws Exception {
    saveAtOnce(8, 200);
  }

  private void saveAtOnce(int processes, int saves) throws Exception {
    Launch launch =
        Launch.on(temporary.resolve("home"), Directories.make(temporary.resolve("work")))
            .wordsOnly();
    List<RawPipe> pipes = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        pipes.add(launch.raw());
      }
      List<Callable<Set<String>>> sessions = new ArrayList<>();
      for (RawPipe pipe : pipes) {
        sessions.add(() -> saves(pipe, pipes.indexOf(pipe), saves));
      }
      Set<String> ids = new HashSet<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Set<String>> each : threads.invokeAll(sessions)) {
          ids.addAll(each.get());
        }
      }

      assertThat(ids).hasSize(processes * saves);
      for (RawPipe pipe : pipes) {
        assertThat(pipe.count()).isEqualTo(processes * saves);
      }
    } finally {
      pipes.forEach(RawPipe::close);
    }
  }

  /// Sends all of them at once; the ids of those that were acknowledged.
  private static Set<String> saves(RawPipe pipe, int number, int saves) {
    pipe.client().initialize();
    List<Integer> posted = new ArrayList<>();
    for (int i = 0; i < saves; i++) {
      posted.add(
          pipe.post("memory_save", Json.object("context", "save %d %d".formatted(number, i))));
    }
    Set<String> ids = new HashSet<>();
    for (int id : posted) {
      ids.add(pipe.replyTo(id).done().path("id").asString());
    }
    return ids;
  }

  @Test
  @Tag("storm")
  void nothingIsLostInALongStormOfKills() throws Exception {
    int minutes = Integer.getInteger("storm.minutes", 10);
    int processes = Integer.getInteger("storm.processes", 6);

    installed(Launch.on(temporary.resolve("home"), temporary)).install();

    Storm.Report report =
        rage(processes, Duration.ofMinutes(minutes), Duration.ofSeconds(3), StormIT::installed);

    assertThat(report.kills()).isGreaterThanOrEqualTo(10 * minutes);
  }

  private static Launch installed(Launch launch) {
    return launch.wordsOnly().installed();
  }

  private Storm.Report rage(
      int processes, Duration duration, Duration betweenBlows, UnaryOperator<Launch> options)
      throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Storm storm =
        new Storm(
            temporary.resolve("home"),
            Directories.make(temporary.resolve("work")),
            processes,
            EnumSet.allOf(Storm.Blow.class),
            seed,
            options);

    Storm.Report report = storm.rage(duration, betweenBlows);

    System.err.println(report + "\nseed " + seed + " in " + temporary);
    assertThat(report.acknowledged()).as(report.toString()).isPositive();
    assertThat(report.lost()).as(report + "seed " + seed).isZero();
    assertThat(report.duplicated()).as(report + "seed " + seed).isZero();
    assertThat(report.wrong()).as(report + "seed " + seed).isZero();
    assertThat(report.emptyAnswers()).as(report + "seed " + seed).isZero();
    assertThat(report.indexed()).as(report + "seed " + seed).isEqualTo(report.stored());
    return report;
  }
}
