package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesContract.call;
import static dev.pactmemory.memory.MemoriesContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  @TempDir private Path scratch;
  private final FakeClock clock = new FakeClock();
  private final List<String> told = new ArrayList<>();

  @Test
  void whatIsExportedAndImportedElsewhereExportsTheSame() throws IOException {
    List<String> lines = someMemories();

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("learnt").contains("\"history\":[{");
    assertThat(into("other", lines, false)).isEqualTo(new Imported(2, 3, 0, 0));
    assertThat(export("other")).isEqualTo(lines);
  }

  @Test
  void importingAgainChangesNothing() throws IOException {
    List<String> lines = someMemories();

    assertThat(into("home", lines, false)).isEqualTo(new Imported(0, 0, 2, 0));
    assertThat(export("home")).isEqualTo(lines);
  }

  @Test
  void aDryRunSaysTheSameAndWritesNothing() throws IOException {
    List<String> lines = someMemories();

    assertThat(into("other", lines, true)).isEqualTo(new Imported(2, 3, 0, 0));
    assertThat(export("other")).isEmpty();
  }

  @Test
  void newerRevisionsAreAddedToAMemoryThatIsThere() throws IOException {
    String id;
    List<String> before;
    try (Memories memories = open("home")) {
      id = save(memories, "first");
      before = export("home");
      memories.update(Sample.merge(id, Sample.lessons("learnt")), call());
    }
    into("other", before, false);

    assertThat(into("other", export("home"), false)).isEqualTo(new Imported(1, 1, 0, 0));
    assertThat(export("other")).isEqualTo(export("home"));
  }

  @Test
  void linesThatCannotBeTakenInAreNamedAndTheOthersAreTakenIn() throws IOException {
    List<String> lines = new ArrayList<>(someMemories());
    lines.add(0, "{\"id\":");
    lines.add(2, "[]");
    lines.add("");
    lines.add(lines.get(1).replace("learnt", "\\ud800"));
    lines.add("{\"id\":\"x\"}");

    assertThat(into("other", lines, false)).isEqualTo(new Imported(2, 3, 0, 4));
    assertThat(told).hasSize(4);
    assertThat(told.get(0)).startsWith("line 1 is left out: malformed JSON");
    assertThat(told.get(1)).startsWith("line 3 is left out: not an object");
    assertThat(told.get(2)).startsWith("line 6 is left out: a text holds half a character");
    assertThat(told.get(3)).startsWith("line 7 is left out: ");
  }

  @Test
  void aLineThatIsNotUtf8SpoilsNoOther() throws IOException {
    List<String> lines = someMemories();
    Path file = scratch.resolve("lines");
    Files.write(file, List.of("caf\u00e9", ""), StandardCharsets.ISO_8859_1);
    Files.write(file, lines, StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);

    try (LocalMemories memories = open("other")) {
      assertThat(memories.importLines(file, false, told::add)).isEqualTo(new Imported(2, 3, 0, 1));
    }
    assertThat(told).containsExactly("line 1 is left out: not UTF-8");
  }

  @Test
  void whatIsHereOtherwiseOrWasDeletedHereStaysSo() throws IOException {
    List<String> lines = someMemories();
    try (Memories memories = open("home")) {
      memories.delete(lines.get(1).substring(7, 39), call());
    }
    List<String> changed = List.of(lines.get(0).replace("learnt", "misread"), lines.get(1));
    List<String> before = export("home");

    assertThat(into("home", changed, false)).isEqualTo(new Imported(0, 0, 0, 2));
    assertThat(told.get(0)).endsWith("is here with another history");
    assertThat(told.get(1)).endsWith("was deleted here");
    assertThat(export("home")).isEqualTo(before);
  }

  /// Two in the order saved, the first with two revisions, and one that was deleted.
  private List<String> someMemories() {
    try (Memories memories = open("home")) {
      String id = save(memories, "first, caf\u00e9");
      clock.advance(Duration.ofSeconds(1));
      save(memories, "second");
      memories.delete(save(memories, "gone"), call());
      memories.update(Sample.merge(id, Sample.lessons("learnt")), call());
      return export("home");
    }
  }

  private Imported into(String home, List<String> lines, boolean dryRun) throws IOException {
    Path file = scratch.resolve("lines");
    Files.write(file, lines);
    try (LocalMemories memories = open(home)) {
      return memories.importLines(file, dryRun, told::add);
    }
  }

  private List<String> export(String home) {
    List<String> lines = new ArrayList<>();
    LocalMemories.export(scratch.resolve(home), lines::add);
    return lines;
  }

  private LocalMemories open(String home) {
    return LocalMemories.open(
        scratch.resolve(home), WordEmbedder.ready(), clock, new Random(7), "test");
  }

  private static String save(Memories memories, String context) {
    return done(memories.save(Sample.draft(Sample.context(context)), call())).memory().id().value();
  }
}
