package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// Every numbered behaviour is held by a test that exists, or says why it is not.
class BehavioursTest {
  private static final Pattern ROW = Pattern.compile("^\\| P(\\d+) \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

  @Test
  void everyNumberHasARow() {
    assertThat(new TreeSet<>(rows().keySet()))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, 114).filter(p -> p <= 97 || p >= 106).boxed().toList());
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
            assertThat(testsOf(test.group(1))).as("P%d", number).contains(test.group(2));
          }
        });
  }

  @Test
  void everyNumberedTestIsInItsRow() throws IOException {
    Map<Integer, String> rows = rows();
    try (Stream<Path> sources = Files.list(Path.of("src/test/java/dev/pactmemory/e2e"))) {
      for (Path source : sources.filter(file -> file.toString().endsWith("IT.java")).toList()) {
        String name = source.getFileName().toString().replace(".java", "");
        for (String test : testsOf(name)) {
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

  /// The test methods of a class, found by its simple name among the test sources.
  private static List<String> testsOf(String simpleName) {
    Path root = Path.of("src/test/java");
    try (Stream<Path> sources = Files.walk(root)) {
      Path source =
          sources
              .filter(file -> file.endsWith(simpleName + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no test class " + simpleName));
      String name = root.relativize(source).toString().replace(".java", "").replace('/', '.');
      return Arrays.stream(Class.forName(name.replace('\\', '.')).getDeclaredMethods())
          .filter(BehavioursTest::isTest)
          .map(Method::getName)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
