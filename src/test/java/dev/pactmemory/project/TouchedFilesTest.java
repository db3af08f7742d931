package dev.pactmemory.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// With the git of this machine, on repositories it makes.
@DisabledOnOs(OS.WINDOWS)
class TouchedFilesTest {
  /// For machines that build other things: what is tested is not how quick git is.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path temporary;
  private Path shop;

  /// Of what is committed, as git writes it.
  private String date = "1767225600 +0000";

  @BeforeEach
  void makeRepository() throws IOException {
    temporary = temporary.toRealPath();
    shop = Files.createDirectories(temporary.resolve("the shop"));
    git(shop, "init", "-q", "-b", "main");
    write("src/a.py", "a");
    write("src/b.py", "b");
    write(".gitignore", "build/\n");
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "begin");
  }

  private String git(Path directory, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=Ada",
                "-c",
                "user.email=ada@example.org",
                "-c",
                "protocol.file.allow=always",
                "-c",
                "commit.gpgSign=false"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
      builder.environment().put("GIT_CONFIG_GLOBAL", temporary.resolve("no-config").toString());
      builder.environment().put("GIT_EDITOR", "true");
      builder.environment().put("GIT_COMMITTER_DATE", date);
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return printed;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String name, String text) throws IOException {
    write(shop, name, text);
  }

  private static void write(Path root, String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
  }

  /// A session after all that was done so far, and before all that is done next. The reflog counts
  /// in seconds: what is committed next is dated some later.
  private TouchedFiles session() throws IOException {
    Instant past = Instant.now().plusMillis(20);
    while (!stamp().isAfter(past)) {
      Thread.onSpinWait();
    }
    TouchedFiles session = new TouchedFiles(InstantSource.system(), "git", PATIENCE);
    date = Instant.now().plusSeconds(5).getEpochSecond() + " +0000";
    return session;
  }

  /// The time that the file system gives to what is written now.
  private Instant stamp() throws IOException {
    Path probe = temporary.resolve("probe");
    Files.writeString(probe, "");
    return Files.getLastModifiedTime(probe).toInstant();
  }

  private Workspace workspace(Path... roots) {
    return new Workspace(
        new Project(roots[0].toString(), "shop"), new SessionId("s"), List.of(roots));
  }

  private List<String> touched(TouchedFiles session) {
    return session.in(workspace(shop));
  }

  @Test
  void whatIsChangedNewOrDeletedInTheSessionIsTouched() throws IOException {
    write("old.txt", "from before");
    write("src/a.py", "changed before");
    TouchedFiles session = session();

    write("src/b.py", "changed");
    write("src/new/c.py", "new");
    write("build/out.bin", "ignored");
    Files.delete(shop.resolve(".gitignore"));
    write(".gitignore", "build/\n*.log\n");
    write("x.log", "ignored");

    assertThat(touched(session))
        .containsExactlyInAnyOrder("src/b.py", "src/new/c.py", ".gitignore");
  }

  @Test
  void aDeletedFileIsTouchedAndOneDeletedBeforeIsNot() throws IOException {
    write("gone/before.py", "x");
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "more");
    Files.delete(shop.resolve("src/b.py"));
    TouchedFiles session = session();

    assertThat(touched(session)).isEmpty();
    Files.delete(shop.resolve("gone/before.py"));
    Files.delete(shop.resolve("gone"));

    assertThat(touched(session)).containsExactly("gone/before.py");
  }

  @Test
  void aRenameTouchesBothNames() throws IOException {
    TouchedFiles session = session();

    git(shop, "mv", "src/a.py", "src/renamed.py");

    assertThat(touched(session)).containsExactlyInAnyOrder("src/a.py", "src/renamed.py");
  }

  @Test
  void whatWasCommittedInTheSessionIsTouchedAlsoOnADetachedHead() throws IOException {
    write("src/a.py", "dirty before, committed now");
    TouchedFiles session = session();

    git(shop, "commit", "-qam", "first");
    git(shop, "checkout", "-q", "--detach");
    write("src/b.py", "changed");
    git(shop, "commit", "-qam", "second");
    git(shop, "rm", "-q", "src/b.py");
    git(shop, "commit", "-qm", "third");

    assertThat(touched(session)).containsExactlyInAnyOrder("src/a.py", "src/b.py");
  }

  @Test
  void amendedRevertedAndPickedCommitsCount() throws IOException {
    git(shop, "checkout", "-qb", "other");
    write("picked.py", "p");
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "to pick");
    git(shop, "checkout", "-q", "main");
    TouchedFiles session = session();

    git(shop, "cherry-pick", "other");
    write("amended.py", "x");
    git(shop, "add", "-A");
    git(shop, "commit", "-q", "--amend", "-m", "amended");

    assertThat(touched(session)).containsExactlyInAnyOrder("picked.py", "amended.py");
  }

  @Test
  void anUnbornHeadHasNewFilesAndNothingElse() throws IOException {
    Path fresh = Files.createDirectories(temporary.resolve("fresh"));
    git(fresh, "init", "-q");
    write(fresh, "before.py", "x");
    TouchedFiles session = session();

    write(fresh, "a.py", "x");
    write(fresh, "b.py", "x");
    git(fresh, "add", "b.py");

    assertThat(session.in(workspace(fresh))).containsExactlyInAnyOrder("a.py", "b.py");
    git(fresh, "commit", "-qm", "first");
    assertThat(session.in(workspace(fresh))).containsExactlyInAnyOrder("a.py", "b.py");
  }

  @Test
  void namesAreKeptWhateverIsInThem() throws IOException {
    TouchedFiles session = session();
    List<String> names =
        List.of(
            "with space.py", " leading.py", "ümläut/日本語.md", "quote\"d.txt", "tab\tbed.txt", "-x");

    for (String name : names) {
      write(name, "x");
    }

    assertThat(touched(session)).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void aSwitchOfBranchesAndARebaseAndAPullTouchNothing() throws IOException {
    git(shop, "checkout", "-qb", "big");
    for (int i = 0; i < 1_500; i++) {
      write("many/" + i / 100 + "/f" + i + ".txt", "text " + i);
    }
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "many");
    git(shop, "checkout", "-q", "main");
    git(shop, "checkout", "-qb", "topic");
    write("topic.py", "before");
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "topic");
    TouchedFiles session = session();

    git(shop, "checkout", "-q", "big");
    git(shop, "checkout", "-q", "topic");
    git(shop, "rebase", "-q", "big");
    git(shop, "checkout", "-q", "main");
    git(shop, "merge", "-q", "--ff-only", "topic");

    assertThat(git(shop, "ls-files")).contains("many/14/f1499.txt", "topic.py");
    assertThat(touched(session)).isEmpty();
    write("src/a.py", "at last");
    assertThat(touched(session)).containsExactly("src/a.py");
  }

  @Test
  void ofAnUnfinishedMergeOnlyTheConflictsAreTouched() throws IOException {
    git(shop, "checkout", "-qb", "other");
    write("src/a.py", "theirs");
    write("src/b.py", "theirs");
    write("brought.py", "theirs");
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "theirs");
    git(shop, "checkout", "-q", "main");
    write("src/a.py", "ours");
    git(shop, "commit", "-qam", "ours");
    TouchedFiles session = session();

    assertThat(git(shop, "merge", "other")).contains("CONFLICT");

    assertThat(touched(session)).containsExactly("src/a.py");
    write("src/a.py", "both");
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "merged");
    assertThat(touched(session)).containsExactly("src/a.py");
  }

  @Test
  void aWorktreeHasItsOwnSession() throws IOException {
    Path fix = temporary.resolve("fix");
    git(shop, "worktree", "add", "-q", "-b", "fix", fix.toString());
    TouchedFiles session = session();

    write("src/a.py", "in the main worktree");
    git(shop, "commit", "-qam", "main");
    write(fix, "src/b.py", "in the other");
    git(fix, "commit", "-qam", "fix");
    write(fix, "new.py", "x");

    assertThat(session.in(workspace(fix, shop))).containsExactlyInAnyOrder("src/b.py", "new.py");
    assertThat(touched(session)).containsExactly("src/a.py");
  }

  @Test
  void aSubmoduleAndARepositoryInsideKeepTheirFilesToThemselves() throws IOException {
    Path library = Files.createDirectories(temporary.resolve("library"));
    git(library, "init", "-q");
    write(library, "lib.py", "x");
    git(library, "add", "-A");
    git(library, "commit", "-qm", "begin");
    git(shop, "submodule", "--quiet", "add", library.toString(), "vendor/library");
    git(shop, "commit", "-qm", "submodule");
    TouchedFiles session = session();

    Path module = shop.resolve("vendor/library");
    write(module, "lib.py", "changed");
    Path inside = Files.createDirectories(shop.resolve("inside"));
    git(inside, "init", "-q");
    write(inside, "i.py", "x");

    assertThat(touched(session)).isEmpty();
    assertThat(session.in(workspace(module))).containsExactly("lib.py");
  }

  @Test
  void aManyFilesRepositoryIsAnsweredAndTheAnswerIsBounded() throws IOException {
    for (int i = 0; i < 6_000; i++) {
      write("deep/" + i % 50 + "/f" + i + ".txt", "text " + i);
    }
    git(shop, "add", "-A");
    git(shop, "commit", "-qm", "many");
    TouchedFiles session = session();

    for (int i = 0; i < 3_000; i++) {
      write("generated/" + i % 10 + "/g" + i + ".txt", "text " + i);
    }
    write("src/a.py", "changed by hand");
    write("deep/7/f7.txt", "changed by hand");
    git(shop, "add", "src/a.py");

    assertThat(touched(session)).hasSize(500).startsWith("deep/7/f7.txt", "src/a.py");
  }

  @Test
  void whatIsForgottenCountsAgainWhenItIsWrittenOrCommittedAgain() throws IOException {
    TouchedFiles session = session();
    write("src/a.py", "1");
    write("src/b.py", "1");
    git(shop, "commit", "-qam", "both");
    write("new.py", "1");
    assertThat(touched(session)).containsExactlyInAnyOrder("src/a.py", "src/b.py", "new.py");

    session.forget(workspace(shop), List.of("src/a.py", "new.py"));
    assertThat(touched(session)).containsExactly("src/b.py");
    session.forgetAll(workspace(shop));
    assertThat(touched(session)).isEmpty();

    afterATick();
    write("new.py", "2");
    write("src/a.py", "2");
    git(shop, "commit", "-qam", "again");
    assertThat(touched(session)).containsExactlyInAnyOrder("src/a.py", "new.py");
  }

  /// What is written next has a later time than anything so far.
  private void afterATick() throws IOException {
    Instant now = Instant.now();
    while (!stamp().isAfter(now)) {
      Thread.onSpinWait();
    }
  }

  @Test
  void nothingOfTheRepositoryIsRun() throws IOException {
    Path ran = temporary.resolve("ran");
    Path program = temporary.resolve("program");
    Files.writeString(program, "#!/bin/sh\necho \"$0 $*\" >> '" + ran + "'\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String hook :
        List.of("post-index-change", "pre-commit", "post-checkout", "reference-transaction")) {
      Files.copy(program, shop.resolve(".git/hooks/" + hook));
    }
    for (String setting :
        List.of("core.fsmonitor", "core.pager", "diff.external", "gpg.program", "core.editor")) {
      git(shop, "config", setting, program.toString());
    }
    git(shop, "config", "log.showSignature", "true");
    git(shop, "config", "status.submoduleSummary", "true");
    TouchedFiles session = session();
    write("src/a.py", "changed");
    git(
        shop,
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.fsmonitor=false",
        "commit",
        "-qam",
        "x");
    write("src/b.py", "changed");
    byte[] index = Files.readAllBytes(shop.resolve(".git/index"));
    Files.deleteIfExists(ran);

    assertThat(touched(session)).containsExactlyInAnyOrder("src/a.py", "src/b.py");

    assertThat(ran).doesNotExist();
    assertThat(Files.readAllBytes(shop.resolve(".git/index"))).isEqualTo(index);
  }

  @Test
  void withoutARepositoryOrGitOrRootsThereIsNothing() throws IOException {
    Path plain = Files.createDirectories(shop.resolve("plain"));
    Path broken = shop.resolve("broken");
    Files.createDirectories(broken.resolve(".git"));
    write("src/a.py", "x");
    TouchedFiles session = session();
    write("src/a.py", "y");
    write(plain, "a.py", "x");
    write(broken, "a.py", "x");
    TouchedFiles gitless =
        new TouchedFiles(InstantSource.system(), temporary.resolve("no-git").toString(), PATIENCE);
    write("src/b.py", "y");

    assertThat(session.in(workspace(plain))).isEmpty();
    assertThat(session.in(workspace(broken))).isEmpty();
    assertThat(session.in(new Workspace(Project.DEFAULT, new SessionId("s"), List.of()))).isEmpty();
    assertThat(touched(gitless)).isEmpty();
  }

  @Test
  void aGitThatHangsIsEndedAndAnsweredFor() throws IOException {
    Path hanging = temporary.resolve("git");
    Files.writeString(hanging, "#!/bin/sh\nprintf ' M src/a.py\\0 M src'\nexec sleep 600\n");
    Files.setPosixFilePermissions(hanging, PosixFilePermissions.fromString("rwxr-xr-x"));
    TouchedFiles session =
        new TouchedFiles(InstantSource.system(), hanging.toString(), Duration.ofMillis(200));
    afterATick();
    write("src/a.py", "changed");

    List<String> touched = assertTimeoutPreemptively(Duration.ofMinutes(2), () -> touched(session));

    assertThat(touched).isIn(List.of(), List.of("src/a.py"));
    // A killed process is there until the system has taken note of it.
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains("sleep 600"))
        .forEach(child -> assertThat(child.onExit()).succeedsWithin(Duration.ofMinutes(1)));
  }
}
