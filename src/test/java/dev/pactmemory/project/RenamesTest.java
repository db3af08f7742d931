package dev.pactmemory.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.FileQuery.OtherName;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenamesTest {
  @TempDir private Path root;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-31T12:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final Renames renames =
      new Renames(
          now::get,
          (worktree, arguments) -> {
            asked.incrementAndGet();
            return Git.ask(worktree, arguments);
          });

  @BeforeEach
  void aRepositoryWithRenames() throws Exception {
    git("init", "-q");
    write("src/old.py", "first\nfile\nof some length\n");
    write("lib/one.py", "another\nfile\nwith its own text\n");
    commit("begin");
    git("mv", "src/old.py", "src/middle.py");
    commit("rename");
    Files.createDirectories(root.resolve("app"));
    git("mv", "src/middle.py", "app/new.py");
    commit("rename again");
    Files.createDirectories(root.resolve("core"));
    git("mv", "lib/one.py", "core/one.py");
  }

  @Test
  void aFileHasItsFormerNames() {
    assertThat(of("app/new.py"))
        .containsExactly(new OtherName("src/middle.py", true), new OtherName("src/old.py", true));
  }

  @Test
  void aFormerNameLeadsToTheLaterOnes() {
    assertThat(of("src/old.py"))
        .containsExactly(new OtherName("src/middle.py", false), new OtherName("app/new.py", false));
    assertThat(of("src/middle.py"))
        .containsExactly(new OtherName("src/old.py", true), new OtherName("app/new.py", false));
  }

  @Test
  void aRenameCountsBeforeItIsCommitted() {
    assertThat(of("core/one.py")).containsExactly(new OtherName("lib/one.py", true));
    assertThat(of("lib/one.py")).containsExactly(new OtherName("core/one.py", false));
  }

  @Test
  void aBareNameAndADirectoryAreEnough() {
    assertThat(of("new.py")).contains(new OtherName("src/old.py", true));
    assertThat(of("lib/")).containsExactly(new OtherName("core/one.py", false));
    assertThat(of("ew.py")).isEmpty();
  }

  @Test
  void aRenameMadeMeanwhileIsSeen() throws Exception {
    assertThat(of("app/newest.py")).isEmpty();

    git("mv", "app/new.py", "app/newest.py");
    commit("once more");

    assertThat(of("app/newest.py")).first().isEqualTo(new OtherName("app/new.py", true));
  }

  @Test
  void gitIsNotAskedAgainWhileNothingChanges() throws Exception {
    List<OtherName> first = of("app/new.py");
    assertThat(asked.getAndSet(0)).isEqualTo(3);

    assertThat(of("app/new.py")).isEqualTo(first);
    assertThat(of("lib/one.py")).containsExactly(new OtherName("core/one.py", false));
    assertThat(asked).hasValue(0);

    git("mv", "app/new.py", "app/newest.py");
    assertThat(of("app/newest.py")).first().isEqualTo(new OtherName("app/new.py", true));
    assertThat(asked.getAndSet(0)).as("the commit is the same").isEqualTo(2);

    commit("once more");
    assertThat(of("app/newest.py")).first().isEqualTo(new OtherName("app/new.py", true));
    assertThat(asked.getAndSet(0)).isEqualTo(3);
  }

  @Test
  void gitIsAskedAgainAfterAWhileAndAfterAnotherWorktree() throws Exception {
    of("app/new.py");
    // The staged rename is one no more when the file says something else: no file of git's tells.
    write("core/one.py", "nothing\nof what\nit said\n".repeat(9));
    now.set(now.get().plusSeconds(9));
    assertThat(of("core/one.py")).isNotEmpty();
    now.set(now.get().plusSeconds(1));
    assertThat(of("core/one.py")).isEmpty();
    asked.set(0);
    now.set(now.get().minusSeconds(60));
    of("core/one.py");
    assertThat(asked.getAndSet(0)).as("a clock set back").isEqualTo(2);

    Path linked = root.resolveSibling(root.getFileName() + "-linked");
    git("worktree", "add", "-q", linked.toString(), "HEAD~1");
    assertThat(renames.of(workspace(linked), "src/middle.py"))
        .containsExactly(new OtherName("src/old.py", true));
    assertThat(of("app/new.py")).hasSize(2);
    assertThat(asked).hasValue(6);
  }

  @Test
  void whereThereIsNoRepositoryThereAreNone() throws Exception {
    Path plain = Files.createDirectories(root.resolveSibling(root.getFileName() + "-plain"));

    assertThat(renames.of(workspace(plain), "app/new.py")).isEmpty();
    assertThat(renames.of(new Workspace(Project.DEFAULT, new SessionId("s"), List.of()), "a"))
        .isEmpty();

    Files.createDirectories(plain.resolve(".git"));
    assertThat(renames.of(workspace(plain), "app/new.py")).isEmpty();
  }

  private List<OtherName> of(String path) {
    return renames.of(workspace(root), path);
  }

  private static Workspace workspace(Path directory) {
    return new Workspace(Project.DEFAULT, new SessionId("s"), List.of(directory));
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit(String message) throws Exception {
    git("add", "-A");
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "-m", message);
  }

  private void git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(root.toFile()).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
  }
}
