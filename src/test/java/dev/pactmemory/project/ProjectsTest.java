package dev.pactmemory.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories are laid out by hand as git lays them out: git itself is not asked, here either.
class ProjectsTest {
  @TempDir private Path temporary;
  private Path home;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(temporary.toRealPath().resolve("ada"));
  }

  @Test
  void aSubdirectoryBelongsToItsRepository() throws IOException {
    Path shop = repository("shop");
    Path deep = Files.createDirectories(shop.resolve("src/auth"));

    Workspace workspace = in(deep);

    assertThat(workspace.project()).isEqualTo(new Project(shop.toString(), "shop"));
    assertThat(workspace.roots()).containsExactly(shop);
  }

  @Test
  void aLinkedWorktreeBelongsToTheMainRoot() throws IOException {
    Path shop = repository("shop");
    Path fix = worktree(shop, "shop-fix");
    Path deep = Files.createDirectories(fix.resolve("src"));

    assertThat(in(deep).project()).isEqualTo(in(shop).project());
    assertThat(in(deep).roots()).containsExactly(fix, shop);
    assertThat(in(deep).paths().comparable(fix + "/src/a.py")).isEqualTo("src/a.py");
    assertThat(in(deep).paths().comparable(shop + "/src/a.py")).isEqualTo("src/a.py");
  }

  @Test
  void aWorktreeInsideTheMainRootBelongsToIt() throws IOException {
    Path shop = repository("shop");
    Path fix = worktree(shop, "shop/.claude/worktrees/fix");

    assertThat(in(fix).project()).isEqualTo(in(shop).project());
    assertThat(in(fix).roots()).containsExactly(fix, shop);
  }

  @Test
  void aWorktreeOfABareRepositoryIsNamedByTheRepository() throws IOException {
    Path bare = Files.createDirectories(home.resolve("shop.git"));
    Files.writeString(bare.resolve("config"), "[core]\n\tbare = true\n");
    Path fix = link(bare, "fix");

    assertThat(in(fix).project()).isEqualTo(new Project(bare.toString(), "shop.git"));
  }

  @Test
  void aSubmoduleIsAProjectOfItsOwn() throws IOException {
    Path shop = repository("shop");
    Path library = Files.createDirectories(shop.resolve("vendor/library"));
    Path modules = Files.createDirectories(shop.resolve(".git/modules/library"));
    Files.writeString(library.resolve(".git"), "gitdir: ../../.git/modules/library\n");
    Files.writeString(modules.resolve("config"), "[core]\n\tworktree = ../../../vendor/library\n");

    assertThat(in(library).project()).isEqualTo(new Project(library.toString(), "library"));
    assertThat(in(link(modules, "library-fix")).project()).isEqualTo(in(library).project());
  }

  @Test
  void aRepositoryInsideAnotherIsAProjectOfItsOwn() throws IOException {
    repository("shop");
    Path inner = repository("shop/tools/inner");

    assertThat(in(inner).project().name()).isEqualTo("inner");
  }

  @Test
  void repositoriesOfOneNameAreTwoProjects() throws IOException {
    Project first = in(repository("work/shop")).project();
    Project second = in(repository("play/shop")).project();

    assertThat(first.name()).isEqualTo(second.name());
    assertThat(first).isNotEqualTo(second);
  }

  @Test
  void aDirectoryWithoutRepositoryIsAProjectOfItsName() throws IOException {
    Path notes = Files.createDirectories(home.resolve("notes"));

    assertThat(in(notes).project()).isEqualTo(new Project(notes.toString(), "notes"));
  }

  @Test
  void aRepositoryAtHomeDoesNotSwallowWhatIsInside() throws IOException {
    repository("");
    Path notes = Files.createDirectories(home.resolve("notes"));

    assertThat(in(notes).project().name()).isEqualTo("notes");
    assertThat(in(home).project()).isEqualTo(Project.DEFAULT);
  }

  @Test
  void brokenLinksLeaveADirectoryToBeItsOwnRoot() throws IOException {
    List<String> contents =
        List.of(
            "", "nonsense", "gitdir: ", "gitdir: /nowhere/at/all", "gitdir: \0", "gitdir: a\nb");
    for (int i = 0; i < contents.size(); i++) {
      Path broken = Files.createDirectories(home.resolve("broken" + i));
      Files.writeString(broken.resolve(".git"), contents.get(i));
      Path deep = Files.createDirectories(broken.resolve("src"));

      assertThat(in(deep).project()).isEqualTo(new Project(broken.toString(), "broken" + i));
    }
  }

  @Test
  void aRepositoryThatDoesNotKnowTheWorktreeIsNotJoined() throws IOException {
    Path shop = repository("shop");
    Path fix = worktree(shop, "shop-fix");
    Path stranger = Files.createDirectories(home.resolve("stranger"));
    Files.copy(fix.resolve(".git"), stranger.resolve(".git"));

    assertThat(in(stranger).project().name()).isEqualTo("stranger");
  }

  @Test
  void anEmptyGitDirectoryIsNoRepository() throws IOException {
    Path shop = repository("shop");
    Path source = Files.createDirectories(shop.resolve("src"));
    Files.createDirectories(source.resolve(".git"));

    assertThat(in(source).project().name()).isEqualTo("shop");
  }

  @Test
  void placesThatTellNothingAreTheDefaultProject() throws IOException {
    Path programs = Files.createDirectories(home.resolve("AppData/Local/Client/app-1.2"));
    Path bundle = Files.createDirectories(home.resolve("Applications/Client.app/Contents"));
    Path gone = home.resolve("gone");

    assertThat(in(home).project()).isEqualTo(Project.DEFAULT);
    assertThat(in(temporary).project()).isEqualTo(Project.DEFAULT);
    assertThat(in(Path.of("/")).project()).isEqualTo(Project.DEFAULT);
    assertThat(in(gone).project()).isEqualTo(Project.DEFAULT);
    assertThat(in(bundle).project()).isEqualTo(Project.DEFAULT);
    assertThat(
            projects(Map.of("LOCALAPPDATA", home + "/AppData/Local"), programs)
                .workspace()
                .project())
        .isEqualTo(Project.DEFAULT);
    assertThat(in(home).roots()).isEmpty();
  }

  @Test
  void theMostExplicitSourceWins() throws IOException {
    Path working = repository("working");
    Path claude = repository("claude");
    Path root = repository("my root");
    List<String> roots =
        List.of("https://example.org", "not a uri", "file:///gone", root.toUri().toString());

    assertThat(projects(Map.of(), working).workspace().project().name()).isEqualTo("working");
    Map<String, String> told = Map.of("CLAUDE_PROJECT_DIR", claude.toString());
    assertThat(projects(told, working).workspace().project().name()).isEqualTo("claude");
    assertThat(projects(told, working).workspace(roots).project().name()).isEqualTo("my root");
    Map<String, String> named =
        Map.of("CLAUDE_PROJECT_DIR", claude.toString(), "PACT_MEMORY_PROJECT", "The Shop");
    Workspace workspace = projects(named, working).workspace(roots);
    assertThat(workspace.project()).isEqualTo(Project.named("The Shop"));
    assertThat(workspace.roots()).containsExactly(root);
    Map<String, String> path = Map.of("PACT_MEMORY_PROJECT", "~/claude");
    assertThat(projects(path, working).workspace(roots).project())
        .isEqualTo(new Project(claude.toString(), "claude"));
    Map<String, String> missing = Map.of("PACT_MEMORY_PROJECT", home + "/gone");
    assertThat(projects(missing, working).workspace().project()).isEqualTo(Project.named("gone"));
    Map<String, String> blank =
        Map.of("PACT_MEMORY_PROJECT", " ", "CLAUDE_PROJECT_DIR", home + "/gone");
    assertThat(projects(blank, working).workspace().project().name()).isEqualTo("working");
  }

  @Test
  void pathsThroughALinkToTheProjectAreItsPaths() throws IOException {
    Path shop = repository("shop");
    Path deep = Files.createDirectories(shop.resolve("src"));
    Path link = Files.createSymbolicLink(home.resolve("link"), shop);

    Workspace workspace = in(link.resolve("src"));

    assertThat(workspace.project()).isEqualTo(in(deep).project());
    assertThat(workspace.paths().comparable(link + "/src/a.py")).isEqualTo("src/a.py");
    assertThat(workspace.paths().comparable(shop + "/src/a.py")).isEqualTo("src/a.py");
  }

  @Test
  void theSessionIsNamedByTheEnvironmentOrAtRandom() {
    Map<String, String> client = Map.of("CLAUDE_CODE_SESSION_ID", "client");
    Map<String, String> explicit =
        Map.of("CLAUDE_CODE_SESSION_ID", "client", "PACT_MEMORY_SESSION", "mine");

    assertThat(projects(explicit, home).workspace().session().value()).isEqualTo("mine");
    assertThat(projects(client, home).workspace().session().value()).isEqualTo("client");
    Projects nameless = new Projects(Map.of(), home, home, new Random(1));
    assertThat(nameless.workspace().session().value()).hasSize(32);
    assertThat(nameless.workspace().session()).isEqualTo(nameless.workspace().session());
    assertThat(new Projects(Map.of(), home, home, new Random(2)).workspace().session())
        .isNotEqualTo(nameless.workspace().session());
  }

  private Workspace in(Path directory) {
    return projects(Map.of(), directory).workspace();
  }

  private Projects projects(Map<String, String> environment, Path directory) {
    return new Projects(environment, directory, home, new Random(113));
  }

  private Path repository(String name) throws IOException {
    Path root = home.resolve(name);
    Files.createDirectories(root.resolve(".git"));
    Files.writeString(root.resolve(".git/HEAD"), "ref: refs/heads/main\n");
    return root;
  }

  private Path worktree(Path main, String name) throws IOException {
    return link(main.resolve(".git"), name);
  }

  /// A linked worktree of a repository, as `git worktree add` leaves it.
  private Path link(Path repository, String name) throws IOException {
    Path worktree = Files.createDirectories(home.resolve(name));
    Path own =
        Files.createDirectories(repository.resolve("worktrees").resolve("of-" + name.length()));
    Files.writeString(worktree.resolve(".git"), "gitdir: " + own + "\n");
    Files.writeString(own.resolve("commondir"), "../..\n");
    Files.writeString(own.resolve("gitdir"), worktree.resolve(".git") + "\n");
    return worktree;
  }
}
