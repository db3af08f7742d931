package dev.pactmemory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command that puts the working memory into `CLAUDE.md`.
class SyncClaudeMdTest {
  private final FakeProgram program = new FakeProgram();
  private final Console console = new Console(program);

  @Test
  void syncPutsTheWorkingMemoryInAndTakesItOut(@TempDir Path project) throws IOException {
    Path file = project.resolve("CLAUDE.md");

    assertThat(console.run("sync-claude-md")).isEqualTo(Commands.FAILED);
    assertThat(console.err()).isEqualTo("no project is here\n");
    assertThat(console.run("sync-claude-md", "--project", project.toString(), "--dry-run"))
        .isZero();
    assertThat(file).doesNotExist();
    assertThat(console.run("sync-claude-md", "--project", project.toString())).isZero();
    assertThat(file).content().contains("- Context: ");
    assertThat(console.run("sync-claude-md", "--project", project.toString())).isZero();
    assertThat(console.run("sync-claude-md", "--project", project.toString(), "--remove")).isZero();
    assertThat(file).doesNotExist();

    assertThat(console.out())
        .isEqualTo(
            """
            CLAUDE.md would be made.

            ## Working memory
            - Context: ?old
            CLAUDE.md was made.
            CLAUDE.md is up to date.
            CLAUDE.md was deleted: only the block was in it.
            """);
  }

  @Test
  void syncDeclinesAFileWithDamagedMarkers(@TempDir Path project) throws IOException {
    Path file = project.resolve("CLAUDE.md");
    Files.writeString(file, "mine\n<!-- pact-memory:begin -->\n");

    assertThat(console.run("sync-claude-md", "--project", project.toString()))
        .isEqualTo(Commands.FAILED);
    assertThat(console.err()).contains("one begin and one end marker are expected", "line", "2");
    assertThat(file).hasContent("mine\n<!-- pact-memory:begin -->\n");
  }

  @Test
  void syncReadsAndWritesWhileNoOtherDoes(@TempDir Path project) {
    Path file = project.resolve("CLAUDE.md");
    program.watched = file;

    console.run("sync-claude-md", "--project", project.toString());
    console.run("sync-claude-md", "--project", project.toString(), "--remove");
    console.run("sync-claude-md", "--project", project.toString(), "--dry-run");

    assertThat(program.steps)
        .containsExactly(
            "claimed, no file",
            "memory read, no file",
            "released, a file",
            "claimed, a file",
            "released, no file",
            "memory read, no file");
  }
}
