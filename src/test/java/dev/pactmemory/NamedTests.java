package dev.pactmemory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/// The tests there are, for the tables that name them.
public final class NamedTests {
  private NamedTests() {}

  /// The test methods of a class, found by its simple name among the test sources.
  public static List<String> of(String simpleName) {
    Path root = Path.of("src/test/java");
    try (Stream<Path> sources = Files.walk(root)) {
      Path source =
          sources
              .filter(file -> file.endsWith(simpleName + ".java"))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no test class " + simpleName));
      String name = root.relativize(source).toString().replace(".java", "").replace('/', '.');
      return Arrays.stream(Class.forName(name.replace('\\', '.')).getDeclaredMethods())
          .filter(NamedTests::isTest)
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
