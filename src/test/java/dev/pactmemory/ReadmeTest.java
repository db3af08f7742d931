package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.tools.Tool;
import dev.pactmemory.tools.ToolBox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// README says what is: it is read by the users and by this.
class ReadmeTest {
  private static final Pattern VARIABLE = Pattern.compile("PACT_MEMORY_[A-Z]+(_[A-Z]+)*");
  private static final Path README = Path.of("README.md");
  private static final Path SCOPE = Path.of("src/docs/scope.md");

  @Test
  void theTableOfSettingsNamesEveryVariableTheProgramReads() throws IOException {
    Set<String> read = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        read.addAll(variables(Files.readString(source)));
      }
    }
    read.addAll(variables(Files.readString(Path.of("scripts/pact-memory"))));

    assertThat(variables(rows("| `PACT_MEMORY_"))).isEqualTo(read);
  }

  @Test
  void theTableOfToolsNamesTheToolsInTheirOrder() throws IOException {
    List<String> named =
        Pattern.compile("(?m)^\\| `(memory_[a-z_]+)` \\|")
            .matcher(Files.readString(README))
            .results()
            .map(result -> result.group(1))
            .toList();

    assertThat(named).isEqualTo(toolNames());
  }

  @Test
  void theScopeSaysYesOrNoWithASentenceAndNamesToolsThereAre() throws IOException {
    List<String> rows =
        Files.readAllLines(SCOPE).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| expected"))
            .toList();

    assertThat(rows)
        .hasSizeGreaterThan(30)
        .allMatch(row -> row.matches("\\| [^|]+ \\| (yes|no) \\| [^|]{10,} \\|"));
    Pattern.compile("`(memory_[a-z_]+)`")
        .matcher(String.join("\n", rows))
        .results()
        .map(result -> result.group(1))
        .forEach(named -> assertThat(toolNames()).contains(named));
  }

  @Test
  void everyFileItLinksIsThere() throws IOException {
    for (Path page : List.of(README, Path.of("src/docs/architecture.md"), SCOPE)) {
      Pattern.compile("\\]\\(([^)#:]+)\\)")
          .matcher(Files.readString(page))
          .results()
          .map(result -> page.toAbsolutePath().resolveSibling(result.group(1)))
          .forEach(file -> assertThat(file).exists());
    }
  }

  private static List<String> toolNames() {
    OpeningMemories never =
        new OpeningMemories(() -> {
          throw new AssertionError("naming the tools opens nothing");
        });
    return new ToolBox(
            never,
            () -> {
              throw new AssertionError();
            },
            InstantSource.system())
        .tools().stream().map(Tool::name).toList();
  }

  private static String rows(String prefix) throws IOException {
    return Files.readAllLines(README, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(prefix))
        .collect(Collectors.joining("\n"));
  }

  private static Set<String> variables(String text) {
    return VARIABLE
        .matcher(text)
        .results()
        .map(java.util.regex.MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
