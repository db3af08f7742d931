package dev.pactmemory.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilePathsTest {
  private static final FilePaths PATHS =
      new FilePaths(List.of("/home/ada/shop-fix", "/home/ada/shop"), "/home/ada");

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "src/a.py, src/a.py",
    "./src/a.py, src/a.py",
    "' src/a.py ', src/a.py",
    "src//a.py, src/a.py",
    "src/./b/../a.py, src/a.py",
    "src\\a.py, src/a.py",
    ".\\src\\a.py, src/a.py",
    "src/a.py/, src/a.py",
    "/home/ada/shop-fix/src/a.py, src/a.py",
    "/home/ada/shop/src/a.py, src/a.py",
    "/home/ada/shop/../shop/src/a.py, src/a.py",
    "//home/ada/shop/src/a.py, src/a.py",
    "~/shop/src/a.py, src/a.py",
    "~\\shop\\src\\a.py, src/a.py",
    "../shop/src/a.py, src/a.py",
    "file:///home/ada/shop/src/a.py, src/a.py",
    "file://localhost/home/ada/shop/src/a.py, src/a.py",
    "FILE:/home/ada/shop/src/a.py, src/a.py",
    "file:///home/ada/shop/src/a.py#L10, src/a.py",
    "file:///home/ada/shop/my%20notes+more.md, my notes+more.md",
    "file:///home/ada/shop/100%.md, 100%.md",
    "src/a.py:12, src/a.py",
    "src/a.py:12:5, src/a.py",
    "src/a.py:12-20, src/a.py",
    "src/a.py:12:, src/a.py",
    "src/a.py#L12, src/a.py",
    "src/a.py#L12-L20, src/a.py",
    "c:12, c",
    ".gitignore, .gitignore",
    "a..b/..c, a..b/..c",
    ".., /home/ada",
    "'', ''",
    "' ', ''",
    "., .",
    "src/.., .",
    "/home/ada/shop-fix, .",
    "/home/ada/shop/, .",
  })
  void anySpellingHasOneForm(String spelling, String form) {
    assertThat(PATHS.comparable(spelling)).isEqualTo(form);
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/etc/hosts, /etc/hosts",
    "/etc//./hosts, /etc/hosts",
    "/../etc/hosts, /etc/hosts",
    "/home/ada/shopping/a.py, /home/ada/shopping/a.py",
    "~/notes.md, /home/ada/notes.md",
    "~, /home/ada",
    "~bob/notes.md, ~bob/notes.md",
    "../other/a.py, /home/ada/other/a.py",
    "C:\\temp\\a.py, C:/temp/a.py",
    "c:/temp/a.py, C:/temp/a.py",
    "\\\\?\\c:\\temp\\a.py, C:/temp/a.py",
    "file:///c:/temp/a.py, C:/temp/a.py",
  })
  void aPathOutsideTheRootsStaysAbsolute(String spelling, String form) {
    assertThat(PATHS.comparable(spelling)).isEqualTo(form);
  }

  @Test
  void caseCounts() {
    assertThat(PATHS.comparable("Src/A.py")).isEqualTo("Src/A.py");
    assertThat(PATHS.comparable("/HOME/ada/shop/a.py")).isEqualTo("/HOME/ada/shop/a.py");
  }

  @Test
  void accentsAreOneWhateverTheirSpelling() {
    assertThat(PATHS.comparable("re\u0301sume\u0301.md")).isEqualTo("r\u00e9sum\u00e9.md");
    assertThat(PATHS.comparable("file:///home/ada/shop/re%CC%81sume%CC%81.md"))
        .isEqualTo("r\u00e9sum\u00e9.md");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "D:\\work\\Shop\\src\\a.py, src/a.py",
    "d:\\work\\shop\\src\\a.py, src/a.py",
    "d:/WORK/shop/src/a.py, src/a.py",
    "/d/work/shop/src/a.py, src/a.py",
    "file:///D:/work/Shop/src/a.py, src/a.py",
    "file:///d%3A/work/Shop/src/a.py, src/a.py",
    "\\\\?\\D:\\work\\Shop\\src\\a.py, src/a.py",
    "src\\a.py:12, src/a.py",
    "E:\\other\\a.py, E:/other/a.py",
    "~\\a.py, C:/Users/ada/a.py",
    "D:\\work\\Shop, .",
    "D:\\, D:/",
    "D:, D:/",
  })
  void onWindowsTheWayToTheRootHasNoCase(String spelling, String form) {
    FilePaths windows = new FilePaths(List.of("D:\\work\\Shop"), "C:\\Users\\ada");

    assertThat(windows.comparable(spelling)).isEqualTo(form);
  }

  @ParameterizedTest(name = "{0} is asked as {1}")
  @CsvSource({
    "src/, src/",
    "./src//, src/",
    "src\\auth\\, src/auth/",
    "/home/ada/shop/src/, src/",
    "/etc/, /etc/",
    "src/a.py, src/a.py",
    "**/*.py, **/*.py",
    "'./src/*.{ts,tsx}', 'src/*.{ts,tsx}'",
    "., **",
    "./, **",
    "/home/ada/shop/, **",
  })
  void aDirectoryIsAskedForWithASlash(String spelling, String form) {
    assertThat(PATHS.asked(spelling)).isEqualTo(form);
  }

  @Test
  void theNearestRootCounts() {
    FilePaths nested = new FilePaths(List.of("/w", "/w/trees/fix"), null);

    assertThat(nested.comparable("/w/trees/fix/a.py")).isEqualTo("a.py");
    assertThat(nested.comparable("/w/a.py")).isEqualTo("a.py");
  }

  @Test
  void withoutRootsAndHomeWhatIsRelativeStaysSo() {
    FilePaths nowhere = new FilePaths(List.of(), null);

    assertThat(nowhere.comparable("./src/a.py")).isEqualTo("src/a.py");
    assertThat(nowhere.comparable("../a.py")).isEqualTo("../a.py");
    assertThat(nowhere.comparable("../../b/../a.py")).isEqualTo("../../a.py");
    assertThat(nowhere.comparable("~/a.py")).isEqualTo("~/a.py");
  }

  @Test
  void aFormIsItsOwnForm() {
    String[] parts = {"a", "/", "\\", ".", "..", ":", "1", "C:", "file:", "*", "é"};
    Random random = new Random(84);
    for (int run = 0; run < 20_000; run++) {
      StringBuilder spelling = new StringBuilder();
      for (int i = random.nextInt(8); i >= 0; i--) {
        spelling.append(parts[random.nextInt(parts.length)]);
      }

      String form = PATHS.comparable(spelling.toString());
      if (!form.contains(":")) {
        assertThat(PATHS.comparable(form)).as("form of <%s>", spelling).isEqualTo(form);
      }
    }
  }

  @Test
  void aPathLongerThanAnySystemKnowsIsTheCallersMistake() {
    String longest = "a".repeat(FilePaths.MAX_LENGTH);

    assertThat(PATHS.comparable(longest)).isEqualTo(longest);
    assertThatThrownBy(() -> PATHS.comparable(longest + "a"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
