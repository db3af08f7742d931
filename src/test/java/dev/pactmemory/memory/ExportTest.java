package dev.pactmemory.memory;

import static dev.pactmemory.memory.MemoriesFixture.call;
import static dev.pactmemory.memory.MemoriesFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.exchange.Format;
import dev.pactmemory.exchange.Import;
import dev.pactmemory.exchange.Imported;
import dev.pactmemory.exchange.Imported.Finding;
import dev.pactmemory.exchange.Owners;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
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

  @Test
  void whatIsExportedAndImportedElsewhereExportsTheSame() throws IOException {
    List<String> lines = someMemories();

    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst()).contains("learnt").contains("\"history\":[{");
    assertThat(into("other", lines, false))
        .isEqualTo(new Imported(Format.EXPORT, 2, 3, 0, List.of(), List.of()));
    assertThat(export("other")).isEqualTo(lines);
  }

  @Test
  void importingAgainChangesNothing() throws IOException {
    List<String> lines = someMemories();

    assertThat(into("home", lines, false))
        .isEqualTo(new Imported(Format.EXPORT, 0, 0, 2, List.of(), List.of()));
    assertThat(export("home")).isEqualTo(lines);
  }

  @Test
  void aDryRunSaysTheSameAndWritesNothing() throws IOException {
    List<String> lines = someMemories();

    assertThat(into("other", lines, true))
        .isEqualTo(new Imported(Format.EXPORT, 2, 3, 0, List.of(), List.of()));
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

    assertThat(into("other", export("home"), false))
        .isEqualTo(new Imported(Format.EXPORT, 1, 1, 0, List.of(), List.of()));
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

    Imported imported = into("other", lines, false);

    assertThat(imported.memories()).isEqualTo(2);
    assertThat(imported.revisions()).isEqualTo(3);
    assertThat(imported.alreadyThere()).isZero();
    assertThat(imported.leftOut())
        .containsExactly(
            new Finding("line 1", "malformed JSON at character 6"),
            new Finding("line 3", "not an object"),
            new Finding("line 6", "a text holds half a character"),
            new Finding("line 7", "created_at is missing"));
  }

  @Test
  void aLineThatIsNotUtf8SpoilsNoOther() throws IOException {
    List<String> lines = someMemories();
    Path file = scratch.resolve("lines");
    Files.write(file, List.of("caf\u00e9", ""), StandardCharsets.ISO_8859_1);
    Files.write(file, lines, StandardCharsets.UTF_8, java.nio.file.StandardOpenOption.APPEND);

    assertThat(into("other", file, false))
        .isEqualTo(
            new Imported(
                Format.EXPORT, 2, 3, 0, List.of(new Finding("line 1", "not UTF-8")), List.of()));
  }

  @Test
  void whatIsHereOtherwiseOrWasDeletedHereStaysSo() throws IOException {
    List<String> lines = someMemories();
    try (Memories memories = open("home")) {
      memories.delete(lines.get(1).substring(7, 39), call());
    }
    List<String> changed = List.of(lines.get(0).replace("learnt", "misread"), lines.get(1));
    List<String> before = export("home");

    Imported imported = into("home", changed, false);

    assertThat(imported.memories()).isZero();
    assertThat(imported.alreadyThere()).isZero();
    assertThat(imported.leftOut()).hasSize(2);
    assertThat(imported.leftOut().get(0).what()).endsWith("is here with another history");
    assertThat(imported.leftOut().get(1).what()).endsWith("was deleted here");
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
    return into(home, file, dryRun);
  }

  private Imported into(String home, Path file, boolean dryRun) {
    try (LocalMemories memories = open(home)) {
      Outcome<Imported> outcome =
          Import.of(
              file,
              null,
              new Owners(Project.DEFAULT, List.of(), null),
              scratch.resolve("cache"),
              new Intake(memories, dryRun),
              _ -> {});
      return done(outcome);
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
