package dev.pactmemory.tools;

import dev.pactmemory.memory.Memories;
import dev.pactmemory.model.Call;
import dev.pactmemory.model.Changed;
import dev.pactmemory.project.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The memories by URI.
final class MemoryResources implements Resources {
  MemoryResources(Memories memories, Supplier<Workspace> workspace) {}

  @Override
  public List<Resource> list(Call call) {
    return List.of();
  }

  @Override
  public List<Template> templates() {
    return List.of();
  }

  @Override
  public Optional<Contents> read(String uri, Call call) {
    return Optional.empty();
  }

  @Override
  public List<String> touchedBy(Changed change) {
    return List.of();
  }
}
