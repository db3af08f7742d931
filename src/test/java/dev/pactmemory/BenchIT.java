package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmarks run to their end with the real model; what they measure is for a person to judge.
class BenchIT {
  @TempDir private Path scratch;

  @Test
  void theSpeedIsMeasuredThroughAServerProcess() throws Exception {
    Path set = Files.createDirectory(scratch.resolve("set"));
    Files.writeString(
        set.resolve("memories.jsonl"),
        """
        {"id": "a", "memory": {"context": "The cart forgets its items after an hour", \
        "lessons_learned": ["Sessions in memory do not survive a restart"], \
        "decisions": [{"decision": "Keep carts in Redis", "rationale": "It is there"}], \
        "entities": [{"name": "CartStore", "type": "class"}], \
        "active_tasks": [{"task": "Move the carts"}]}}
        """);
    Files.writeString(
        set.resolve("queries.jsonl"),
        """
        {"query": "why are carts empty", "targets": ["a"]}
        {"query": "CartStore", "targets": ["a"]}
        """);
    Path temporary = Files.createDirectory(scratch.resolve("tmp"));

    Processes.Ended ended =
        Processes.run(
            List.of(
                Processes.java(),
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                Processes.jar().toString(),
                "bench",
                "speed",
                set.toString(),
                "--memories",
                "40"),
            Map.of("PACT_MEMORY_HOME", scratch.resolve("home").toString()),
            scratch);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out())
        .containsPattern("filled +40 memories, \\d+ passages")
        .containsPattern("reindex +\\d")
        .containsPattern("search +p50 \\d")
        .containsPattern("stages +within one process p50 \\d")
        .containsPattern("[1-9]\\d* % +its words looked up")
        .containsPattern("[1-9]\\d* % +what is in force put first")
        .containsPattern("the vector p50 \\d")
        .containsPattern("save +p50 \\d")
        .containsPattern("ratio of the p50: \\d");
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).noneMatch(path -> path.toString().contains("pact-memory"));
    }
  }
}
