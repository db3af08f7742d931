package dev.pactmemory.tools;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Secrets;
import dev.pactmemory.project.Renames;
import dev.pactmemory.project.TouchedFiles;
import dev.pactmemory.project.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// All tools, resources, prompts and completions over one memory, for one session that begins with
/// it. Safe for many threads.
///
/// The tools check their arguments themselves, more leniently than their schemas say (clients send
/// lists as JSON text, single texts for lists) and with better words; whoever carries them must not
/// validate before.
public final class ToolBox {
  private final List<Tool> tools;
  private final Resources resources;
  private final Prompts prompts;
  private final Completions completions;

  /// @param workspace where the process works, asked anew by every call; must be quick
  /// @param clock for dates like `7d`
  public ToolBox(Memories memories, Supplier<Workspace> workspace, InstantSource clock) {
    this(memories, workspace, clock, Secrets.ASK);
  }

  /// @param workspace where the process works, asked anew by every call; must be quick
  /// @param clock for dates like `7d`
  /// @param secrets what becomes of likely secrets where a call does not say
  public ToolBox(
      Memories memories, Supplier<Workspace> workspace, InstantSource clock, Secrets secrets) {
    Setting setting =
        new Setting(
            memories, workspace, new TouchedFiles(clock), new Renames(clock), clock, secrets);
    tools =
        List.of(
            new SaveTool(setting),
            new SearchTool(setting),
            new SearchByFileTool(setting),
            new UpdateTool(setting),
            new GetTool(setting),
            new ListTool(setting),
            new DecisionsTool(setting),
            new EntitiesTool(setting),
            new DeleteTool(setting),
            new TrackedFilesTool(setting),
            new StatusTool(setting));
    resources = new MemoryResources(setting);
    prompts = new MemoryPrompts(setting);
    completions = new MemoryCompletions(setting, prompts);
  }

  /// The tools, in the order they are listed.
  public List<Tool> tools() {
    return tools;
  }

  public Resources resources() {
    return resources;
  }

  public Prompts prompts() {
    return prompts;
  }

  public Completions completions() {
    return completions;
  }
}
