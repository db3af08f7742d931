package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every source file is as google-java-format would write it.
///
/// The formatter runs inside the tests, not as a Maven plugin, because it needs the JDK the tests
/// run on while Maven itself may run on an older one. `mvn test -Dtest=FormattingTest
/// -Dformat=apply` rewrites what differs.
class FormattingTest {
  private static final Path ROOT = Path.of("").toAbsolutePath();

  @Test
  void sourcesAreFormatted() throws Exception {
    boolean apply = "apply".equals(System.getProperty("format"));
    List<String> unformatted = new ArrayList<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      String formatted = new Formatter().formatSourceAndFixImports(source);
      if (!source.equals(formatted)) {
        if (apply) {
          Files.writeString(file, formatted);
        } else {
          unformatted.add(ROOT.relativize(file).toString());
        }
      }
    }

    assertThat(unformatted).as("run: mvn test -Dtest=FormattingTest -Dformat=apply").isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("src"))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    }
  }
}
