package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Secrets are kept out of everything on disk until someone says that they are none. The keys are
/// made up, and put together here so that no scanner takes them for a leak.
class SecretsIT {
  @RegisterExtension static final SharedServer SERVER = new SharedServer(Launch::wordsOnly);

  private static final String KEY = "gh" + "p_" + "R7kQ2mZx9TbLw4VnYc1JdHs8GfPa3UeMoX5i";

  private static boolean isOnDisk(Path home, String text) {
    return Directories.files(home).stream()
        .map(home::resolve)
        .filter(Files::isRegularFile)
        .anyMatch(file -> holds(file, text));
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (NoSuchFileException e) {
      // The server has deleted it since it was listed.
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSecretIsNamedBeforeItIsStoredAndRedactedOnRequest() {
    String project = SERVER.project();
    Object[] save = {
      "project",
      project,
      "context",
      "The runner pushes with " + KEY + " from the vault",
      "entities",
      List.of("runner")
    };

    String refused = SERVER.call("memory_save", Json.object(save)).refused();
    boolean onDiskWhenRefused = isOnDisk(SERVER.home(), KEY);
    JsonNode receipt = SERVER.done("memory_save", with(save, "secrets", "redact"));

    assertThat(refused)
        .startsWith("likely_secret context: ")
        .contains("GitHub token", "redact", "keep")
        .doesNotContain(KEY);
    assertThat(onDiskWhenRefused).isFalse();
    assertThat(receipt.path("advice").get(0).path("fix").asString())
        .isEqualTo("redacted context (GitHub token)");
    JsonNode memory =
        SERVER.done("memory_get", "ids", receipt.path("id").asString()).path("memories").get(0);
    assertThat(memory.path("context").asString())
        .isEqualTo("The runner pushes with [redacted: GitHub token] from the vault");
    assertThat(isOnDisk(SERVER.home(), KEY)).isFalse();
  }

  private static Object[] with(Object[] some, Object... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
  }

  @Test
  void anUpdateIsAskedTooAndLeavesTheMemoryAlone() {
    String id =
        SERVER
            .done("memory_save", "project", SERVER.project(), "context", "Deploys go by the runner")
            .path("id")
            .asString();

    String refused =
        SERVER
            .call(
                "memory_update",
                Json.object("id", id, "lessons_learned", List.of("fine", "token=" + KEY)))
            .refused();

    assertThat(refused).startsWith("likely_secret lessons_learned[1]: ");
    assertThat(
            SERVER.done("memory_get", "ids", id).path("memories").get(0).path("revision").asInt())
        .isEqualTo(1);
  }

  @Test
  void whatIsNoSecretIsKeptOnRequest() {
    String text = "Test vector of the scanner: " + KEY.replace('R', 'Q');

    JsonNode receipt =
        SERVER.done("memory_save", "project", SERVER.project(), "context", text, "secrets", "keep");

    assertThat(
            SERVER
                .done("memory_get", "ids", receipt.path("id").asString())
                .path("memories")
                .get(0)
                .path("context")
                .asString())
        .isEqualTo(text);
    assertThat(Json.texts(receipt.path("advice"), "code")).doesNotContain("likely_secret");
  }

  @Test
  void anotherWordThanTheTwoIsRefused() {
    assertThat(SERVER.call("memory_save", Json.object("context", "c", "secrets", "hide")).refused())
        .isEqualTo("invalid_value secrets: \"hide\": One of redact, keep");
  }

  @Test
  void aUserDecidesForCallsThatDoNotSay(@TempDir Path directory) {
    Launch launch =
        Launch.on(directory.resolve("home"), directory)
            .wordsOnly()
            .environment("PACT_MEMORY_SECRETS", "redact");
    try (Agent agent = launch.agent()) {
      JsonNode receipt = agent.call("memory_save", Json.object("context", "token: " + KEY)).done();

      assertThat(Json.texts(receipt.path("advice"), "code")).contains("likely_secret");
    }

    assertThat(isOnDisk(directory.resolve("home"), KEY)).isFalse();
  }
}
