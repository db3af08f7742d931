package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThatCode;

import de.thetaphi.forbiddenapis.Checker;
import de.thetaphi.forbiddenapis.Logger;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What nobody calls here: `src/build/forbidden-apis.txt` and the JDK's own sore points.
class ForbiddenApisTest {
  private static final List<String> BUNDLED =
      List.of("jdk-unsafe", "jdk-deprecated", "jdk-system-out", "jdk-reflection");

  @Test
  void noClassCallsWhatIsForbidden() throws Exception {
    StringBuilder said = new StringBuilder();
    Checker checker =
        new Checker(
            new Said(said),
            ForbiddenApisTest.class.getClassLoader(),
            EnumSet.of(
                Checker.Option.FAIL_ON_MISSING_CLASSES,
                Checker.Option.FAIL_ON_UNRESOLVABLE_SIGNATURES,
                Checker.Option.FAIL_ON_VIOLATION));
    for (String signatures : BUNDLED) {
      checker.addBundledSignatures(signatures, "25");
    }
    checker.parseSignaturesFile(new File("src/build/forbidden-apis.txt"));
    checker.addSuppressAnnotation("**.SuppressForbidden");
    try (Stream<Path> classes = Files.walk(Path.of("target/classes"))) {
      checker.addClassesToCheck(
          classes.filter(path -> path.toString().endsWith(".class")).map(Path::toFile).toList());
    }

    assertThatCode(checker::run).as("%s", said).doesNotThrowAnyException();
  }

  /// Keeps what it says for the failure.
  private record Said(StringBuilder said) implements Logger {
    @Override
    public void error(String message) {
      said.append(message).append('\n');
    }

    @Override
    public void warn(String message) {
      said.append(message).append('\n');
    }

    @Override
    public void info(String message) {}

    @Override
    public void debug(String message) {}
  }
}
