package dev.pactmemory.cli;

import dev.pactmemory.briefing.ClaudeMd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "sync-claude-md",
    description = {
      "Put the project's working memory (its newest memories, short) into its CLAUDE.md, between",
      "two marker lines; what is outside them stays as it is. Nothing else ever writes there."
    })
final class SyncClaudeMdCommand implements Callable<Integer> {
  private final Program program;
  private final Terminal terminal;

  @Option(
      names = "--project",
      paramLabel = "DIR",
      description = "A directory of the project; the current one if left out.")
  private @Nullable Path project;

  @Option(names = "--remove", description = "Take the block out again.")
  private boolean remove;

  @Option(names = "--dry-run", description = "Only say what would be done, and show the block.")
  private boolean dryRun;

  SyncClaudeMdCommand(Program program, Terminal terminal) {
    this.program = program;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path root = Commands.Failure.unless(program.projectRoot(project));
    ClaudeMd file = new ClaudeMd(root);
    if (dryRun) {
      sync(file);
    } else {
      // Held from before the memory is read: of two at once, who writes last has read last.
      try (Program.Claim _ = program.claimProjects()) {
        sync(file);
      }
    }
    return Commands.OK;
  }

  private void sync(ClaudeMd file) throws IOException {
    if (remove) {
      tell(Commands.Failure.unless(file.remove(dryRun)));
      return;
    }
    String lines = program.workingMemory(project);
    tell(Commands.Failure.unless(file.put(lines, dryRun)));
    if (dryRun) {
      terminal.blank();
      lines.lines().map(Terminal::safe).forEach(terminal::line);
    }
  }

  private void tell(ClaudeMd.Synced synced) {
    String file = Terminal.safe(synced.file().toString());
    boolean would = dryRun;
    terminal.line(
        switch (synced.action()) {
          case CREATED -> file + (would ? " would be made." : " was made.");
          case UPDATED -> file + (would ? " would be updated." : " was updated.");
          case UNCHANGED -> file + (remove ? " has no block of ours." : " is up to date.");
          case REMOVED ->
              "The block " + (would ? "would be" : "was") + " taken out of " + file + ".";
          case DELETED ->
              file + (would ? " would be deleted" : " was deleted") + ": only the block was in it.";
        });
  }
}
