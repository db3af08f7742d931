package dev.pactmemory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pactmemory.index.LuceneIndex;
import dev.pactmemory.index.SearchIndex;
import dev.pactmemory.mcp.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The commands on what a server has stored.
class CommandsIT {
  @TempDir private Path scratch;
  private String id = "";

  @BeforeEach
  void aServerSavesOneMemoryAndEnds() throws IOException {
    try (RawClient client = server()) {
      client.initialize();
      id =
          client
              .callTool("memory_save", Map.of("context", "Redis holds the token blacklist"))
              .path("structuredContent")
              .path("id")
              .asString();
    }
  }

  @Test
  void aPersonFindsWhatAnAgentSaved() throws Exception {
    assertThat(run("search", "token blacklist").out()).contains("Redis holds the token blacklist");
    assertThat(run("list").out()).contains("Redis holds the token blacklist");
    assertThat(run("get", id).out()).contains(id, "context\n  Redis holds the token blacklist\n");
    assertThat(run("status").out()).contains("memories: 1");
  }

  @Test
  void theIndexIsMadeAnew() throws Exception {
    Processes.Ended ended = run("reindex");

    assertThat(ended.out()).isEqualToNormalizingNewlines("1 memory indexed.\n");
    assertThat(run("search", "blacklist").out()).contains("Redis holds the token blacklist");
  }

  /// Else the next server would index all of it once more, while searches wait.
  @Test
  void anIndexMadeAnewHoldsTheVectors() throws Exception {
    Map<String, String> withModel = new HashMap<>(environment());
    withModel.remove("PACT_MEMORY_MODEL");

    assertThat(run(withModel, "reindex").out()).contains("1 memory indexed.");

    try (SearchIndex index = LuceneIndex.open(scratch.resolve("home/index"))) {
      assertThat(index.checkpoint().incarnation().getLeastSignificantBits())
          .as("the model whose vectors the index holds")
          .isNotZero();
    }
  }

  @Test
  void aCommandWorksBesideARunningServer() throws Exception {
    try (RawClient client = server()) {
      client.initialize();
      client.callTool("memory_status", Map.of());

      assertThat(run("list").out()).contains("Redis holds the token blacklist");
    }
  }

  @Test
  void aBackupMadeBesideARunningServerIsRestoredElsewhere() throws Exception {
    String later;
    try (RawClient client = server()) {
      client.initialize();
      later =
          client
              .callTool("memory_save", Map.of("context", "Saved while a backup is near"))
              .path("structuredContent")
              .path("id")
              .asString();

      Processes.Ended ended = run("backup", "memories.zip");

      assertThat(ended.out()).startsWith("Backed up 2 memories in 2 changes, ");
      assertThat(run("restore", "memories.zip", "--force").err())
          .contains("another process holds the memory of this home");
    }
    Map<String, String> elsewhere = new HashMap<>(environment());
    elsewhere.put("PACT_MEMORY_HOME", scratch.resolve("elsewhere").toString());

    assertThat(run(elsewhere, "restore", "memories.zip").out())
        .isEqualToNormalizingNewlines("Restored 2 memories in 2 changes.\n");
    assertThat(run(elsewhere, "get", id, later, "--json").out())
        .isEqualTo(run("get", id, later, "--json").out());
  }

  @Test
  void aDeletedMemoryIsPurgedForGoodWhenNoServerRuns() throws Exception {
    try (RawClient client = server()) {
      client.initialize();
      String secret =
          client
              .callTool("memory_save", Map.of("context", "The password is hunter2"))
              .path("structuredContent")
              .path("id")
              .asString();
      client.callTool("memory_delete", Map.of("id", secret));

      assertThat(run("purge", "--apply").err())
          .contains("another process holds the memory of this home");
    }
    assertThat(run("purge").out())
        .contains("The password is hunter2", "Would purge 1 deleted memory");
    assertThat(run("purge", "--apply").out()).contains("Purged 1 deleted memory for good.\n");

    assertThat(run("purge").out()).isEqualToNormalizingNewlines("There is nothing to purge.\n");
    assertThat(run("list").out()).contains("Redis holds the token blacklist");
    assertThat(scratch.resolve("home/journal/0000000000000000001.journal"))
        .content()
        .contains("Redis")
        .doesNotContain("hunter2");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such permissions")
  void doctorWorksBesideARunningServerAndMendsWhatItCan() throws Exception {
    Path segment = scratch.resolve("home/journal/0000000000000000001.journal");
    Files.setPosixFilePermissions(segment, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (RawClient client = server()) {
      client.initialize();
      client.callTool("memory_status", Map.of());

      Processes.Ended ended = run("doctor");

      assertThat(ended.out())
          .containsPattern("ok     program     version .* on Java 2[5-9]")
          .contains(
              "bad    permissions 1 file or directory is open to others:"
                  + " journal/0000000000000000001.journal; run doctor --fix\n",
              "ok     leader      process " + client.process().pid() + " (version ",
              "ok     journal     1 change in 1 file, 0.0 MB, every line whole\n",
              "ok     store       1 memory, as in the journal\n",
              "ok     index       1 memory, those of the store\n",
              "bad    model       ",
              "2 things need attention.\n")
          .doesNotContain("\u001b");
      assertThat(ended.exitCode()).isEqualTo(1);
      assertThat(run("doctor", "--fix").out()).contains("fixed  permissions ");
    }
    assertThat(Files.getPosixFilePermissions(segment)).hasSize(2);
    // A busy machine may have cut its end short.
    run("doctor", "--fix");
    assertThat(run("doctor").out()).contains("ok     leader      no session runs\n");
  }

  @Test
  void doctorMakesNoHome() throws Exception {
    Map<String, String> elsewhere = new HashMap<>(environment());
    elsewhere.put("PACT_MEMORY_HOME", scratch.resolve("elsewhere").toString());

    assertThat(run(elsewhere, "doctor").exitCode()).isZero();
    assertThat(scratch.resolve("elsewhere")).doesNotExist();
  }

  @Test
  void theIndexIsNotMadeAnewUnderARunningServer() throws Exception {
    try (RawClient client = server()) {
      client.initialize();
      client.callTool("memory_status", Map.of());

      Processes.Ended ended = run("reindex");

      assertThat(ended.err()).contains("another process holds the memory of this home");
      assertThat(ended.out()).isEmpty();
      assertThat(ended.exitCode()).isEqualTo(1);
    }
  }

  private Processes.Ended run(String... arguments) throws IOException, InterruptedException {
    return run(environment(), arguments);
  }

  private Processes.Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(arguments));
    return Processes.run(command, environment, scratch);
  }

  private RawClient server() throws IOException {
    return RawClient.start(command(), environment(), scratch);
  }

  private static List<String> command() {
    return List.of(Processes.java(), "-jar", Processes.jar().toString());
  }

  private Map<String, String> environment() {
    return Map.of(
        "PACT_MEMORY_HOME", scratch.resolve("home").toString(),
        "PACT_MEMORY_PROJECT", "shop",
        // Words are enough here, and quicker.
        "PACT_MEMORY_MODEL", scratch.resolve("none").toString());
  }
}
