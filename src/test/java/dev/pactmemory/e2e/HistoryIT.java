package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a memory was, how it changed, and how it comes back; also after the store was lost, and for
/// a second session.
class HistoryIT {
  @TempDir Path directory;

  private Launch launch() {
    return Launch.on(directory.resolve("home"), Directories.make(directory.resolve("work")))
        .wordsOnly();
  }

  @Test
  void everyRevisionIsToldInWordsAndAnOlderOneCanBePutBack() {
    try (Agent agent = launch().agent()) {
      String id =
          agent.save("p", "context", "Tokens live 15 minutes", "lessons_learned", List.of("a"));
      agent.done(
          "memory_update", "id", id, "context", "Tokens live 30 minutes", "lessons_learned", "b");

      JsonNode memory =
          agent.done("memory_get", "ids", id, "history", true).path("memories").path(0);
      JsonNode first = agent.done("memory_get", "ids", id, "revision", 1).path("memories").path(0);

      assertThat(memory.path("id").asString()).isEqualTo(id);
      assertThat(memory.path("context").isMissingNode()).isTrue();
      assertThat(Json.texts(memory.path("history").path(0).path("changes")))
          .containsExactly("~ context: Tokens live [-15-]{+30+} minutes", "+ lessons_learned: b");
      assertThat(memory.path("history").path(0).path("revision").asInt()).isEqualTo(2);
      assertThat(Json.texts(memory.path("history").path(1).path("changes")))
          .containsExactly("+ context: Tokens live 15 minutes", "+ lessons_learned: a");
      agent.done(
          "memory_update",
          "id",
          id,
          "mode",
          "replace",
          "context",
          first.path("context").asString(),
          "lessons_learned",
          Json.texts(first.path("lessons_learned")));
      assertThat(Json.texts(agent.get(id).path("lessons_learned"))).containsExactly("a");
      assertThat(agent.refused("memory_get", "ids", id, "history", true, "revision", 1))
          .contains("history");
    }
  }

  @Test
  void aDeletedMemoryComesBackAsItWasAlsoFromTheJournalAlone() {
    String id;
    try (Agent agent = launch().agent()) {
      id = agent.save("p", "decisions", List.of("Use Redis"), "entities", List.of("Redis"));
      agent.done("memory_update", "id", id, "goal", "fast");
      agent.done("memory_delete", "id", id);
      assertThat(agent.done("memory_decisions", "project", "p").path("total").asInt()).isZero();
      JsonNode gone = agent.done("memory_get", "ids", id, "history", true).path("memories").path(0);
      assertThat(gone.path("deleted").asBoolean()).isTrue();
      assertThat(Json.texts(gone.path("history").path(0).path("changes")))
          .containsExactly("deleted");
    }
    delete(directory.resolve("home/store"));

    try (Agent agent = launch().agent();
        Agent follower = launch().agent()) {
      JsonNode receipt = follower.done("memory_delete", "id", id, "restore", true);

      assertThat(receipt.path("revision").asInt()).isEqualTo(4);
      assertThat(agent.get(id).path("goal").asString()).isEqualTo("fast");
      JsonNode log = follower.done("memory_decisions", "project", "p");
      assertThat(Json.texts(log.path("decisions"), "decision")).containsExactly("Use Redis");
      assertThat(Json.texts(agent.done("memory_entities", "project", "p").path("entities"), "name"))
          .containsExactly("Redis");
      JsonNode again = agent.done("memory_delete", "id", id, "restore", true);
      assertThat(again.path("changed").asBoolean(true)).isFalse();
      assertThat(agent.refused("memory_delete", "id", "0000000", "restore", true))
          .contains("not_found");
    }
  }

  @Test
  void everyRevisionNamesTheSessionThatMadeIt() {
    String id;
    try (Agent monday = launch().environment("PACT_MEMORY_SESSION", "monday").agent();
        Agent tuesday = launch().environment("PACT_MEMORY_SESSION", "tuesday").agent()) {
      id = monday.save("p", "context", "Tokens live 15 minutes");
      tuesday.done("memory_update", "id", id, "goal", "fewer logins");
      monday.done("memory_delete", "id", id);
      tuesday.done("memory_delete", "id", id, "restore", true);
      monday.done("memory_update", "id", id, "lessons_learned", "a");

      assertThat(sessions(tuesday, id)).containsExactly("monday", "tuesday", "tuesday", "monday");
    }
    delete(directory.resolve("home/store"));

    try (Agent wednesday = launch().environment("PACT_MEMORY_SESSION", "wednesday").agent()) {
      assertThat(sessions(wednesday, id)).containsExactly("monday", "tuesday", "tuesday", "monday");
      assertThat(wednesday.get(id).path("session").asString()).isEqualTo("monday");
    }
  }

  /// The sessions of all revisions that are memories, newest first; empty where none is named.
  private static List<String> sessions(Agent agent, String id) {
    List<String> sessions = new ArrayList<>();
    agent
        .done("memory_get", "ids", id, "history", true)
        .path("memories")
        .path(0)
        .path("history")
        .forEach(revision -> sessions.add(revision.path("session").asString("")));
    return sessions;
  }

  private static void delete(Path tree) {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
