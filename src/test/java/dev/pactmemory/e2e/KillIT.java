package dev.pactmemory.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// SIGKILL at any instruction: what was acknowledged is there once, what was not is there once or
/// not at all, and the index agrees.
class KillIT {
  private static final int SAVES_PER_LIFE = 25;

  @TempDir Path directory;

  @Test
  void noAcknowledgedSaveIsLostOrDoubled() {
    storm(8, System.nanoTime());
  }

  @Test
  @Tag("storm")
  void noAcknowledgedSaveIsLostOrDoubledOverManyLives() {
    for (int round = 0; round < 20; round++) {
      storm(40, System.nanoTime());
    }
  }

  private void storm(int lives, long seed) {
    Random random = new Random(seed);
    Path home = directory.resolve("home-" + seed);
    Launch launch = Launch.on(home, directory).wordsOnly();
    Map<String, String> acknowledged = new TreeMap<>();
    Set<String> sent = new HashSet<>();

    for (int life = 0; life < lives; life++) {
      RawPipe pipe = launch.rawInitialized();
      List<Integer> calls = new ArrayList<>();
      for (int i = 0; i < SAVES_PER_LIFE; i++) {
        String word = "kill" + life + "x" + i;
        sent.add(word);
        calls.add(pipe.post("memory_save", Json.object("context", word, "project", "p")));
      }
      int answersBeforeTheKill = random.nextInt(SAVES_PER_LIFE + 1);
      for (int i = 0; i < answersBeforeTheKill; i++) {
        pipe.replyTo(calls.get(i)).done();
      }
      LockSupport.parkNanos(random.nextInt(20_000_000));
      pipe.kill();
      pipe.client().awaitEnd();
      collect(pipe, calls, life, acknowledged);
    }

    try (RawPipe pipe = launch.rawInitialized()) {
      assertHolds(pipe, acknowledged, sent, "seed " + seed);
    }
    Directories.delete(home);
  }

  /// Notes every answer that left the process, also those that nobody had waited for.
  private static void collect(
      RawPipe pipe, List<Integer> calls, int life, Map<String, String> acknowledged) {
    for (String line : pipe.client().lines()) {
      JsonNode message = Json.parse(line);
      int save = calls.indexOf(message.path("id").asInt(-1));
      if (save >= 0) {
        JsonNode result = message.path("result");
        assertThat(result.path("isError").asBoolean(false)).as(line).isFalse();
        acknowledged.put(
            "kill" + life + "x" + save, result.path("structuredContent").path("id").asString());
      }
    }
  }

  private static void assertHolds(
      RawPipe pipe, Map<String, String> acknowledged, Set<String> sent, String seed) {
    Await.until(
        "the index is whole",
        () ->
            !pipe.done("memory_search", "query", "kill", "project", "p")
                .path("degraded")
                .toString()
                .contains("index"));
    acknowledged.forEach(
        (word, id) -> assertThat(pipe.get(id).path("context").asString()).as(seed).isEqualTo(word));
    List<String> stored = contexts(pipe);
    assertThat(stored).as(seed).doesNotHaveDuplicates().containsAll(acknowledged.keySet());
    assertThat(sent).as(seed).containsAll(stored);
    for (String word : stored) {
      JsonNode found = pipe.done("memory_search", "query", word, "project", "p", "limit", 1);
      assertThat(pipe.get(found.path("hits").path(0).path("id").asString()).path("context"))
          .as("%s, %s", word, seed)
          .isEqualTo(Json.tree(word));
    }
    JsonNode status = pipe.done("memory_status");
    assertThat(status.path("memories").asInt()).as(seed).isEqualTo(stored.size());
    assertThat(status.path("indexed").asInt()).as(seed).isEqualTo(stored.size());
  }

  /// The context of every memory, by walking the whole list.
  private static List<String> contexts(RawPipe pipe) {
    List<String> contexts = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          cursor.isEmpty()
              ? pipe.done("memory_list", "project", "p", "limit", 50)
              : pipe.done("memory_list", "project", "p", "limit", 50, "cursor", cursor);
      JsonNode whole = pipe.done("memory_get", "ids", Json.texts(page.path("hits"), "id"));
      contexts.addAll(Json.texts(whole.path("memories"), "context"));
      cursor = page.path("cursor").asString("");
    } while (!cursor.isEmpty());
    return contexts;
  }
}
