package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.NamedTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every numbered behaviour is held by a test that exists, or says why it is not.
class BehavioursTest {
  private static final Pattern ROW = Pattern.compile("^\\| P(\\d+) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

  @Test
  void everyNumberHasARow() {
    assertThat(new TreeSet<>(rows().keySet()))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 114).boxed().toList());
  }

  @Test
  void everyRowNamesATestThatExistsOrAReason() {
    rows()
        .forEach((number, held) -> {
          List<MatchResult> tests = TEST.matcher(held).results().toList();
          if (tests.isEmpty()) {
            assertThat(held).as("P%d", number).startsWith("not held: ");
          }
          for (MatchResult test : tests) {
            assertThat(NamedTests.of(test.group(1))).as("P%d", number).contains(test.group(2));
          }
        });
  }

  @Test
  void everyNumberedTestIsInItsRow() throws IOException {
    Map<Integer, String> rows = rows();
    try (Stream<Path> sources = Files.list(Path.of("src/test/java/dev/pactmemory/e2e"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith("IT.java")).toList()) {
        String name = source.getFileName().toString().replace(".java", "");
        for (String test : NamedTests.of(name)) {
          Pattern.compile("_P(\\d+)")
              .matcher(test)
              .results()
              .map(number -> Integer.valueOf(number.group(1)))
              .forEach(
                  number -> assertThat(rows.get(number)).contains("`" + name + "#" + test + "`"));
        }
      }
    }
  }

  private static Map<Integer, String> rows() {
    Map<Integer, String> rows = new HashMap<>();
    for (String line : lines()) {
      ROW.matcher(line)
          .results()
          .forEach(row -> rows.put(Integer.valueOf(row.group(1)), row.group(3).strip()));
    }
    return rows;
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of("src/test/resources/dev/pactmemory/e2e/behaviours.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
