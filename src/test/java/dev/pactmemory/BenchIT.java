package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    assertThat(bench("speed", "--memories", "40").out())
        .containsPattern("filled +40 memories, \\d+ passages")
        .containsPattern("reindex +\\d")
        .containsPattern("search +p50 \\d")
        .containsPattern("stages +within one process p50 \\d")
        .containsPattern("[1-9]\\d* % +its words looked up")
        .containsPattern("[1-9]\\d* % +what is in force put first")
        .containsPattern("the vector p50 \\d")
        .containsPattern("save +p50 \\d")
        .containsPattern("ratio of the p50: \\d");
  }

  @Test
  void whatIsEmbeddedOfASetCanBeWrittenDown() throws Exception {
    Path passages = scratch.resolve("passages.jsonl");

    assertThat(bench("retrieval", "--passages", passages.toString()).out()).contains("recall@1");
    assertThat(Files.readAllLines(passages))
        .singleElement()
        .asString()
        .contains("\"memory\":\"a\"")
        .contains("\"text\":\"The cart forgets its items after an hour\"")
        .contains("\"field\":\"DECISIONS\"")
        .contains("\"text\":\"Keep carts in Redis\\nIt is there\"");
  }

  /// Measures a set of one memory.
  private Processes.Ended bench(String subject, String... options) throws Exception {
    Path temporary = Files.createDirectory(scratch.resolve("tmp"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Processes.java(),
                "-Djava.io.tmpdir=" + temporary,
                "-jar",
                Processes.jar().toString(),
                "bench",
                subject,
                set().toString()));
    command.addAll(List.of(options));

    Processes.Ended ended =
        Processes.run(
            command, Map.of("PACT_MEMORY_HOME", scratch.resolve("home").toString()), scratch);

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    try (Stream<Path> left = Files.list(temporary)) {
      assertThat(left).noneMatch(path -> path.toString().contains("pact-memory"));
    }
    return ended;
  }

  private Path set() throws Exception {
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
    return set;
  }
}
