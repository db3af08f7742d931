package dev.pactmemory.briefing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeMdTest {
  private static final String LINES = "## Working memory of shop\n- Context: café 漢\n";
  private static final String BLOCK = MarkedBlock.BEGIN + "\n" + LINES + MarkedBlock.END;

  @TempDir Path directory;

  private Path project = Path.of("unset");
  private Path file = Path.of("unset");

  @BeforeEach
  void makeProject() throws IOException {
    project = Files.createDirectory(directory.resolve("shop"));
    file = project.resolve("CLAUDE.md");
  }

  private ClaudeMd.Synced put(String lines) throws IOException {
    return done(new ClaudeMd(project).put(lines, false));
  }

  private ClaudeMd.Synced remove() throws IOException {
    return done(new ClaudeMd(project).remove(false));
  }

  private static <T> T done(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Done<T>(T value) -> value;
      case Outcome.Refused<T>(Problem problem) -> throw new AssertionError(problem);
    };
  }

  private String refused() throws IOException {
    byte[] before = Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0];
    String put = problem(new ClaudeMd(project).put(LINES, false));
    assertThat(problem(new ClaudeMd(project).remove(false))).isEqualTo(put);
    assertThat(Files.isRegularFile(file) ? Files.readAllBytes(file) : new byte[0])
        .isEqualTo(before);
    assertThat(put).contains("Nothing was changed");
    return put;
  }

  private static String problem(Outcome<?> outcome) {
    return switch (outcome) {
      case Outcome.Done<?>(Object value) -> throw new AssertionError("not refused: " + value);
      case Outcome.Refused<?>(Problem problem) -> problem.message();
    };
  }

  @Test
  void aFileThatIsNotThereIsMadeAndGoesAgain() throws IOException {
    assertThat(put(LINES))
        .isEqualTo(new ClaudeMd.Synced(Path.of("CLAUDE.md"), ClaudeMd.Action.CREATED));
    assertThat(file).content().isEqualTo(BLOCK + "\n");
    assertThat(remove().action()).isEqualTo(ClaudeMd.Action.DELETED);
    assertThat(files()).isEmpty();
    assertThat(remove().action()).isEqualTo(ClaudeMd.Action.UNCHANGED);
    assertThat(files()).isEmpty();
  }

  static Stream<byte[]> contents() {
    Charset utf8 = StandardCharsets.UTF_8;
    Charset latin = StandardCharsets.ISO_8859_1;
    return Stream.of(
        "# Mine\n\nRules.\n".getBytes(utf8),
        "# Mine\r\n\r\nRules.\r\n".getBytes(utf8),
        "no line end".getBytes(utf8),
        "two lines\nno line end".getBytes(utf8),
        "mixed\r\nline\nends\r\n".getBytes(utf8),
        "old\rmac\r".getBytes(utf8),
        "blank lines follow\n\n\n\n".getBytes(utf8),
        "\n".getBytes(utf8),
        "\ufeff# With a byte order mark\n".getBytes(utf8),
        "\ufeff".getBytes(utf8),
        "Größe, 漢字, 😀\n".getBytes(utf8),
        "Gr\u00f6\u00dfe in Latin-1\n".getBytes(latin),
        "broken \u00c3( utf-8\n".getBytes(latin),
        "trailing spaces   \n\t\n".getBytes(utf8),
        "a comment <!-- of mine --> and --> more\n".getBytes(utf8));
  }

  @ParameterizedTest
  @MethodSource("contents")
  void everyOtherByteStays(byte[] before) throws IOException {
    Files.write(file, before);

    assertThat(put(LINES).action()).isEqualTo(ClaudeMd.Action.UPDATED);
    byte[] with = Files.readAllBytes(file);
    assertThat(with).startsWith(before).hasSizeGreaterThan(before.length);
    assertThat(put(LINES).action()).isEqualTo(ClaudeMd.Action.UNCHANGED);
    assertThat(put("other\n").action()).isEqualTo(ClaudeMd.Action.UPDATED);
    assertThat(Files.readAllBytes(file)).startsWith(before);
    assertThat(put(LINES).action()).isEqualTo(ClaudeMd.Action.UPDATED);
    assertThat(Files.readAllBytes(file)).isEqualTo(with);
    assertThat(remove().action()).isEqualTo(ClaudeMd.Action.REMOVED);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(files()).containsExactly("CLAUDE.md");
  }

  @Test
  void aBlockThatWasMovedIsReplacedWhereItIs() throws IOException {
    Files.writeString(
        file, "above\n\n" + MarkedBlock.BEGIN + "\nold\n" + MarkedBlock.END + "\nbelow");

    put(LINES);
    assertThat(file).content().isEqualTo("above\n\n" + BLOCK + "\nbelow");
    remove();
    assertThat(file).content().isEqualTo("above\nbelow");
  }

  @Test
  void theBlockHasTheLineEndsAndTheEncodingOfTheFile() throws IOException {
    Files.write(file, "Gr\u00f6\u00dfe\r\n".getBytes(StandardCharsets.ISO_8859_1));

    put(LINES);

    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .isEqualTo(
            "Größe\r\n\r\n"
                + MarkedBlock.BEGIN
                + "\r\n## Working memory of shop\r\n- Context: caf&#233; &#28450;\r\n"
                + MarkedBlock.END
                + "\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- pact-memory:begin -->",
        "<!-- pact-memory:end -->",
        "<!-- pact-memory:end -->\n<!-- pact-memory:begin -->",
        "<!-- pact-memory:begin -->\n<!-- pact-memory:begin -->\n<!-- pact-memory:end -->",
        "<!-- pact-memory:begin -->\n<!-- pact-memory:end -->\n<!-- pact-memory:end -->",
        "<!-- pact-memory:begin -->\n<!-- pact-memory:end -->\n\n<!-- pact-memory:begin -->\n"
            + "<!-- pact-memory:end -->",
        "<!-- pact-memory:begin\n<!-- pact-memory:end -->",
        "<!--pact-memory:begin-->\n<!-- pact-memory:end -->",
        "<!-- PACT-MEMORY:begin -->\n<!-- pact-memory:end -->",
        "text <!-- pact-memory:begin -->\n<!-- pact-memory:end -->",
        "  <!-- pact-memory:begin -->\n  <!-- pact-memory:end -->",
        "<!-- pact-memory:begin --> text\n<!-- pact-memory:end -->",
        "<!-- pact-memory:middle -->",
      })
  void markersThatAreNoPairAreLeftAlone(String markers) throws IOException {
    Files.writeString(file, "mine\n" + markers + "\nmine too\n");

    assertThat(refused()).containsPattern("lines? .*\\d");
  }

  @Test
  void anotherKindOfFileIsLeftAlone() throws IOException {
    Files.write(file, "\ufeffsixteen\n".getBytes(StandardCharsets.UTF_16LE));
    assertThat(refused()).contains("UTF-16");

    Files.write(file, new byte[] {'a', 0, 'b'});
    assertThat(refused()).contains("no text");

    Files.delete(file);
    Files.createDirectory(file);
    assertThat(refused()).contains("a directory");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkWithinTheProjectIsFollowedAndStaysALink() throws IOException {
    Path agents = Files.writeString(project.resolve("AGENTS.md"), "shared\n");
    Files.createSymbolicLink(file, Path.of("AGENTS.md"));

    put(LINES);

    assertThat(file).isSymbolicLink();
    assertThat(agents).content().isEqualTo("shared\n\n" + BLOCK + "\n");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkOutOfTheProjectIsNotFollowed() throws IOException {
    Path global = Files.writeString(directory.resolve("global.md"), "everywhere\n");
    Files.createSymbolicLink(file, global);

    assertThat(refused()).contains("leads out of the project");
    assertThat(global).content().isEqualTo("everywhere\n");

    Files.delete(file);
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("CLAUDE.md"), "everywhere\n");
    Files.createSymbolicLink(project.resolve(".claude"), outside);
    assertThat(refused()).contains("leads out of the project");

    Files.delete(project.resolve(".claude"));
    Files.createSymbolicLink(file, directory.resolve("missing.md"));
    assertThat(refused()).contains("a link to nothing");
    assertThat(directory.resolve("missing.md")).doesNotExist();
  }

  @Test
  void theFileInTheDirectoryOfSettingsCountsWhereThereIsNoOther() throws IOException {
    Path settings = Files.createDirectory(project.resolve(".claude"));
    Files.writeString(settings.resolve("CLAUDE.md"), "mine\n");

    assertThat(put(LINES).file()).isEqualTo(Path.of(".claude", "CLAUDE.md"));

    assertThat(settings.resolve("CLAUDE.md")).content().isEqualTo("mine\n\n" + BLOCK + "\n");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-------", "rwxrw-r--"})
  @DisabledOnOs(OS.WINDOWS)
  void permissionsStay(String permissions) throws IOException {
    Files.writeString(file, "mine\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

    put(LINES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(permissions);
    remove();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo(permissions);
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    Files.writeString(file, "mine\n");

    assertThat(done(new ClaudeMd(project).put(LINES, true)).action())
        .isEqualTo(ClaudeMd.Action.UPDATED);
    assertThat(file).content().isEqualTo("mine\n");
    put(LINES);
    assertThat(done(new ClaudeMd(project).remove(true)).action())
        .isEqualTo(ClaudeMd.Action.REMOVED);
    assertThat(file).content().contains(BLOCK);
    assertThat(files()).containsExactly("CLAUDE.md");
  }

  @ParameterizedTest
  @MethodSource("dev.pactmemory.briefing.PlainTest#hostile")
  void noTextOfAMemoryForgesTheMarkers(String text) throws IOException {
    Files.writeString(file, "mine\n");
    String lines =
        WorkingMemory.render(
            Hostile.everywhere(text).memory().project(), List.of(Hostile.everywhere(text)), 4_000);

    put(lines);
    assertThat(put(lines).action()).isEqualTo(ClaudeMd.Action.UNCHANGED);
    remove();

    assertThat(file).content().isEqualTo("mine\n");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> entries = Files.list(project)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
