package dev.pactmemory.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Content;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClaudeFilesTest {
  @TempDir private Path scratch;
  private Intakes intakes = new Intakes(Path.of(""));
  private Path directory = Path.of("");

  @BeforeEach
  void aDirectory() throws IOException {
    intakes = new Intakes(scratch);
    directory = Files.createDirectory(scratch.resolve("memory"));
  }

  @Test
  void eachSectionIsAMemoryItsListTheLessons() throws IOException {
    write(
        "CLAUDE.md",
        """
        # Shop

        An online shop.

        ## Commands
        <!-- for
        people ## Not a heading -->
        Build with make.

        - `make test` runs the tests
          in parallel
        * `make lint`

        ```sh
        # not a heading
        - not an item
        ```

        ## Working Memory
        - written by another memory

        ## Empty
        """);

    Imported imported = intakes.apply(directory.resolve("CLAUDE.md"));

    assertThat(contents())
        .containsExactlyInAnyOrder(
            content("Shop\n\nAn online shop."),
            content(
                "Shop: Commands\n\nBuild with make.\n\n```sh\n# not a heading\n- not an item\n```",
                "`make test` runs the tests\nin parallel",
                "`make lint`"));
    assertThat(imported.memories()).isEqualTo(2);
    assertThat(imported.notes())
        .containsExactly(
            new Imported.Finding(
                "CLAUDE.md line 19",
                "this section is written by a memory of its own; import that memory's file"));
    assertThat(intakes.apply(directory.resolve("CLAUDE.md")).alreadyThere()).isEqualTo(2);
  }

  @Test
  void whatThisProgramWroteIntoAFileIsNotTakenInAgain() throws IOException {
    write(
        "CLAUDE.md",
        """
        Theirs.
        <!-- pact-memory:begin -->
        ## Ours
        - ours
        <!-- pact-memory:end -->
        ## After
        Theirs too.
        """);

    intakes.apply(directory.resolve("CLAUDE.md"));

    assertThat(contents())
        .containsExactlyInAnyOrder(content("Theirs."), content("After\n\nTheirs too."));
  }

  @Test
  void theFilesBesideAnIndexComeInAndTheirEntriesInItDoNot() throws IOException {
    write("MEMORY.md", "- [Testing](testing.md) - how we test\n- Deploys are on Tuesday\n");
    write(
        "testing.md",
        """
        ---
        name: Testing
        description: "how we test"
        type: feedback
        ---
        Use the real database.
        - never mock it
        """);
    write("notes.md", "Plain.\n");

    assertThat(intakes.apply(directory).memories()).isEqualTo(3);
    assertThat(contents())
        .containsExactlyInAnyOrder(
            content(null, "Deploys are on Tuesday"),
            content("Testing (feedback): how we test\n\nUse the real database.", "never mock it"),
            content("Plain."));
  }

  @Test
  void anIndexBringsWhatItLinksButNothingFromElsewhere() throws IOException {
    Files.writeString(scratch.resolve("secret.md"), "secret");
    write("MEMORY.md", "[a](a.md) [up](../secret.md) [gone](gone.md)\n");
    write("a.md", "Linked.\n");
    write("b.md", "Not linked.\n");

    assertThat(intakes.apply(directory.resolve("MEMORY.md")).memories()).isEqualTo(2);
    assertThat(contents()).contains(content("Linked.")).doesNotContain(content("secret"));
  }

  @Test
  void aFileThatIsNotUtf8IsNamedAndTheOthersComeIn() throws IOException {
    write("MEMORY.md", "One.\n");
    Files.write(directory.resolve("bad.md"), new byte[] {'a', (byte) 0xff});

    Imported imported = intakes.apply(directory);

    assertThat(imported.leftOut())
        .containsExactly(new Imported.Finding("bad.md", "it is not UTF-8"));
    assertThat(imported.memories()).isEqualTo(1);
  }

  @Test
  void aDirectoryWithoutSuchFilesIsRefused() {
    assertThat(intakes.outcome(directory, null, true))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.problem().message())
                    .isEqualTo("the directory has neither MEMORY.md nor CLAUDE.md"));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private List<Content> contents() {
    return intakes.memories().values().stream().map(Memory::content).toList();
  }

  private static Content content(
      @org.jspecify.annotations.Nullable String context, String... lessons) {
    return new Content(
        context,
        null,
        List.of(),
        List.of(lessons),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
