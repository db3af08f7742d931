package dev.pactmemory.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.exchange.Imported.Finding;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeGraphTest {
  private static final Instant MONDAY = Instant.parse("2026-11-02T10:00:00Z");

  private static final List<String> GRAPH =
      List.of(
          "{\"type\":\"entity\",\"name\":\"AuthService\",\"entityType\":\"service\","
              + "\"observations\":[\"issues tokens\",\"written in Go\"]}",
          "{\"type\":\"entity\",\"name\":\"Redis\",\"entityType\":\"infrastructure\","
              + "\"observations\":[]}",
          "{\"type\":\"relation\",\"from\":\"AuthService\",\"to\":\"Redis\","
              + "\"relationType\":\"stores tokens in\"}");

  @TempDir private Path scratch;
  private Intakes intakes = new Intakes(Path.of(""));
  private Path file = Path.of("");

  @BeforeEach
  void aFile() throws IOException {
    intakes = new Intakes(scratch);
    file = scratch.resolve("memory.jsonl");
    write(GRAPH, MONDAY);
  }

  @Test
  void eachEntityIsAMemoryWithWhatWasObservedAndHowItRelates() {
    Imported imported = intakes.apply(file);

    assertThat(imported)
        .isEqualTo(new Imported(Format.SERVER_MEMORY, 2, 2, 0, List.of(), List.of()));
    List<Memory> memories = List.copyOf(intakes.memories().values());
    assertThat(memories)
        .extracting(memory -> memory.content().entities())
        .containsExactlyInAnyOrder(
            List.of(
                new Entity(
                    "AuthService",
                    "service",
                    "issues tokens\nwritten in Go\nstores tokens in Redis"),
                new Entity("Redis", "infrastructure", null)),
            List.of(new Entity("Redis", "infrastructure", null)));
    assertThat(memories)
        .allMatch(memory -> memory.project().equals(Intakes.SHOP))
        .allMatch(memory -> memory.createdAt().equals(MONDAY));
  }

  @Test
  void whatIsTakenInTwiceIsThereOnce() throws IOException {
    intakes.apply(file);
    List<String> once = intakes.lines();
    Files.setLastModifiedTime(file, FileTime.from(MONDAY.plusSeconds(60)));

    assertThat(intakes.apply(file))
        .isEqualTo(new Imported(Format.SERVER_MEMORY, 0, 0, 2, List.of(), List.of()));
    assertThat(intakes.lines()).isEqualTo(once);
  }

  @Test
  void anEntityThatChangedSinceGetsARevision() throws IOException {
    intakes.apply(file);
    write(
        List.of(GRAPH.get(0).replace("in Go", "in Rust"), GRAPH.get(1), GRAPH.get(2)),
        MONDAY.plusSeconds(60));

    assertThat(intakes.apply(file))
        .isEqualTo(new Imported(Format.SERVER_MEMORY, 1, 1, 1, List.of(), List.of()));
    assertThat(intakes.memories().values()).extracting(Memory::revision).containsOnlyOnce(2);
  }

  @Test
  void aDryRunSaysTheSameAndWritesNothing() {
    assertThat(intakes.dryRun(file))
        .isEqualTo(new Imported(Format.SERVER_MEMORY, 2, 2, 0, List.of(), List.of()));
    assertThat(intakes.lines()).isEmpty();
  }

  @Test
  void whatIsNoEntityAndNoRelationIsNamed() throws IOException {
    List<String> lines = new java.util.ArrayList<>(GRAPH);
    lines.add("{\"type\":\"entity\",\"name\":\"Redis\",\"observations\":[]}");
    lines.add(
        "{\"type\":\"relation\",\"from\":\"Nobody\",\"to\":\"Redis\",\"relationType\":\"x\"}");
    lines.add("{\"type\":\"entity\",\"entityType\":\"x\"}");
    lines.add("{\"type\":\"entity\",\"name\":\"A\",\"observations\":\"one\"}");
    lines.add("{\"type\":\"ent");
    lines.add("7");
    lines.add("{\"type\":\"note\"}");
    write(lines, MONDAY);

    assertThat(intakes.apply(file).leftOut())
        .containsExactly(
            new Finding("line 4", "an entity of its name is on line 2 already"),
            new Finding("line 6", "name is missing"),
            new Finding("line 7", "observations is not a list"),
            new Finding("line 8", "malformed JSON at character 12"),
            new Finding("line 9", "not an object"),
            new Finding("line 10", "its type is neither entity nor relation"),
            new Finding("line 5", "its entity `from` is not in the file"));
    assertThat(intakes.memories()).hasSize(2);
  }

  private void write(List<String> lines, Instant date) throws IOException {
    Files.write(file, lines);
    Files.setLastModifiedTime(file, FileTime.from(date));
  }
}
