package dev.pactmemory.cli;

import static dev.pactmemory.cli.FakeProgram.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The commands that look after the memories as a whole.
class KeepingCommandsTest {
  private final FakeProgram program = new FakeProgram();
  private final Console console = new Console(program);

  @Test
  void reindexShowsItsProgressToAPersonOnly() {
    assertThat(console.run("reindex")).isZero();
    assertThat(console.err()).isEmpty();
    assertThat(console.out()).isEqualTo("2 memories indexed.\n");
  }

  @Test
  void onAScreenProgressIsOneLineThatGoesAway() {
    assertThat(console.onScreen("reindex")).isZero();
    assertThat(console.err()).isEqualTo("\r\u001b[Khalf done\r\u001b[K");
    assertThat(console.out()).isEqualTo("2 memories indexed.\n");
  }

  @Test
  void restoreAndPurgeShowTheirProgressToAPersonOnly() {
    assertThat(console.onScreen("restore", "there.zip")).isZero();
    assertThat(console.err()).startsWith("\r\u001b[Khalf read\r\u001b[K");
    console.clear();
    assertThat(console.onScreen("purge", "--apply")).isZero();
    assertThat(console.err()).startsWith("\r\u001b[Khalf written anew\r\u001b[K");
    console.clear();
    assertThat(console.run("restore", "there.zip")).isZero();
    assertThat(console.out()).isEqualTo("Restored 1 memory in 1 change.\n");
    assertThat(console.run("purge", "--apply")).isZero();
    assertThat(console.err())
        .contains("1 place of the journal was damaged before; all around is there.")
        .doesNotContain("half");
  }

  @Test
  void aBackupThatIsRefusedExitsWithOneAndSaysWhy() {
    assertThat(console.run("backup", "there.zip")).isEqualTo(Commands.FAILED);
    assertThat(console.err()).isEqualTo("There is one.\n");
  }

  @Test
  void restoreSaysWhereTheOldMemoriesAre() {
    assertThat(console.run("restore", "there.zip", "--force")).isZero();
    assertThat(console.out())
        .isEqualTo(
            """
            Restored 3 memories in 12 changes.
            What was there is kept in the data directory as …-replaced-t
            """);
  }

  @Test
  void purgeOnlyShowsUnlessItIsToldToApply() {
    assertThat(console.run("purge", "012345", "--older-than", "30")).isEqualTo(Commands.OK);
    assertThat(console.out())
        .isEqualTo(
            """
            01234567  deleted 2026-01-15  the ?[2Jpassword
            Would purge 1 deleted memory; nothing was changed. Say --apply to do it.
            """);
    assertThat(console.err()).contains("may hold them too, and is not touched: backups/old.zip");
    assertThat(program.asked.getFirst().getValue())
        .isEqualTo(ordered("ids", List.of("012345"), "olderThan", Duration.ofDays(30)));

    assertThat(console.run("purge", "--apply")).isEqualTo(Commands.OK);
    assertThat(console.out()).contains("Purged 1 deleted memory for good.");

    assertThat(console.run("purge", "--older-than", "-1")).isEqualTo(Commands.USAGE);
    assertThat(console.err()).contains("--older-than must be a number of days");
  }

  @Test
  void doctorPrintsALineForEachThingAndExitsWithOneIfOneIsBad() {
    assertThat(console.run("doctor")).isEqualTo(Commands.FAILED);
    assertThat(console.out())
        .isEqualTo(
            """
            ok     journal     every line whole
            bad    permissions open to others; run doctor --fix
            1 thing needs attention.
            """);

    assertThat(console.run("doctor", "--fix")).isEqualTo(Commands.OK);
    assertThat(console.out()).contains("fixed  permissions narrowed\nEverything works.\n");
  }

  @Test
  void exportPrintsNothingButTheLines() {
    assertThat(console.run("export")).isZero();
    assertThat(console.out()).isEqualTo("{\"id\":1}\n");
    assertThat(console.err()).isEqualTo("Exported 1 memory in 2 revisions.\n");
  }

  @Test
  void anImportSaysWhatWouldComeInAndExitsWithOneIfSomethingWouldNot() {
    assertThat(console.run("import", "there.jsonl")).isEqualTo(Commands.FAILED);
    assertThat(program.imports).containsExactly("null null false");
    assertThat(console.out())
        .isEqualTo(
            """
            Read as export: lines of JSON from the command export.
            not quite as it was\tline 8\tan odd date
            left out\tline 7\tno ?[31mJSON
            Would take in 1 memory in 4 revisions; 5 are there already, 1 cannot be taken in.
            """);
    assertThat(console.err())
        .isEqualTo("Nothing was written; the same with --apply takes it in.\n");
  }

  @Test
  void anImportIsAppliedWhenTheCommandLineSaysSo() {
    assertThat(
            console.run("import", "f", "--apply", "--from", "server-memory", "--project", "shop"))
        .isEqualTo(Commands.FAILED);
    assertThat(program.imports).containsExactly("server-memory shop true");
    assertThat(console.out())
        .endsWith(
            "Took in 1 memory in 4 revisions; 5 were there already, 1 could not be taken in.\n");
    assertThat(console.err()).isEmpty();
  }

  @Test
  void theReportOfAnImportIsJsonForAProgram() {
    assertThat(console.run("import", "f", "--json")).isEqualTo(Commands.FAILED);
    assertThat(console.out())
        .isEqualTo(
            "{\"format\":\"export\",\"applied\":false,\"memories\":1,\"revisions\":4,"
                + "\"already_there\":5,\"left_out\":[{\"where\":\"line 7\","
                + "\"what\":\"no \\u001B[31mJSON\"}],"
                + "\"notes\":[{\"where\":\"line 8\",\"what\":\"an odd date\"}]}\n");
  }

  @Test
  void markdownNeedsADirectoryAndLinesOfJsonTakeNone() {
    assertThat(console.run("export", "--format", "markdown", "dir")).isZero();
    assertThat(console.out())
        .isEqualTo("Exported 3 memories and 4 decisions in 8 files; begin with index.md.\n");
    assertThat(console.run("export", "--format", "markdown")).isEqualTo(Commands.USAGE);
    assertThat(console.err()).contains("--format markdown needs DIR");
    assertThat(console.run("export", "dir")).isEqualTo(Commands.USAGE);
  }
}
