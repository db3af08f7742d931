package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many sessions on one home, and nothing acknowledged is lost.
class StormIT {
  @TempDir Path temporary;

  @Test
  void nothingIsLostInAStormOfKills() throws Exception {
    rage(4, Duration.ofSeconds(40), Duration.ofSeconds(2));
  }

  @Test
  @Tag("storm")
  void nothingIsLostInALongStormOfKills() throws Exception {
    Storm.Report report = rage(6, Duration.ofMinutes(10), Duration.ofSeconds(3));

    assertThat(report.kills()).isGreaterThanOrEqualTo(100);
  }

  private Storm.Report rage(int processes, Duration duration, Duration betweenBlows)
      throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Storm storm =
        new Storm(
            Directories.make(temporary.resolve("home")),
            Directories.make(temporary.resolve("work")),
            processes,
            EnumSet.allOf(Storm.Blow.class),
            seed,
            Launch::wordsOnly);

    Storm.Report report = storm.rage(duration, betweenBlows);

    System.err.println(report);
    assertThat(report.acknowledged()).as(report.toString()).isPositive();
    assertThat(report.lost()).as(report + "seed " + seed).isZero();
    assertThat(report.duplicated()).as(report + "seed " + seed).isZero();
    assertThat(report.wrong()).as(report + "seed " + seed).isZero();
    assertThat(report.emptyAnswers()).as(report + "seed " + seed).isZero();
    return report;
  }
}
