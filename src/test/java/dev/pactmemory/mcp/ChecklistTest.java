package dev.pactmemory.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Every demand of the protocol is held by a test that exists, or says why it does not apply.
class ChecklistTest {
  private static final Path TABLE = Path.of("src/test/resources/dev/pactmemory/mcp/checklist.md");
  private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| [^|]+ \\| ([^|]+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");
  private static final int DEMANDS = 64;

  @Test
  void everyDemandHasARow() throws IOException {
    assertThat(rows().keySet())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, DEMANDS).boxed().toList());
  }

  @Test
  void everyRowNamesATestThatExistsOrAReason() throws IOException {
    rows()
        .forEach((number, held) -> {
          List<MatchResult> tests = TEST.matcher(held).results().toList();
          if (tests.isEmpty()) {
            assertThat(held).as("%d", number).startsWith("does not apply: ");
          }
          for (MatchResult test : tests) {
            assertThat(NamedTests.of(test.group(1))).as("%d", number).contains(test.group(2));
          }
        });
  }

  private static Map<Integer, String> rows() throws IOException {
    Map<Integer, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(TABLE)) {
      ROW.matcher(line)
          .results()
          .forEach(row -> rows.put(Integer.valueOf(row.group(1)), row.group(2).strip()));
    }
    return rows;
  }
}
