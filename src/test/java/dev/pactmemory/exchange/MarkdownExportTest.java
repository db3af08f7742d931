package dev.pactmemory.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.json.MemoryJson;
import dev.pactmemory.model.Content;
import dev.pactmemory.model.Decision;
import dev.pactmemory.model.Entity;
import dev.pactmemory.model.Memory;
import dev.pactmemory.model.MemoryId;
import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Project;
import dev.pactmemory.model.SessionId;
import dev.pactmemory.model.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkdownExportTest {
  private static final Instant MONDAY = Instant.parse("2026-11-02T10:00:00Z");
  private static final Memory OLD =
      memory('a', "The token store", new Decision("Use Memcached", null, List.of()), List.of());
  private static final Memory NEW =
      memory(
          'b',
          "The token store again",
          new Decision("Use Redis!", "It survives a restart", List.of("Memcached: loses its data")),
          List.of(OLD.id()));

  @TempDir private Path scratch;

  @Test
  void aDecisionIsARecordWithItsStatusReasonAndAlternatives() throws IOException {
    write(OLD, NEW);

    assertThat(read("decisions/2026-11-02-bbbbbbbb-use-redis.md"))
        .isEqualTo(
            """
            # Use Redis!

            - Status: in force
            - Date: 2026-11-02
            - Project: shop
            - Memory: [The token store again](../memories/2026-11-02-bbbbbbbb.md)
            - Supersedes: [Use Memcached](../decisions/2026-11-02-aaaaaaaa-use-memcached.md)

            ## Decision

            Use Redis!

            ## Rationale

            It survives a restart

            ## Alternatives

            - Memcached: loses its data

            ## Context

            The token store again

            ## Components

            - AuthService
            """);
    assertThat(read("decisions/2026-11-02-aaaaaaaa-use-memcached.md"))
        .contains(
            "- Status: superseded by"
                + " [The token store again](../memories/2026-11-02-bbbbbbbb.md)\n");
    assertThat(read("index.md"))
        .contains(
            "- 2026-11-02 shop: [Use Redis!](decisions/2026-11-02-bbbbbbbb-use-redis.md)\n",
            "(decisions/2026-11-02-aaaaaaaa-use-memcached.md) (superseded)\n");
    assertThat(read("memories/2026-11-02-bbbbbbbb.md"))
        .contains("- Write it (pending, high)", "- AuthService (service): issues tokens");
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    write(OLD, NEW);

    for (Path page : files().keySet().stream().map(Path::of).toList()) {
      java.util.regex.Pattern.compile("\\]\\(([^)]+)\\)")
          .matcher(read(page.toString()))
          .results()
          .map(link -> directory().resolve(page).resolveSibling(link.group(1)))
          .forEach(target -> assertThat(target).exists());
    }
  }

  @Test
  void theSameMemoriesMakeTheSameFiles() throws IOException {
    write(OLD, NEW);
    Map<String, String> once = files();

    write(OLD, NEW);

    assertThat(files()).isEqualTo(once);
  }

  @Test
  void whatIsNoLongerThereIsTakenAwayAgain() throws IOException {
    write(OLD, NEW);
    write(NEW);

    assertThat(files().keySet()).noneMatch(name -> name.contains("aaaaaaaa"));
    assertThat(read("decisions/2026-11-02-bbbbbbbb-use-redis.md")).doesNotContain("Supersedes");
  }

  @Test
  void namesHoldNothingOfAHostileTextAndNothingIsWrittenOutside() throws IOException {
    Memory hostile =
        memory(
            'c',
            "# x\n<!-- pact -->",
            new Decision("../../../etc/passwd\u0000 ..\\..\\CON", null, List.of()),
            List.of());
    Memory nameless = memory('d', "y", new Decision("\u65e5\u672c", null, List.of()), List.of());

    write(hostile, nameless);

    assertThat(files().keySet())
        .containsExactlyInAnyOrder(
            ".pact-memory-export.json",
            "index.md",
            "decisions/2026-11-02-cccccccc-etc-passwd-con.md",
            "decisions/2026-11-02-dddddddd.md",
            "memories/2026-11-02-cccccccc.md",
            "memories/2026-11-02-dddddddd.md");
    assertThat(read("memories/2026-11-02-cccccccc.md"))
        .contains("\\# x\n&lt;\\!-- pact --&gt;".replace("\\!", "!"))
        .doesNotContain("<!--");
    try (Stream<Path> outside = Files.list(scratch)) {
      assertThat(outside).containsExactly(directory());
    }
  }

  @Test
  void aDirectoryWithOtherFilesIsRefusedAndStaysAsItIs() throws IOException {
    Files.createDirectory(directory());
    Files.writeString(directory().resolve("mine.txt"), "mine");

    assertThat(refusal(OLD)).contains("holds no earlier export");
    assertThat(files()).isEqualTo(Map.of("mine.txt", "mine"));
  }

  @Test
  void aFileThatWasChangedByHandIsNeitherWrittenOverNorDeleted() throws IOException {
    write(OLD, NEW);
    Path changed = directory().resolve("decisions/2026-11-02-aaaaaaaa-use-memcached.md");
    Files.writeString(changed, "my own words");
    Map<String, String> before = files();

    assertThat(refusal(OLD, NEW)).contains("is not as an export wrote it");
    assertThat(files()).isEqualTo(before);
    write(NEW);
    assertThat(changed).hasContent("my own words");
  }

  @Test
  void aLinkInThePlaceOfAFileOrADirectoryIsNotFollowed() throws IOException {
    Path victim = scratch.resolve("victim");
    Files.createDirectory(victim);
    write(OLD);
    Path decisions = directory().resolve("decisions");
    Path file = decisions.resolve("2026-11-02-aaaaaaaa-use-memcached.md");
    Files.delete(file);
    Files.createSymbolicLink(file, victim.resolve("file"));

    assertThat(refusal(OLD)).contains("is not as an export wrote it");
    Files.delete(file);
    Files.delete(decisions);
    Files.createSymbolicLink(decisions, victim);
    assertThat(refusal(OLD)).contains("is not a directory of the export");
    assertThat(victim).isEmptyDirectory();
  }

  @Test
  void anExportThatDidNotEndIsTakenUpAgain() throws IOException {
    write(OLD);
    Map<String, String> whole = files();
    OwnDirectory begun = OwnDirectory.open(directory());
    assertThat(begun.claim(List.of("index.md", "memories/2026-11-02-aaaaaaaa.md"))).isNull();
    begun.write("index.md", "half of it");

    write(OLD);

    assertThat(files()).isEqualTo(whole);
  }

  private Path directory() {
    return scratch.resolve("out");
  }

  private void write(Memory... memories) {
    assertThat(outcome(memories)).isInstanceOf(Outcome.Done.class);
  }

  private String refusal(Memory... memories) {
    return switch (outcome(memories)) {
      case Outcome.Done<MarkdownExport.Written>(var done) -> throw new AssertionError(done);
      case Outcome.Refused<MarkdownExport.Written>(var problem) -> problem.message();
    };
  }

  private Outcome<MarkdownExport.Written> outcome(Memory... memories) {
    return MarkdownExport.write(
        directory(), lines -> Stream.of(memories).map(MemoryJson::write).forEach(lines), _ -> {});
  }

  private String read(String name) throws IOException {
    return Files.readString(directory().resolve(name));
  }

  private Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(
            directory().relativize(file).toString().replace('\\', '/'), Files.readString(file));
      }
    }
    return files;
  }

  private static Memory memory(
      char digit, String context, Decision decision, List<MemoryId> supersedes) {
    return new Memory(
        new MemoryId(String.valueOf(digit).repeat(32)),
        new Content(
            context,
            null,
            List.of(new Task("Write it", "pending", "high")),
            List.of(),
            List.of(decision),
            List.of(new Entity("AuthService", "service", "issues tokens")),
            List.of(),
            List.of(),
            List.of(),
            List.of()),
        supersedes,
        Project.named("shop"),
        new SessionId("s"),
        MONDAY,
        MONDAY,
        1);
  }
}
