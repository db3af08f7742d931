package dev.pactmemory.exchange;

import dev.pactmemory.embed.LazyEmbedder;
import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.memory.Intake;
import dev.pactmemory.memory.LocalMemories;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Imports into a real home, and what is in it then.
record Intakes(Path scratch) {
  static final Project SHOP = new Project("/srv/shop", "shop");

  Path home() {
    return scratch.resolve("home");
  }

  LocalMemories open() {
    return LocalMemories.open(
        home(),
        new LazyEmbedder(() -> {
          throw new IllegalStateException("words are enough here");
        }),
        InstantSource.system(),
        new Random(7),
        "test");
  }

  Imported apply(Path file) {
    return run(file, null, false);
  }

  Imported dryRun(Path file) {
    return run(file, null, true);
  }

  Imported run(Path file, @Nullable Format format, boolean dryRun) {
    return switch (outcome(file, format, dryRun)) {
      case Outcome.Done<Imported>(Imported imported) -> imported;
      case Outcome.Refused<Imported>(var problem) -> throw new AssertionError(problem.message());
    };
  }

  Outcome<Imported> outcome(Path file, @Nullable Format format, boolean dryRun) {
    try (LocalMemories memories = open()) {
      return Import.of(
          file,
          format,
          new Owners(SHOP, List.of(), null),
          home().resolve("cache"),
          new Intake(memories, dryRun),
          _ -> {});
    }
  }

  /// All memories by id, oldest first.
  Map<String, Memory> memories() {
    Map<String, Memory> memories = new LinkedHashMap<>();
    for (String line : lines()) {
      Memory memory = MemoryJson.read(line);
      memories.put(memory.id().value(), memory);
    }
    return memories;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    LocalMemories.export(home(), lines::add);
    return lines;
  }
}
