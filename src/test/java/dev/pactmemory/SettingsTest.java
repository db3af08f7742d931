package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.model.Outcome;
import dev.pactmemory.model.Problem;
import dev.pactmemory.model.Secrets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Paths are written as on Linux; what is told apart by operating system is told by its name.
@DisabledOnOs(OS.WINDOWS)
class SettingsTest {
  private static final Path USER = Path.of("/home/ada");
  private static final Machine LINUX = new Machine("Linux", USER, USER.resolve("shop"));
  private static final Machine MAC = new Machine("Mac OS X", USER, USER.resolve("shop"));
  private static final Machine WINDOWS = new Machine("Windows 11", USER, USER.resolve("shop"));

  @Test
  void withoutVariablesEverythingHasItsDefault() {
    assertThat(read(Map.of(), LINUX))
        .isEqualTo(
            new Settings(
                Path.of("/home/ada/.local/share/pact-memory"),
                null,
                Settings.LogLevel.WARN,
                Secrets.ASK));
  }

  @Test
  void everyVariableIsRead() {
    Map<String, String> env =
        Map.of(
            "PACT_MEMORY_HOME", "/data/memory",
            "PACT_MEMORY_MODEL", "/models/e5",
            "PACT_MEMORY_LOG", "Debug",
            "PACT_MEMORY_SECRETS", "redact");

    assertThat(read(env, LINUX))
        .isEqualTo(
            new Settings(
                Path.of("/data/memory"),
                Path.of("/models/e5"),
                Settings.LogLevel.DEBUG,
                Secrets.REDACT));
  }

  @Test
  void theHomeIsThePlatformsDirectoryForUserData() {
    assertThat(read(Map.of("XDG_DATA_HOME", "/xdg"), LINUX).home())
        .isEqualTo(Path.of("/xdg/pact-memory"));
    assertThat(read(Map.of(), MAC).home())
        .isEqualTo(Path.of("/home/ada/Library/Application Support/PACT Memory"));
    assertThat(read(Map.of("LOCALAPPDATA", "/local"), WINDOWS).home())
        .isEqualTo(Path.of("/local/PACT Memory"));
    assertThat(read(Map.of(), WINDOWS).home())
        .isEqualTo(Path.of("/home/ada/AppData/Local/PACT Memory"));
  }

  @Test
  void aRelativeDataDirectoryOfTheDesktopIsIgnoredAsItsSpecificationAsks() {
    assertThat(read(Map.of("XDG_DATA_HOME", "data"), LINUX).home())
        .isEqualTo(Path.of("/home/ada/.local/share/pact-memory"));
  }

  @Test
  void blankValuesCountAsAbsent() {
    Map<String, String> blank =
        Map.of(
            "PACT_MEMORY_HOME", "",
            "PACT_MEMORY_MODEL", "  ",
            "PACT_MEMORY_LOG", "",
            "XDG_DATA_HOME", "");

    assertThat(read(blank, LINUX)).isEqualTo(read(Map.of(), LINUX));
  }

  @Test
  void aTildeIsTheUsersHome() {
    assertThat(read(Map.of("PACT_MEMORY_HOME", "~/memory/../mine"), LINUX).home())
        .isEqualTo(Path.of("/home/ada/mine"));
    assertThat(read(Map.of("PACT_MEMORY_HOME", "~"), LINUX).home()).isEqualTo(USER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "./memory", "${MEMORY}", "~ada/memory", "nul\0nul"})
  void aHomeThatWouldMeanAnotherDirectoryInEveryProjectIsRefused(String home) {
    assertThat(Settings.read(Map.of("PACT_MEMORY_HOME", home), LINUX))
        .isEqualTo(
            Outcome.refused(
                new Problem(
                    Problem.Code.INVALID_VALUE,
                    "PACT_MEMORY_HOME",
                    "the environment variable PACT_MEMORY_HOME must be an absolute path"
                        + " (it may begin with ~/)")));
  }

  @Test
  void theUsersHomeIsWhatAShellCallsSo() {
    Path here = Path.of("/shop");

    assertThat(Machine.of("Linux", "/home/ada", Map.of("HOME", "/tmp/ada"), here).userHome())
        .isEqualTo(Path.of("/tmp/ada"));
    for (String unusable : List.of("", "ada")) {
      assertThat(Machine.of("Linux", "/home/ada", Map.of("HOME", unusable), here).userHome())
          .isEqualTo(USER);
    }
    assertThat(Machine.of("Windows 11", "/home/ada", Map.of("HOME", "/c/ada"), here).userHome())
        .isEqualTo(USER);
  }

  @Test
  void anUnknownLogLevelIsRefusedWithTheKnownOnes() {
    assertThat(Settings.read(Map.of("PACT_MEMORY_LOG", "loud"), LINUX))
        .isEqualTo(
            Outcome.refused(
                new Problem(
                    Problem.Code.INVALID_VALUE,
                    "PACT_MEMORY_LOG",
                    "the environment variable PACT_MEMORY_LOG must be one of"
                        + " error, warn, info, debug")));
  }

  private static Settings read(Map<String, String> env, Machine machine) {
    return switch (Settings.read(env, machine)) {
      case Outcome.Done<Settings>(Settings settings) -> settings;
      case Outcome.Refused<Settings>(Problem problem) -> throw new AssertionError(problem);
    };
  }
}
